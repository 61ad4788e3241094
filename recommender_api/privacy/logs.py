"""No line of a log names a viewer or a session, whoever writes it: paths, queries, stack traces.

any logger --record--> identifiers, keys and tokens replaced --> handlers
"""

import logging
from typing import Any

from recommender_api.privacy.identifiers import scrubbed

_plain_record = logging.getLogRecordFactory()


def keep_identifiers_out() -> None:
    """From now on, in this process."""
    logging.setLogRecordFactory(_scrubbed_record)


def _scrubbed_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _plain_record(*args, **kwargs)
    if isinstance(record.msg, str):
        record.msg = scrubbed(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(map(_scrubbed_argument, record.args))
    elif record.args:
        record.msg, record.args = scrubbed(record.getMessage()), None
    if record.exc_info and record.exc_info[0] is not None:
        record.exc_text = scrubbed(logging.Formatter().formatException(record.exc_info))
    return record


def _scrubbed_argument(value: object) -> object:
    """Numbers and what names nobody stay as they are: formats such as %d need them."""
    text = str(value) if not isinstance(value, int | float) else ""
    clean = scrubbed(text)
    return value if clean == text else clean
