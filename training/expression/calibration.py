"""Makes the classifier's probabilities mean what they say, and says when not to trust them.

Temperature scaling after Guo et al. (2017), fitted on validation faces. NumPy only.
"""

import numpy as np
from numpy.typing import NDArray

WINDOW = 0.05


def softmax(logits: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Logits [n, classes] -> probabilities [n, classes] that add up to 1 in each row."""
    scaled = logits.astype(np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), np.float64)


def cross_entropy(
    logits: NDArray[np.floating], targets: NDArray[np.floating], temperature: float
) -> float:
    """Mean of -sum(targets * log probabilities) in nats; `targets` [n, classes]."""
    likelihoods = np.log(np.maximum(softmax(logits, temperature), 1e-12))
    return float(-(targets * likelihoods).sum(axis=1).mean())


def fit_temperature(logits: NDArray[np.floating], targets: NDArray[np.floating]) -> float:
    """The temperature in 0.2..5 with the least cross-entropy, to 1%."""
    candidates = np.geomspace(0.2, 5.0, 324)
    return float(min(candidates, key=lambda t: cross_entropy(logits, targets, float(t))))


def uncertain_below(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> float:
    """The lowest confidence at which a reading is right at least as often as wrong.

    `confidence` [n] is the calibrated probability of the likeliest expression, `correct` [n]
    whether it was the right one. Steps of 0.01; each looks at the readings within 0.05 of it.
    1 where no confidence is enough.
    """
    for threshold in np.arange(15, 100) / 100:
        near = np.abs(confidence - threshold) < WINDOW
        if near.any() and correct[near].mean() >= 0.5:
            return float(threshold)
    return 1.0
