"""JSON bodies to checked requests.

bytes --pydantic--> request, or NotJson for what is no object, InvalidField for a value
"""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from mien.validation import faults
from recommender_api.errors import InvalidField, NotJson

Asked = TypeVar("Asked", bound=BaseModel)

_NO_OBJECT = {"json_invalid", "model_type"}
"""Pydantic's names for a body that is not JSON, and for one that is no object."""


def asked(kind: type[Asked]) -> Asked:
    """What the current request's body asks for. Raises NotJson or InvalidField."""
    try:
        return kind.model_validate_json(request.get_data())
    except ValidationError as error:
        kinds = {fault["type"] for fault in error.errors(include_url=False)}
        if kinds & _NO_OBJECT:
            raise NotJson(faults(error)) from error
        raise InvalidField(faults(error)) from error
