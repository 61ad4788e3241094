"""The expression classifier: a 48 x 48 grey face to logits over seven apparent expressions."""

MODEL_NAME, VERSION = "expression-classifier", "1.2.0"
