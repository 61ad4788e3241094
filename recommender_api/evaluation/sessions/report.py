"""The figures by session number, as text and as a picture."""

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from recommender_api.evaluation import metrics
from recommender_api.evaluation.sessions.films import Floats

AFTER = 5
BAR = 2.0
RELEVANT = 0.01
"""The share of the catalog that pleases a viewer most is relevant to them."""
OTHER_SHARES = (0.005, 0.02, 0.05)

Results = Mapping[str, Floats]
"""By the way's name: (viewers, sessions + 1, films a list), each film's rank 0..1; see `Trial`."""


def hits(ranks: Floats, relevant: float = RELEVANT) -> Floats:
    """(..., films) to (...): 1 where at least one film of a list is relevant, else 0."""
    return (ranks < relevant).any(axis=-1).astype(float)


def precision(ranks: Floats) -> Floats:
    """(..., films) to (...): share of a list that is relevant."""
    shares: Floats = (ranks < RELEVANT).mean(axis=-1)
    return shares


def ratio(ours: Floats, theirs: Floats, seed: int = 0) -> tuple[float, float, float]:
    """Mean of one figure over the other's for the same viewers [n], with its 95% interval."""
    drawn = np.random.default_rng(seed).integers(len(ours), size=(metrics.RESAMPLES, len(ours)))
    ratios = ours[drawn].mean(axis=1) / np.maximum(theirs[drawn].mean(axis=1), 1 / len(theirs))
    low, high = np.percentile(ratios, (2.5, 97.5))
    return float(ours.mean() / max(theirs.mean(), 1 / len(theirs))), float(low), float(high)


def print_figures(results: Results) -> None:
    """Hit rate and precision of each way after each number of sessions."""
    sessions = next(iter(results.values())).shape[1]
    for title, figure in (("hit rate@5", hits), ("precision@5", precision)):
        print(f"\n{title:<28}" + "".join(f"{number:>7}" for number in range(sessions)))
        for name, ranks in results.items():
            print(f"{name:<28}" + "".join(f"{mean:7.3f}" for mean in figure(ranks).mean(axis=0)))


def print_bar(results: Results, vanilla: str, held: Collection[str]) -> bool:
    """What is reached after AFTER sessions, with intervals over viewers; whether those that are
    held to the bar all pass."""
    passed = True
    print(f"\nHit rate@5 after {AFTER} sessions, with 95% intervals over viewers (bootstrap)")
    for name, ranks in results.items():
        ours = hits(ranks[:, AFTER])
        low, high = metrics.interval(ours)
        print(f"{name:<28}{ours.mean():.3f} ({low:.3f} to {high:.3f})", end="")
        if name != vanilla:
            times, least, most = ratio(ours, hits(results[vanilla][:, AFTER]))
            passed &= times >= BAR or name not in held
            print(f"   {times:.2f} times vanilla ({least:.2f} to {most:.2f})", end="")
        print()
    return passed


def print_other_shares(results: Results, vanilla: str) -> None:
    """How the comparison depends on how few films count as relevant."""
    print("\nThe same where another share of the catalog is relevant")
    for share in OTHER_SHARES:
        theirs = hits(results[vanilla][:, AFTER], share)
        print(f"{share:<28.1%}vanilla {theirs.mean():.3f}", end="")
        for name in [name for name in results if name != vanilla]:
            times, low, high = ratio(hits(results[name][:, AFTER], share), theirs)
            print(f"   {name}: {times:.2f} times ({low:.2f} to {high:.2f})", end="")
        print()


def draw(results: Results, path: Path) -> None:
    """Hit rate against session number, with its interval as a band."""
    figure = Figure((6.4, 3.8), layout="constrained")
    axis = figure.subplots()
    for (name, ranks), style in zip(results.items(), ("--", "-", "-.", ":"), strict=False):
        found = hits(ranks)
        numbers = np.arange(found.shape[1])
        (line,) = axis.plot(numbers, found.mean(axis=0), style, marker="o", label=name)
        bands = np.array([metrics.interval(column) for column in found.T])
        axis.fill_between(numbers, *bands.T, color=line.get_color(), alpha=0.15, linewidth=0)
    axis.set(xlabel="sessions before the list", ylabel="lists with a relevant film among five")
    axis.set_ylim(0, 1)
    axis.grid(alpha=0.3)
    axis.legend(loc="upper left", frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
