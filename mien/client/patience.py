"""How long a client goes on with a server that is gone or busy.

    answered ─> trouble ─> pauses, each longer ─> answered: all is forgotten
                                             └──> trouble for too long: raised

A server that never answered is not waited for: its address is probably wrong. Time counts from the
first trouble, not from each request, so that many requests to a dead server fail without delay.
"""

import random
import time

from mien.client.errors import ServerProblem, Unreachable
from mien.errors import MienError, TryLater

SHORTEST, LONGEST = 0.25, 5.0


class Patience:
    """The state of one server, as its client knows it; `seconds` are the most it is waited for."""

    def __init__(self, seconds: float) -> None:
        self._most = seconds
        self._known = False
        self._since: float | None = None
        self._losses = 0

    def answered(self) -> None:
        """All is well."""
        self._known, self._since, self._losses = True, None, 0

    def met(self) -> None:
        """The server is there; whether it answers remains to be seen."""
        self._known = True

    def after_loss(self, lost: Unreachable) -> float:
        """Seconds to wait before the next try; raises `lost` where patience ends."""
        usual = min(LONGEST, SHORTEST * 2**self._losses)
        self._losses += 1
        if not self._known:
            raise lost
        return self._within(usual * random.uniform(0.5, 1.0), lost)

    def after_refusal(self, problem: ServerProblem | TryLater) -> float:
        """The wait that a busy server asks for; raises `problem` where it asks for none or patience
        ends."""
        self.met()
        if problem.retry_after is None:
            raise problem
        return self._within(problem.retry_after, problem)

    def _within(self, pause: float, reason: MienError) -> float:
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        if now + pause - self._since > self._most:
            raise reason
        return pause
