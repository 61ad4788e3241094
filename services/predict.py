"""`/predict` and `/predict/batch`: pictures in, the apparent expression of every face out."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import TypedDict

from mien.errors import MienError, Overloaded
from mien.perception.reply import PredictReply, predict_reply
from mien.settings import Settings
from services.batched_reader import BatchedFaceReader
from services.problems import CLIENT_CLOSED_REQUEST
from services.request_body import PICTURE, EncodedFile, many_pictures, one_file
from services.rollout.choosing import VERSION_HEADER, reader_for

Answer = TypeVar("Answer")


class BatchItem(TypedDict, total=False):
    """One picture's outcome: `result` as `/predict` answers, or `error` as a problem body."""

    index: int
    name: str
    result: PredictReply
    error: dict[str, object]


class BatchReply(TypedDict):
    """One item a picture, in the order in which they came."""

    results: list[BatchItem]


async def predict(request: Request) -> Response:
    """Read one picture."""
    reader = reader_for(request)
    limits: Settings = request.app.state.settings
    reader.check_capacity()
    data = await one_file(request, limits.max_body_bytes, PICTURE)
    return _by(reader, await answer(request, _predict_one(reader, data)))


async def predict_batch(request: Request) -> Response:
    """Read many pictures; a bad one gets its own error and spoils no other."""
    reader = reader_for(request)
    limits: Settings = request.app.state.settings
    reader.check_capacity()
    pictures = await many_pictures(request, limits.max_body_bytes, limits.max_pictures)
    return _by(reader, await answer(request, _predict_many(reader, pictures)))


def _by(reader: BatchedFaceReader, response: Response) -> Response:
    response.headers[VERSION_HEADER] = reader.version
    return response


async def _predict_one(reader: BatchedFaceReader, data: bytes) -> PredictReply:
    return predict_reply(*await reader.read(data))


async def _predict_many(reader: BatchedFaceReader, pictures: list[EncodedFile]) -> BatchReply:
    try:
        async with asyncio.TaskGroup() as group:
            items = [
                group.create_task(_batch_item(reader, index, picture))
                for index, picture in enumerate(pictures)
            ]
    except* Overloaded as full:
        overloaded = full.exceptions[0]
    else:
        return {"results": [item.result() for item in items]}
    raise overloaded


async def _batch_item(reader: BatchedFaceReader, index: int, picture: EncodedFile) -> BatchItem:
    item: BatchItem = {"index": index, "name": picture.name}
    try:
        return {**item, "result": await _predict_one(reader, picture.data())}
    except Overloaded:
        raise
    except MienError as error:
        return {**item, "error": error.problem()}


async def answer(request: Request, work: Coroutine[Any, Any, Answer]) -> Response:
    """Await `work`, or cancel it as soon as the client goes away, which frees its place."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(request.receive())
    leaving.add_done_callback(lambda _: working.cancel())
    try:
        return JSONResponse(await working)
    except asyncio.CancelledError:
        if not leaving.done():
            raise
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    finally:
        working.cancel()
        leaving.cancel()
