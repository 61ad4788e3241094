"""Fusion of face and voice: fitted on validation pairs, measured on test pairs.

    face ──corruption──> frame ──detector, classifier, quality─┐
    voice ─corruption──> sound ──speech model, voice activity──┴─> Evidence ─> fuse ─> errors
                                                     by step and modality: table, curves, fit

All readings come from the code that serves. Needs no torch.
"""
