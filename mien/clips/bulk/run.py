"""A run over many clips: what is finished is taken as it is, the rest is done, all goes to tables.

sources ─version─> finished earlier, by its part ───────────────┐
              └──> pending ─work─> parts as they come ──────────┼─> note after note
              └──> cannot be found: an error, kept for this run ┘      └─all─> tables
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Self

from mien.clips.bulk.listing import Source, is_url, version
from mien.clips.bulk.order import Task
from mien.clips.bulk.parts import Note, Parts, note_of
from mien.clips.bulk.remote import version_at
from mien.clips.bulk.tables import write_tables
from mien.clips.bulk.worker import problem

Work = Callable[[Sequence[Task]], Generator[bytes, None, None]]
"""Reads clips and gives the part of each, in any order; closing the generator ends the work."""

LOOKS = 16
"""Places that are looked up at once: a server's answer takes longer than the question."""


class BulkRun:
    """Clips on their way into the tables of a folder; a context manager."""

    def __init__(self, sources: Sequence[Source], out: Path, recipe: str, work: Work) -> None:
        """`recipe` is that of the work, see `Order`. Raises BulkFailed where `out` cannot be."""
        self._sources, self._out, self._recipe, self._work = sources, out, recipe, work
        self._parts = Parts(out)
        self._places = {source.path: source.place for source in sources}
        self._ended = self._end_all()
        self._done: set[str] = set()
        self._errors: dict[str, Note] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Keep other runs out. Raises BulkFailed where one is at work."""
        self._open.enter_context(self._parts.alone())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the tables if every clip has ended. Raises BulkFailed where they cannot be."""
        with self._open:
            self._ended.close()
            if len(self._done) == len(self._sources):
                write_tables(self._out, self._sources, self._parts, self._errors)

    def note(self, path: str) -> Note:
        """What came of a clip; waits for it. Raises BulkFailed where the run cannot go on."""
        place = self._places[path]
        while place not in self._done:
            self._done.add(next(self._ended))
        return self._errors.get(place) or note_of(self._parts.path(place))

    def _end_all(self) -> Generator[str, None, None]:
        """The place of every clip, once it has a part or an error."""
        pending: list[Task] = []
        for source, seen in zip(self._sources, _versions(self._sources), strict=True):
            if isinstance(seen, OSError):
                self._fail(Note(source.place, "", self._recipe, error=problem(seen)))
            elif not self._is_finished(source.place, seen):
                pending.append(Task(source.place, seen, source.name))
                continue
            yield source.place
        if pending:
            yield from self._end_pending(pending)

    def _end_pending(self, pending: Sequence[Task]) -> Iterator[str]:
        with closing(self._work(pending)) as parts:
            for part in parts:
                note = note_of(part)
                if note.error is None:
                    self._parts.keep(note.place, part)
                else:
                    self._fail(note)
                yield note.place

    def _is_finished(self, place: str, seen: str) -> bool:
        note = self._parts.note(place)
        if note is None or (note.version, note.recipe) != (seen, self._recipe):
            return False
        return note.folder is None or (self._out / note.folder).is_dir()

    def _fail(self, note: Note) -> None:
        """Errors have no parts: the next run tries again, and no earlier result is lost."""
        self._errors[note.place] = note


def _versions(sources: Sequence[Source]) -> Iterator[str | OSError]:
    looking = ThreadPoolExecutor(LOOKS)
    try:
        yield from looking.map(_version, (source.place for source in sources))
    finally:
        looking.shutdown(cancel_futures=True)


def _version(place: str) -> str | OSError:
    try:
        return version_at(place) if is_url(place) else version(Path(place))
    except OSError as error:
        return error
