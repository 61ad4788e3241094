"""Logs, request ids and traces: what an operator learns of a request, and never of a viewer."""
