"""How a candidate compares, from a server's `/metrics`, of all its workers together."""

from collections import defaultdict
from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families

Totals = dict[tuple[str, str], float]
"""By a sample's name and the label that tells its rows apart, summed over what is left."""

_APART = {
    "mien_shadow_pictures_total": "outcome",
    "mien_shadow_faces_total": "found",
    "mien_shadow_uncertain_total": "by",
    "mien_candidate_readings_total": "uncertain",
}


def as_lines(page: str) -> Iterator[str]:
    """Lines for people about each candidate that runs."""
    totals: dict[str, Totals] = defaultdict(lambda: defaultdict(float))
    running, served = {}, {"true": 0.0, "false": 0.0}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            name = sample.labels.get("candidate", "")
            if sample.name == "mien_candidate" and sample.value:
                running[name] = sample.labels["mode"]
            elif sample.name == "mien_readings_total":
                served[sample.labels["uncertain"]] += sample.value
            elif name:
                apart = sample.labels.get(_APART.get(sample.name, ""), "")
                totals[name][sample.name, apart] += sample.value
    if not running:
        yield "the server tries no candidate"
    for name, mode in running.items():
        yield f"{name} ({mode})"
        yield from (_shadow if mode == "shadow" else _share)(totals[name], served)


def _shadow(of: Totals, served: dict[str, float]) -> Iterator[str]:
    pictures = {
        outcome: of["mien_shadow_pictures_total", outcome]
        for outcome in ("compared", "dropped", "failed")
    }
    yield "  pictures: " + ", ".join(
        f"{count:.0f} {outcome}" for outcome, count in pictures.items()
    )
    found = {
        what: of["mien_shadow_faces_total", what]
        for what in ("same", "different", "served_only", "candidate_only")
    }
    both = found["same"] + found["different"]
    yield (
        f"  faces: {both:.0f} found by both, {found['served_only']:.0f} by the served alone, "
        f"{found['candidate_only']:.0f} by the candidate alone"
    )
    if not both:
        return
    uncertain = [of["mien_shadow_uncertain_total", by] / both for by in ("served", "candidate")]
    yield f"  same expression: {found['same'] / both:.1%}"
    yield f"  uncertain: {uncertain[0]:.1%} served, {uncertain[1]:.1%} candidate"
    yield f"  mean |Δvalence|: {_mean(of, 'mien_shadow_valence_difference'):.3f}"
    yield f"  mean distance of probabilities: {_mean(of, 'mien_shadow_probability_distance'):.3f}"
    yield f"  mean overlap of boxes: {_mean(of, 'mien_shadow_box_overlap'):.3f}"
    yield f"  time of a picture: {1000 * _mean(of, 'mien_shadow_seconds'):.1f} ms at low priority"


def _share(of: Totals, served: dict[str, float]) -> Iterator[str]:
    tried = {known: of["mien_candidate_readings_total", known] for known in ("true", "false")}
    for who, counts in (("served", served), ("candidate", tried)):
        count = counts["true"] + counts["false"]
        uncertain = f", {counts['true'] / count:.1%} uncertain" if count else ""
        yield f"  {who}: {count:.0f} faces read{uncertain}"


def _mean(of: Totals, name: str) -> float:
    return of[f"{name}_sum", ""] / max(1.0, of[f"{name}_count", ""])
