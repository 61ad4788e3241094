"""What pydantic found wrong, in words for whoever sent it."""

from pydantic import ValidationError

MOST_CHARACTERS = 2000

_PREFIX = "Value error, "
"""What pydantic puts before the words of an error that a validator raises."""


def faults(error: ValidationError) -> str:
    """Every fault with the field that has it, never the value; at most MOST_CHARACTERS."""
    found = (
        f"{'.'.join(map(str, fault['loc'])) or 'the body'}: {fault['msg'].removeprefix(_PREFIX)}"
        for fault in error.errors(include_url=False, include_input=False)
    )
    return "; ".join(found)[:MOST_CHARACTERS]
