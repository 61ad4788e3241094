"""Other models while the server runs: a candidate that shares or shadows, its promotion, and back.

mien models candidate | promote | rollback ─> plan, a small file ─looked at each second─>
  every worker: load beside, warm up, switch ─> models refused or let go
"""
