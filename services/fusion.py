"""Fusion as a BentoML service of its own, for teams that read faces, voices and words elsewhere."""

from typing import Any

import bentoml

from mien.errors import MienError
from services.evidence import checked
from services.fuse import FusionReply, fusion_reply
from services.per_picture import ErrorReply


@bentoml.service(name="mien-fusion", workers=1, metrics={"enabled": False})
class FusionModel:
    """Adaptively batched by BentoML: readings of several modalities in, one reading of them out."""

    @bentoml.api(batchable=True, max_batch_size=64)
    def fuse(self, items: list[Any]) -> list[FusionReply | ErrorReply]:
        """One reply an item, which is as the body of `POST /fuse`, or what is wrong with it."""
        return [_reply(item) for item in items]


def _reply(item: object) -> FusionReply | ErrorReply:
    try:
        return fusion_reply(checked(item))
    except MienError as error:
        return ErrorReply(error=error.problem())
