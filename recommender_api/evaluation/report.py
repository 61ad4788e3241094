"""The evaluation's figures as text, with how they came about."""

from collections.abc import Iterable, Mapping

from recommender_api.evaluation import metrics
from recommender_api.evaluation.comparing import MOST, Result, Task, Values
from recommender_api.evaluation.split import LIKED, SHARE_KNOWN, Split

Results = Mapping[str, Result]
"""By the ranking's name."""


def print_protocol(split: Split, task: Task) -> None:
    """What was divided how, and who is measured on what."""
    wishes = list(task.wishes())
    viewers = {viewer for viewer, _ in wishes}
    groups = {" + ".join(o.genres): o.weight for o, films in task.films.items() if films}
    empty = [" + ".join(o.genres) for o, films in task.films.items() if not films]
    print(
        f"MovieLens: {len(split.known)} ratings ({SHARE_KNOWN:.0%} by time) make a catalog of"
        f" {len(split.films)} films; {len(split.later)} later ones say what was liked"
        f" ({LIKED:g} stars or more).\n"
        f"{len(viewers)} viewers, {len(viewers - task.seen.keys())} of them new and so all with"
        f" the same lists; {len(wishes)} pairs of viewer and genre with a film to find.\n"
        f"Genres by how many emotions and modes lead there, which weights a viewer's mean:"
        f" {', '.join(f'{name} {weight}' for name, weight in groups.items())}"
        f" (without films: {', '.join(empty) or 'none'}).\n"
        f"Films that a viewer had rated before are left out of the viewer's lists; later films"
        f" that nobody had rated before count nowhere.\n"
        f"Whether a genre suits an emotion is not measured: MovieLens knows of no emotions.\n"
    )


def print_figures(results: Results) -> None:
    """A row for each ranking."""
    print(f"{'':<24}{f'nDCG@{MOST}':>9}{f'recall@{MOST}':>11}{f'coverage@{MOST}':>13}", end="")
    print(f"{'genre diversity':>17}{'decades a list':>16}")
    for name, result in results.items():
        print(
            f"{name:<24}{result.ndcg.mean():>9.4f}{result.recall.mean():>11.4f}"
            f"{result.coverage:>13.4f}{result.diversity:>17.4f}{result.decades:>16.2f}"
        )


def print_differences(results: Results, compared: Iterable[tuple[str, str]]) -> None:
    """The first of each pair less the second."""
    print("\nDifferences, with 95% intervals over viewers (bootstrap)")
    for one, other in compared:
        first, second = results[one], results[other]
        print(
            f"{f'{one} - {other}':<36}nDCG {_difference(first.ndcg - second.ndcg)}"
            f"   recall {_difference(first.recall - second.recall)}"
            f"   coverage {first.coverage - second.coverage:+.4f}"
        )


def _difference(differences: Values) -> str:
    low, high = metrics.interval(differences)
    return f"{differences.mean():+.4f} ({low:+.4f} to {high:+.4f})"
