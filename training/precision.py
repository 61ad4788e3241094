"""How exactly a training step multiplies: bfloat16 where the CPU has instructions for it.

Elsewhere oneDNN emulates bfloat16, which takes about five times as long as float32.
"""

import torch


def fast_multiplication() -> torch.autocast:
    """Context for the forward pass: bfloat16 with AVX-512 or AMX, else float32."""
    fast = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast)
