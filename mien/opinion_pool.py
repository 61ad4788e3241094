"""Several distributions over the same classes to one, and how far they disagree.

    probabilities, exponents, priors ─> log-linear pool ─> probabilities
    probabilities, weights ───────────> Jensen-Shannon divergence

Distributions are sequences of probabilities that add up to 1, all in the same order.
"""

import math
from collections.abc import Sequence

Distribution = Sequence[float]

FLOOR = 5e-5
"""The least probability that counts beside other opinions, so that none can veto a class outright:
half a unit of the last digit of Mien's replies."""


def decisiveness(probabilities: Distribution) -> float:
    """0 for a uniform distribution, 1 for a certain one: one minus the normalised entropy."""
    entropy = -sum(p * math.log(p) for p in probabilities if p > 0.0)
    return max(0.0, 1.0 - entropy / math.log(len(probabilities)))


def log_linear_pool(
    opinions: Sequence[Distribution],
    exponents: Sequence[float],
    priors: Sequence[Distribution],
    weights: Sequence[float],
) -> tuple[float, ...]:
    """One distribution from several, each taken relative to what was likely beforehand.

        p(y)  ∝  prod_m (p_m(y) / prior_m(y)) ^ exponent_m  x  prod_m prior_m(y) ^ weight_m

    With exponents of 1 and one common prior it is Bayes' rule for signals that are independent
    given the class, the product rule of Kittler et al. (1998); exponents below 1 make it the
    log-linear opinion pool of Genest and Zidek (1986), a product of experts (Hinton 2002) in which
    a weak one counts less. The priors, which each opinion has in it, are put back once, as the
    geometric mean by `weights`, which add up to 1. One opinion alone comes back as it was.
    """
    if len(opinions) == 1:
        return tuple(opinions[0])
    columns = [
        [
            exponent * math.log(max(p, FLOOR)) + (weight - exponent) * math.log(q)
            for p, q in zip(opinion, prior, strict=True)
        ]
        for opinion, exponent, prior, weight in zip(
            opinions, exponents, priors, weights, strict=True
        )
    ]
    return _normalised([sum(row) for row in zip(*columns, strict=True)])


def divergence(opinions: Sequence[Distribution], weights: Sequence[float]) -> float:
    """Jensen-Shannon divergence (Lin 1991) in bits, weighted: 0 where all opinions are the same.

    Two opinions of equal weight that exclude each other give 1; less weight on either gives less.
    """
    pairs = list(zip(weights, opinions, strict=True))
    mean = [sum(w * opinion[place] for w, opinion in pairs) for place in range(len(opinions[0]))]
    bits = sum(
        w * p * math.log2(p / m)
        for w, opinion in pairs
        for p, m in zip(opinion, mean, strict=True)
        if p > 0.0
    )
    return max(0.0, bits)


def _normalised(logarithms: Sequence[float]) -> tuple[float, ...]:
    largest = max(logarithms)
    shares = [math.exp(value - largest) for value in logarithms]
    total = sum(shares)
    return tuple(share / total for share in shares)
