"""Seconds from the start of a clip that only grow, whatever the timestamps of a stream do.

    timestamp ─less the clip's origin─> jumped? ─stay where the stream was─> never back ─> seconds

Recorded broadcasts begin their time anew, files are joined end to end, and encoders slip. Each
stream has a clock of its own: sound and pictures reach a jump at different packets.
"""

JUMP_BACK, JUMP_AHEAD = 1.0, 10.0
"""Seconds. A frame that comes so much earlier than the last one, or in a format whose times may
begin anew so much later, says that the time jumped, not that it passed."""

LEAST_STEP = 1e-3
"""Seconds between two frames that claim the same time, or are a little out of order."""


class StreamClock:
    """The time of one stream; ask it for each frame in the order of decoding."""

    def __init__(self, origin: float, jumps: bool) -> None:
        """`origin` is the timestamp of the clip's start; `jumps` says whether it may jump ahead."""
        self._origin, self._jumps = origin, jumps
        self._last: float | None = None
        self._lasts = 0.0

    def at(self, stamp: float | None, lasts: float) -> float:
        """When a frame begins that states `stamp`, or nothing, and should last so many seconds."""
        stated = None if stamp is None else stamp - self._origin
        if self._last is None:
            self._last = max(0.0, stated or 0.0)
        else:
            least = self._last + min(LEAST_STEP, self._lasts)
            self._last = max(least, self._followed(stated, self._last))
        self._lasts = lasts
        return self._last

    def _followed(self, stated: float | None, last: float) -> float:
        """When the frame after `last` begins; moves the origin where the time jumped."""
        due = last + self._lasts
        if stated is None:
            return due
        if last - stated > JUMP_BACK or (self._jumps and stated - due > JUMP_AHEAD):
            self._origin += stated - due
            return due
        return stated
