"""The parts of many clips to one table of summaries and one of timelines, in constant memory.

parts, in the order of the clips ─> DIR/summaries.parquet, DIR/timelines.parquet
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from mien.clips.bulk.listing import Source
from mien.clips.bulk.parts import Note, Parts, note_of, replacing
from mien.clips.bulk.schema import SUMMARIES, TIMELINES, summary_row

SUMMARY_TABLE, TIMELINE_TABLE = "summaries.parquet", "timelines.parquet"
SUMMARY_ROWS, TIMELINE_ROWS = 1024, 65_536
"""Rows of a row group, and more by what the last clip of it adds: small groups are slow to read."""


def write_tables(
    out: Path, sources: Sequence[Source], parts: Parts, errors: Mapping[str, Note]
) -> None:
    """Write both tables anew: every clip of `sources` once, from its error or its part.

    `errors` are by place. Raises BulkFailed.
    """
    read = [source for source in sources if source.place not in errors]
    _write(out / SUMMARY_TABLE, SUMMARIES, _summaries(sources, parts, errors), SUMMARY_ROWS)
    _write(out / TIMELINE_TABLE, TIMELINES, _timelines(read, parts), TIMELINE_ROWS)


def _summaries(
    sources: Iterable[Source], parts: Parts, errors: Mapping[str, Note]
) -> Iterator[pa.Table]:
    for source in sources:
        note = errors.get(source.place) or note_of(parts.path(source.place))
        row = summary_row(source.path, note.summary, note.error, note.folder)
        yield pa.Table.from_pylist([row], schema=SUMMARIES)


def _timelines(sources: Iterable[Source], parts: Parts) -> Iterator[pa.Table]:
    for source in sources:
        samples = parquet.read_table(parts.path(source.place), partitioning=None)
        path = pa.repeat(pa.scalar(source.path), len(samples))
        yield samples.add_column(0, TIMELINES.field("path"), path).replace_schema_metadata()


def _write(target: Path, schema: pa.Schema, tables: Iterable[pa.Table], rows: int) -> None:
    with replacing(target) as partial, parquet.ParquetWriter(partial, schema) as writer:
        waiting: list[pa.Table] = []
        for table in tables:
            waiting.append(table)
            if len(waiting) >= rows or sum(map(len, waiting)) >= rows:
                writer.write_table(pa.concat_tables(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
