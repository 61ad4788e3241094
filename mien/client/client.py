"""A client of one Mien server."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, overload

import httpx

from mien.client.connection import Connection
from mien.client.errors import ServerProblem
from mien.client.files import File, content
from mien.client.jobs import Jobs, ProgressTold, ignore, progress_of, summary_of
from mien.errors import MienError

if TYPE_CHECKING:  # for types alone: they would load ONNX Runtime and PyAV
    from typing import Unpack

    from mien.client.live import LiveStream
    from mien.client.replies.clips import AudioReply, ClipSummary
    from mien.client.replies.recommend import Mode, MoviesReply, ProductsReply, RecommendOptions
    from mien.client.sources import Pieces
    from mien.perception.reply import PredictReply

RAW = {"Content-Type": "application/octet-stream"}
AT_ONCE = 4
"""Pictures under way at once in `predict_many`: the server reads what gathers as one batch."""


class Client:
    """A Mien server at `url`, for any number of threads; with a `key` where it asks for one.

    `timeout` are the most seconds that may pass without a byte. `patience` are those for which a
    server is waited for that answered before, then was lost or busy; what may not be done twice is
    not repeated. `transport` is how requests other than streams travel, for proxies and own
    certificates.

    Every method raises MienError: ServerProblem with what the server said, Unreachable,
    UnexpectedAnswer. Raises ValueError for what is no address or no key.
    """

    def __init__(
        self,
        url: str = "http://localhost:3000",
        key: str | None = None,
        *,
        timeout: float = 60.0,
        patience: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._connection = Connection(url, key, timeout, patience, transport)
        self.jobs = Jobs(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()

    def predict(self, picture: File) -> "PredictReply":
        """The apparent expression of every face in a picture.

        Raises OSError for a path that cannot be read, EmptyBody for a picture without bytes.
        """
        data = content(picture, "picture")
        reply: PredictReply = self._connection.reply("faces", "/predict", content=data, headers=RAW)
        return reply

    def predict_many(
        self, pictures: Iterable[File]
    ) -> Iterator["PredictReply | MienError | OSError"]:
        """For each picture, in order, its reply or the error that `predict` would raise."""
        waiting: deque[Future[PredictReply | MienError | OSError]] = deque()
        pool = ThreadPoolExecutor(AT_ONCE, "predict")
        try:
            for picture in pictures:
                waiting.append(pool.submit(self._outcome, picture))
                if len(waiting) > 2 * AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def listen(self, sound: File) -> "AudioReply":
        """The apparent expression of the voice in a sound or a video; errors as of `predict`."""
        data = content(sound, "file")
        reply: AudioReply = self._connection.reply(
            "probabilities", "/predict/audio", content=data, headers=RAW
        )
        return reply

    def analyze(
        self,
        clip: str | PathLike[str],
        *,
        rate: float = 10.0,
        viewer: int | None = None,
        folder: str | PathLike[str] | None = None,
        video: bool = True,
        progress: ProgressTold = ignore,
    ) -> "ClipSummary":
        """Read a clip and forget it on the server; its files are written into `folder`, if any.

        `rate` are samples a second (0.1..60), `viewer` the track to follow instead of the largest
        face, `video` asks for the annotated video. Whatever ends this early, as Ctrl-C or an
        exception of `progress`, ends the job too. Raises OSError for a file that cannot be read or
        written, and JobCancelled.
        """
        wanted = folder is not None and video
        job = self.jobs.submit(Path(clip), rate, viewer, wanted, progress)
        try:
            for now in self.jobs.follow(job["id"]):
                job = now
                progress(progress_of(job))
            summary = summary_of(job)
            if folder is not None:
                self.jobs.fetch(job, Path(folder), progress)
            return summary
        finally:
            with suppress(MienError):
                self.jobs.forget(job["id"])

    @overload
    def recommend(
        self,
        emotion: str | Mapping[str, float],
        count: int = 10,
        mode: "Mode" = "improve",
        *,
        catalog: Literal["movies"] = "movies",
        **options: "Unpack[RecommendOptions]",
    ) -> "MoviesReply": ...

    @overload
    def recommend(
        self,
        emotion: str | Mapping[str, float],
        count: int = 10,
        mode: "Mode" = "improve",
        *,
        catalog: Literal["products"],
        **options: "Unpack[RecommendOptions]",
    ) -> "ProductsReply": ...

    def recommend(
        self,
        emotion: str | Mapping[str, float],
        count: int = 10,
        mode: "Mode" = "improve",
        *,
        catalog: str = "movies",
        **options: Any,
    ) -> Any:
        """Films or products for an apparent expression, or for shares of several.

        `mode` is `improve`, toward a better mood, or `keepup`, more of the same.
        """
        wish = {"num_of_movies": count, "recommendation_type": mode, "catalog": catalog, **options}
        wish |= {"emotion": emotion} if isinstance(emotion, str) else {"emotions": dict(emotion)}
        return self._connection.reply(catalog, "/api/v1/recommend", json=wish)

    def stream(
        self,
        pictures: "Pieces",
        *,
        sound: "Pieces | None" = None,
        fault: Callable[[ServerProblem], None] | None = None,
    ) -> "LiveStream":
        """A live stream, to be iterated with `async for`: one sample a picture that was read.

        `pictures` are encoded (JPEG, WebP, PNG), `sound` is 16-bit little-endian PCM, one channel
        at 16 kHz. Both are iterables, asynchronous or not, of bytes, stamped with the time at which
        they come, or of (seconds, bytes), on one clock of their own. `fault` hears what the server
        could not read; without it, the log does.
        """
        from mien.client.live import LiveStream
        from mien.client.live_connection import log_fault

        return LiveStream(self._connection, pictures, sound, fault or log_fault)

    def _outcome(self, picture: File) -> "PredictReply | MienError | OSError":
        try:
            return self.predict(picture)
        except (MienError, OSError) as error:
            return error
