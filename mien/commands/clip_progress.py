"""How far a server is with a clip, as a bar on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar

from mien.client.jobs import Progress, ProgressTold


@contextmanager
def bar(wanted: bool) -> Iterator[ProgressTold]:
    """A bar on standard error, where that is a terminal, for what is told of one clip."""
    console = Console(stderr=True)
    hidden = not (wanted and console.is_terminal)
    with Bar(console=console, disable=hidden, transient=True) as shown:
        task = shown.add_task("Sending", total=1.0)

        def tell(progress: Progress) -> None:
            stage = progress.stage.capitalize()
            shown.update(task, description=stage, completed=progress.share or 0.0)

        yield tell
