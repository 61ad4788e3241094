"""The columns of the two tables, which are a contract; docs/clips.md explains them.

timeline.csv ─> timelines: a row a sample        summary ─> summaries: a row a clip
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from mien.clips.timeline import COLUMNS
from mien.taxonomy import LABELS


def _type(column: str) -> pa.DataType:
    if column == "viewer":
        return pa.int64()
    if column.endswith("dominant_emotion"):
        return pa.string()
    return pa.bool_() if column.endswith("uncertain") else pa.float64()


SAMPLES = pa.schema([(name, _type(name)) for name in COLUMNS])
"""A clip's own rows of the timelines: the columns of its timeline.csv, blank ones null."""

TIMELINES = SAMPLES.insert(0, pa.field("path", pa.string()))

_SHARES = tuple(f"share_{label}" for label in LABELS)
_AXES = ("valence", "arousal", "peak_valence", "peak_arousal")
_POLES = ("score", "positive", "negative", "neutral", "experience_index", "emonps")
_DOUBTS = ("no_face_share", "uncertain_share", "conflict")
_TEXTS = ("dominant_emotion", "emoji", "cut_short", "error", "error_detail", "folder")

SUMMARIES = pa.schema(
    [("path", pa.string()), ("duration", pa.float64()), ("samples", pa.int64())]
    + [(name, pa.float64()) for name in (*_SHARES, *_AXES, *_POLES, *_DOUBTS)]
    + [(name, pa.string()) for name in _TEXTS]
)


def samples_of(table: Path) -> pa.Table:
    """A clip's timeline.csv in the columns of SAMPLES."""
    return csv.read_csv(
        table,
        convert_options=csv.ConvertOptions(
            column_types=SAMPLES,
            include_columns=SAMPLES.names,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def summary_row(
    path: str,
    summary: Mapping[str, Any] | None,
    error: Mapping[str, Any] | None,
    folder: str | None,
) -> dict[str, Any]:
    """A clip's row of the summaries, from its summary as JSON holds it or from its error."""
    row: dict[str, Any] = dict.fromkeys(SUMMARIES.names) | {"path": path, "folder": folder}
    if error is not None:
        return row | {"error": error["code"], "error_detail": error["detail"]}
    if summary is not None:
        row |= {name: summary[name] for name in summary if name in row}
        row |= {f"share_{label}": share for label, share in summary["shares"].items()}
        row |= {f"peak_{axis}": value for axis, value in summary["peak"].items()}
        row |= summary["polarity"]
        row |= {"emonps": summary["emonps"]["value"], "cut_short": summary["cut_short"] or None}
    return row
