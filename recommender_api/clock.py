"""The time that rows are stamped with."""

from datetime import UTC, datetime


def now() -> datetime:
    """Now in UTC without a time zone, as every table holds its times."""
    return datetime.now(UTC).replace(tzinfo=None)


def stated(moment: datetime) -> str:
    """A table's time as the API states it: ISO 8601 in UTC."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
