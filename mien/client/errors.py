"""What can go wrong with a server, in the tree of all of Mien's errors.

MienError
 +-- ServerProblem     it answered with a problem, which has its own status, code and action
 +-- StreamRefused     it takes no live stream from this client
 +-- JobCancelled      somebody else ended the analysis of a clip
 +-- Unreachable       nothing answered, or the connection broke for too long
 +-- UnexpectedAnswer  something answered that is no Mien
"""

from collections.abc import Mapping

from mien.errors import MienError


class ServerProblem(MienError):
    """An error that the server answered; `problem()` is its body, as it came.

    `retry_after` are the seconds after which the server takes the request again, where it said so.
    """

    def __init__(self, body: Mapping[str, object], status: int, retry_after: float | None = None):
        super().__init__(str(body["detail"]))
        self.status = status
        self.code, self.title = str(body["code"]), str(body["title"])
        self.action = str(body["action"])
        self.retry_after = retry_after
        self._body = dict(body)

    def problem(self) -> dict[str, object]:
        """The body that came."""
        return dict(self._body)


class StreamRefused(MienError):
    """Trying again changes nothing."""

    status = 403
    code = "stream-refused"
    title = "The server takes no live stream from this client"
    action = "Do what the detail says; where keys are required, give one with scope 'perceive'."


class JobCancelled(MienError):
    """The analysis ended before the clip did."""

    status = 409
    code = "job-cancelled"
    title = "The analysis of the clip was cancelled"
    action = "Send the clip again."


class Unreachable(MienError):
    """No answer came; `status` is 0, as there is none."""

    status = 0
    code = "unreachable"
    title = "The server cannot be reached"
    action = "Check the address, and that the server runs, then try again."


class UnexpectedAnswer(MienError):
    """`status` is the one that came."""

    code = "unexpected-answer"
    title = "The answer is not one of Mien's"
    action = "Check that the address is that of a Mien server, and what stands before it."

    def __init__(self, detail: str, status: int) -> None:
        super().__init__(detail)
        self.status = status
