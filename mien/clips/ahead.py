"""An iterator that works in a thread of its own, a bounded way ahead of who reads it."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

Item = TypeVar("Item")

_LOOK_SECONDS = 0.1


def ahead(source: Iterator[Item], most: int) -> Generator[Item, None, None]:
    """The items of `source`, at most `most` of them made before they are asked for.

    What `source` raises is raised here after its last item. Closing the iterator stops the thread
    before it returns, so what `source` reads from may be closed afterwards.
    """
    made: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(most)
    left = threading.Event()
    worker = threading.Thread(target=_work, args=(source, made, left), daemon=True)
    worker.start()
    try:
        while True:
            item, error = made.get()
            if item is not None:
                yield item
            elif error is not None:
                raise error
            else:
                return
    finally:
        left.set()
        worker.join()


def _work(
    source: Iterator[Item],
    made: "queue.Queue[tuple[Item | None, BaseException | None]]",
    left: threading.Event,
) -> None:
    error: BaseException | None = None
    try:
        for item in source:
            if not _put(made, (item, None), left):
                return
    except BaseException as raised:  # handed to the reader
        error = raised
    _put(made, (None, error), left)


def _put(
    made: "queue.Queue[tuple[Item | None, BaseException | None]]",
    entry: tuple[Item | None, BaseException | None],
    left: threading.Event,
) -> bool:
    while not left.is_set():
        try:
            made.put(entry, timeout=_LOOK_SECONDS)
        except queue.Full:
            continue
        return True
    return False
