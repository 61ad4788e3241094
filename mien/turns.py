"""When it is time to remove what is too old, by a clock that may be wrong.

    last turn ──a while ago──> a turn     ──in the future──> a turn: the clock was ahead
              ──long ago────> no turn yet: nobody was here, or the clock is ahead now

A machine that starts with a wrong clock, or is given one, would remove everything at once. So after
LONG without a turn the next one comes a GRACE later, in which somebody may set the clock.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

LONG = timedelta(days=7)
GRACE = timedelta(days=1)
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Turn(NamedTuple):
    """Whether to remove now, and what is to be noted as the last turn; `doubted` says that the
    clock may be wrong."""

    taken: bool
    last: datetime
    doubted: bool = False


def turn(last: datetime, moment: datetime, every: timedelta) -> Turn:
    """What is to be done at a moment; times are aware, and before 2000 means never."""
    if last > moment + GRACE:
        return Turn(True, moment)
    if _NEVER < last < moment - LONG:
        return Turn(False, moment + GRACE - every, doubted=True)
    return Turn(True, moment) if last <= moment - every else Turn(False, last)
