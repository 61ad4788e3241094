"""Clips over HTTP: `/analyze`, `/jobs/…` and eMosh's `/upload_video`.

clip ─> disk ─> job ─202─> GET /jobs/ID · /events · /files/NAME · DELETE
                 └─ done within ?wait= ─200─> the same reply at once
"""

import asyncio
import json
import math
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from typing_extensions import TypedDict

from mien.clips.result import SUMMARY
from mien.errors import ClipTooLong, InvalidRequest, NoFace, NotFound
from mien.media.video import ClipLimits, check_clip
from mien.settings import Settings
from recommender_api.safe_headers import MADE_OF_PEOPLES_DATA, PERSONAL
from services.jobs.store import ENDED, Job, JobStore, State, Wish, room_on_disk
from services.jobs.upload import receive_clip
from services.problems import told_before

LOOK_SECONDS = 0.1
LONGEST_WAIT = 60.0
EMOSH_SECONDS = 600.0
RATES = (0.1, 60.0)


async def analyze(request: Request) -> Response:
    """Take a clip; 202 with its job, or 200 where it is done within `?wait=` seconds."""
    wish, wait = _wish(request), _number(request, "wait", 0.0, 0.0, LONGEST_WAIT)
    job = await _submit(request, wish)
    job = await _ended(_store(request), job, wait)
    headers = {"Location": f"/jobs/{job.id}"}
    status = 200 if job.state in ENDED else 202
    return JSONResponse(job_reply(request, job), status, headers)


async def job(request: Request) -> Response:
    """How far a job is, and its summary once it is done."""
    return JSONResponse(job_reply(request, _store(request).read(request.path_params["id"])))


async def events(request: Request) -> Response:
    """The same as server-sent events, one a change, until the job or the worker has ended."""
    found = _store(request).read(request.path_params["id"])
    return StreamingResponse(_changes(request, found), media_type="text/event-stream")


async def forget(request: Request) -> Response:
    """End a job that has not ended; remove what is kept of one that has."""
    store = _store(request)
    _discard(store, store.read(request.path_params["id"]))
    return Response(status_code=204)


async def result_file(request: Request) -> Response:
    """One file of a job's results."""
    store, identifier = _store(request), request.path_params["id"]
    store.read(identifier)
    name = request.path_params["name"]
    results = {path.name: path for path in store.result(identifier).glob("*")}
    if name not in results:
        raise NotFound(f"this job has no file '{name}'")
    is_page = name.endswith(".html")
    return FileResponse(results[name], headers=MADE_OF_PEOPLES_DATA if is_page else PERSONAL)


async def upload_video(request: Request) -> Response:
    """eMosh's route: a clip in the field `video`, `[[valence, arousal], "0x1f604"]` back.

    Its own fusion was used, as the header `Mien-Fusion` says.
    """
    store = _store(request)
    job = await _submit(request, Wish("clip", video=False))
    try:
        job = await _ended(store, job, EMOSH_SECONDS)
        if job.error is not None:
            return told_before(job.error)
        if job.state is not State.DONE:
            raise ClipTooLong(f"the clip takes longer than {EMOSH_SECONDS:g} seconds to analyse")
        read = _summary(store, job)["emosh"]
    finally:
        _discard(store, job)
    if read is None:
        raise NoFace("no face was found in any sample of the clip")
    point = [[read["valence"], read["arousal"]], read["emoji"]]
    return JSONResponse(point, headers={"Mien-Fusion": "emosh"})


class JobReply(TypedDict, total=False):
    """A job. Times are seconds since 1970, `progress` is 0..1 or null where the clip does not
    state its length, `seconds_left` an estimate. `result` and `files` are there once it is done,
    `error` is a problem body."""

    id: str
    name: str
    state: State
    progress: float | None
    seconds_analysed: float
    seconds_left: float | None
    created: float
    ended: float | None
    expires: float | None
    events: str
    error: dict[str, Any]
    result: dict[str, Any]
    files: dict[str, str]


def job_reply(request: Request, job: Job) -> JobReply:
    """A job as JSON."""
    settings: Settings = request.app.state.settings
    reply: JobReply = {
        "id": job.id,
        "name": job.wish.name,
        "state": job.state,
        "progress": job.progress,
        "seconds_analysed": round(job.seconds, 2),
        "seconds_left": _seconds_left(job),
        "created": job.created,
        "ended": job.ended,
        "expires": job.ended and job.ended + settings.job_keep_hours * 3600,
        "events": f"/jobs/{job.id}/events",
    }
    if job.error is not None:
        reply["error"] = job.error
    if job.state is State.DONE:
        store = _store(request)
        names = sorted(path.name for path in store.result(job.id).iterdir())
        reply["result"] = _summary(store, job)
        reply["files"] = {name: f"/jobs/{job.id}/files/{name}" for name in names}
    return reply


def _store(request: Request) -> JobStore:
    store: JobStore = request.app.state.jobs
    return store


def _discard(store: JobStore, job: Job) -> None:
    """Remove a job that has ended; ask the runner to end one that has not, which it then forgets
    with its time."""
    if store.read(job.id).ended is None:
        store.cancel(job.id)
    else:
        store.remove(job.id)


def _summary(store: JobStore, job: Job) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads((store.result(job.id) / SUMMARY).read_text("utf-8"))
    return summary


async def _submit(request: Request, wish: Wish) -> Job:
    store, settings = _store(request), request.app.state.settings
    store.check_capacity()
    with room_on_disk():
        identifier = store.begin()
        try:
            name = await receive_clip(request, store.source(identifier), settings.max_clip_bytes)
            limits = ClipLimits.of(settings)
            await asyncio.to_thread(check_clip, store.source(identifier), limits)
            return store.submit(identifier, Wish(name, wish.rate, wish.viewer, wish.video))
        except BaseException:
            store.remove(identifier)
            raise


def _wish(request: Request) -> Wish:
    viewer = request.query_params.get("viewer")
    if viewer is not None and not (viewer.isascii() and viewer.isdigit()):
        raise InvalidRequest(f"viewer is '{viewer}'; it takes the number of a track")
    video = request.query_params.get("video", "true").lower()
    if video not in ("true", "false"):
        raise InvalidRequest(f"video is '{video}'; it takes true or false")
    rate = _number(request, "rate", 10.0, *RATES)
    return Wish("clip", rate, int(viewer) if viewer else None, video == "true")


def _number(request: Request, name: str, usual: float, low: float, high: float) -> float:
    text = request.query_params.get(name)
    if text is None:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InvalidRequest(f"{name} is '{text}'; it takes a number from {low:g} to {high:g}")
    return value


async def _ended(store: JobStore, job: Job, seconds: float) -> Job:
    """The job once it has ended, or as it stands after so many seconds."""
    deadline = time.monotonic() + seconds
    while job.state not in ENDED and time.monotonic() < deadline:
        await asyncio.sleep(LOOK_SECONDS)
        job = store.read(job.id)
    return job


async def _changes(request: Request, job: Job) -> AsyncIterator[str]:
    told: JobReply | None = None
    store = _store(request)
    while True:
        reply = job_reply(request, job)
        if reply != told:
            yield f"event: {job.state.value}\ndata: {json.dumps(reply)}\n\n"
            told = reply
        if job.state in ENDED or request.app.state.draining.is_set():
            return
        await asyncio.sleep(LOOK_SECONDS)
        job = store.read(job.id)


def _seconds_left(job: Job) -> float | None:
    if job.state is not State.RUNNING or not job.progress or job.started is None:
        return None
    return round((time.time() - job.started) * (1.0 - job.progress) / job.progress, 1)
