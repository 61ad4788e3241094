"""A worker's models, as the plan has them: loaded beside what is served, then switched.

    plan changed ─> load, verify, infer ─> state.reader, state.speech, state.sharing ─> old let go
                        └─ cannot ─> a line in the log, mien_rollout_refused; nothing else changes

A switch is an assignment: requests and streams under way keep the models that they began with.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.datastructures import State

from mien.errors import MienError, ModelUnavailable
from mien.runtime.manifest import Manifest, ModelEntry
from mien.settings import Settings
from services import metrics
from services.batched_reader import BatchedFaceReader
from services.predict_audio import SpeechQueue, TimedReader
from services.rollout import counts
from services.rollout import plan as plans
from services.rollout.choosing import Sharing, Tried
from services.rollout.loading import ModelSet, load, manifest_of, named
from services.rollout.plan import Candidate, Mode, Models, Plan
from services.rollout.shadow import Shadow, give_way

logger = logging.getLogger("mien.rollout")

LOOK_SECONDS = 1.0
Stamp = tuple[int, int, int] | None


class Rollout:
    """Puts models into an application's state, and follows the plan until it is stopped."""

    def __init__(self, state: State, chosen: Settings) -> None:
        """Load what is served. Raises ModelUnavailable where not even the installation's can."""
        self._state, self._chosen = state, chosen
        self._inference = ThreadPoolExecutor(1, "inference")
        self._base = Manifest(chosen.models_dir)
        self._stamp: Stamp = None
        self._wanted: Models = {}
        self._candidate: Candidate | None = None
        self._shadow: Shadow | None = None
        self._tried = ""
        self._models = self._served_at_start()
        self._switch(self._models)
        self._stopping = threading.Event()
        self.look()
        threading.Thread(target=self._follow, name="rollout", daemon=True).start()

    def look(self) -> None:
        """Do what the plan says, if it changed since the last look."""
        stamp = _stamp(self._chosen.rollout)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._do(plans.read(self._chosen.rollout))
        except Exception as error:  # whatever a candidate is, what is served goes on
            counts.REFUSED.set(1)
            detail = error.detail if isinstance(error, MienError) else repr(error)
            logger.error("refused, and what is served goes on: %s", detail)
        else:
            counts.REFUSED.set(0)

    def stop(self) -> None:
        """Follow no longer."""
        self._stopping.set()
        self._forget()

    async def drain(self) -> None:
        """Return once every picture that was taken has been answered."""
        sharing: Sharing | None = self._state.sharing
        for reader in (self._state.reader, *([sharing.reader] if sharing else [])):
            await reader.drain()

    def _follow(self) -> None:
        give_way()
        while not self._stopping.wait(LOOK_SECONDS):
            self.look()

    def _served_at_start(self) -> ModelSet:
        try:
            wanted = plans.read(self._chosen.rollout).served
            models = self._load(wanted)
        except MienError as error:
            logger.error("serving %s instead: %s", self._base.folder, error.detail)
            return self._load({})
        self._wanted = wanted
        return models

    def _load(self, wanted: Models) -> ModelSet:
        manifest = manifest_of(self._base, wanted)
        return load(manifest, self._chosen, metrics.observe_inference, metrics.observe_step)

    def _do(self, plan: Plan) -> None:
        if plan.served != self._wanted:
            models = self._load(plan.served)
            self._forget()
            self._switch(models)
            self._wanted = plan.served
        if plan.candidate != self._candidate:
            self._try(plan.candidate)

    def _switch(self, models: ModelSet) -> None:
        version = named([entry for entry, _ in models.entries[:2]])
        state, before = self._state, self._models
        state.reader = BatchedFaceReader(
            models.faces, self._chosen, version, inference=self._inference
        )
        if hasattr(state, "speech"):
            state.speech.reader = TimedReader(models.speech)
        else:
            state.speech = SpeechQueue(models.speech, self._chosen)
        state.manifest = models.manifest
        state.providers = {entry.name: provider for entry, provider in models.entries}
        counts.loaded(before.entries, 0)
        metrics.announce_worker(self._chosen.workers, models.entries)
        self._models = models
        logger.info("serving %s", version)

    def _try(self, wanted: Candidate | None) -> None:
        """Raises ModelUnavailable, and then no candidate is tried."""
        self._forget()
        if wanted is None:
            return
        manifest = manifest_of(self._models.manifest, wanted.models)
        models = load(manifest, self._chosen, _observe, beside=self._models)
        changed = _changed(models, self._models)
        if not changed:
            raise ModelUnavailable("the candidate is what is served already")
        self._tried = named(changed)
        if wanted.mode is Mode.SHADOW:
            served: BatchedFaceReader = self._state.reader
            self._shadow = Shadow(self._tried, models.faces, lambda: served.busy)
            served.after = self._shadow.offer
        else:
            self._state.sharing = self._share(models, wanted.share)
        self._candidate = wanted
        tried = [pair for pair in models.entries if pair[0] in changed]
        self._state.candidate = Tried(wanted.mode, wanted.share, tried)
        counts.CANDIDATE.labels(self._tried, wanted.mode).set(1)
        logger.info("trying %s: %s %s", self._tried, wanted.mode, wanted.share or "")

    def _share(self, models: ModelSet, share: float) -> Sharing:
        reader = BatchedFaceReader(
            models.faces,
            self._chosen,
            named([entry for entry, _ in models.entries[:2]]),
            counts.observer(self._tried),
            self._inference,
        )
        return Sharing(reader, share)

    def _forget(self) -> None:
        """Let go of the candidate."""
        if self._candidate is not None:
            counts.CANDIDATE.labels(self._tried, self._candidate.mode).set(0)
        self._state.reader.after = None
        self._state.sharing = self._state.candidate = self._candidate = None
        if self._shadow is not None:
            self._shadow.stop()
            self._shadow = None


def _observe(model: str, size: int, seconds: float) -> None:
    metrics.observe_inference(f"candidate {model}", size, seconds)


def _changed(models: ModelSet, served: ModelSet) -> list[ModelEntry]:
    return [entry for entry, _ in models.entries if entry not in [e for e, _ in served.entries]]


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
