"""Posters that a catalog lacks, looked up behind the callers' backs.

    a reply without a poster --IMDb id--> queue --thread--> MIEN_POSTER_SOURCE --> movie.poster_url

No caller waits for it: a film gets its poster in a later reply. Each film is asked for once a month
at most, and a source that does not answer is left alone for a while.
"""

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from prometheus_client import Counter
from sqlalchemy import Engine, delete, insert, select, update

from recommender_api.public_fetch import fetch_json, is_public
from recommender_api.tables import Movie, PosterLookup

logger = logging.getLogger(__name__)

LOOKUPS = Counter("mien_poster_lookups_total", "Films asked for at the source", ["outcome"])
PAUSE_SECONDS = 300.0
AGAIN_AFTER = timedelta(days=30)
MOST_WAITING = 1000
_LONGEST_ADDRESS = 2000
_FIELDS = ("Poster", "poster_url", "poster", "url")

Fetch = Callable[[str], bytes]


class Posters:
    """The queue and its thread, which starts with the first film; does nothing without a source."""

    def __init__(self, engine: Engine, source: str, fetch: Fetch = fetch_json) -> None:
        self._engine = engine
        self._source = source
        self._fetch = fetch
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._known: set[str] = set()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def want(self, imdb_ids: Iterable[str]) -> None:
        """Have posters of these films looked up some time; returns at once."""
        new = {imdb_id for imdb_id in imdb_ids if imdb_id not in self._known}
        if not (self._source and new):
            return
        try:
            for imdb_id in new:
                self._waiting.put_nowait(imdb_id)
                self._known.add(imdb_id)
        except queue.Full:
            logger.debug("more than %d posters wait; the rest is asked for later", MOST_WAITING)
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="posters", daemon=True)
                self._thread.start()

    def drain(self) -> None:
        """Return once everything that was wanted has been looked up."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            imdb_id = self._waiting.get()
            try:
                if self._is_due(imdb_id):
                    poster = self._look_up(imdb_id)
                    LOOKUPS.labels("none" if poster is None else "found").inc()
                    self._record(imdb_id, poster)
            except (URLError, TimeoutError, ConnectionError) as error:
                logger.warning("the poster source does not answer: %s", error)
                LOOKUPS.labels("failed").inc()
                self._known.discard(imdb_id)
                time.sleep(PAUSE_SECONDS)
            except Exception:
                logger.exception("no poster for %s", imdb_id)
            finally:
                self._waiting.task_done()

    def _look_up(self, imdb_id: str) -> str | None:
        address = self._source.replace("{imdb_id}", quote(imdb_id, safe=""))
        try:
            return poster_in(self._fetch(address))
        except HTTPError as error:
            if error.code in (400, 404, 410):  # about this film, not about the source
                return None
            raise

    def _is_due(self, imdb_id: str) -> bool:
        last = select(PosterLookup.looked_up).where(PosterLookup.imdb_id == imdb_id)
        with self._engine.connect() as connection:
            looked_up = connection.execute(last).scalar()
        return looked_up is None or looked_up < _now() - AGAIN_AFTER

    def _record(self, imdb_id: str, poster: str | None) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(PosterLookup).where(PosterLookup.imdb_id == imdb_id))
            connection.execute(insert(PosterLookup).values(imdb_id=imdb_id, looked_up=_now()))
            if poster is not None:
                film = update(Movie).where(Movie.imdb_id == imdb_id, Movie.poster_url.is_(None))
                connection.execute(film.values(poster_url=poster))


def poster_in(body: bytes) -> str | None:
    """The address of a poster in a JSON object, under one of the names that sources use.

    Viewers' browsers will ask it: so none that names an address of a private network.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    values = [content.get(name) for name in _FIELDS] if isinstance(content, dict) else []
    found = (value for value in values if isinstance(value, str))
    return next((value for value in found if _is_harmless(value)), None)


def _is_harmless(address: str) -> bool:
    if len(address) > _LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or host.endswith("localhost"):
        return False
    try:
        return is_public(host)
    except ValueError:  # a name
        return "." in host and not host.rpartition(".")[2].isdigit()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
