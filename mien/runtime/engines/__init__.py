"""TensorRT engines of the models: the batches they take, where they lie, and how they are built.

    manifest ─> profile.py: shapes, cache folder ─┬─> session.py: TensorRT provider ─┐
                                                  └─> cached.py: built beforehand  ──┴─> cache
    any ONNX file ─> plan.py: the tensorrt package ─> NAME.plan, as Triton serves it

Untested on real TensorRT: its unit tests run against stand-ins for the library.
"""
