"""The project's own face detector: network, assignment, loss, training, export, evaluation."""
