"""A server's own sweeps: at most one an hour, whichever of its processes comes first.

each process --every five minutes--> the hour's sweep still to do? --one of them--> sweep
"""

import logging
import threading
from datetime import UTC, timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import SQLAlchemyError

from mien.errors import MienError
from mien.settings import Settings
from mien.turns import turn
from recommender_api.clock import now, stated
from recommender_api.database import connect, writing
from recommender_api.privacy.retention import sweep
from recommender_api.privacy.tables import RetentionSweep

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
LOOK_SECONDS = 300.0
_DOUBT = (
    "nothing was removed by age since %s, and it is %s: if the clock is wrong, set it before %s; "
    "if it is right, nothing need be done, or run mien privacy sweep"
)


def take_turn(engine: Engine) -> bool:
    """Whether the hour's sweep is this process's; then it is nobody else's."""
    moment = now()
    with writing(engine) as connection:
        last = connection.execute(select(RetentionSweep.begun)).scalar_one()
        found = turn(last.replace(tzinfo=UTC), moment.replace(tzinfo=UTC), EVERY)
        noted = found.last.replace(tzinfo=None)
        mine = update(RetentionSweep).where(RetentionSweep.begun == last).values(begun=noted)
        if noted == last or connection.execute(mine).rowcount != 1:
            return False
    if found.doubted:
        logger.error(_DOUBT, stated(last), stated(moment), stated(noted + EVERY))
    return found.taken


def sweep_hourly(chosen: Settings) -> tuple[threading.Thread, threading.Event]:
    """Sweep in the background, over connections of its own, until the event is set."""
    stop = threading.Event()
    thread = threading.Thread(target=_sweep_until, args=(chosen, stop), name="sweep", daemon=True)
    thread.start()
    return thread, stop


def _sweep_until(chosen: Settings, stop: threading.Event) -> None:
    engine: Engine | None = None
    while not stop.is_set():
        try:
            engine = engine or connect(chosen.database_url)
            if take_turn(engine):
                _report(sweep(engine, chosen.retention_days))
        except (SQLAlchemyError, MienError):
            logger.exception("a sweep failed; the next one does its work too")
        stop.wait(LOOK_SECONDS)
    if engine is not None:
        engine.dispose()


def _report(rows: dict[str, int]) -> None:
    if rows:
        counts = ", ".join(f"{count} of {name}" for name, count in sorted(rows.items()))
        logger.info("removed by age: %s", counts)
