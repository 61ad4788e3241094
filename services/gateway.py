"""The gateway: one process a worker owns every model and serves the hot routes.

BentoML starts the workers and answers the probes; `/predict` is an ASGI application mounted
beside its endpoints, because BentoML's own request path costs several times as much CPU.
"""

import gc

import bentoml
import cv2

from mien.perception.faces import FaceReader
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings
from recommender_api.privacy.sweeping import sweep_hourly
from services import metrics
from services.access import own_gate
from services.affinity import take_own_cores
from services.app import create_app
from services.batched_reader import BatchedFaceReader
from services.jobs.keeper import Keeper
from services.jobs.store import JobStore
from services.listening import take_own_socket
from services.patience import let_requests_last
from services.predict_audio import SpeechQueue
from services.recommender import recommender

let_requests_last()
app = create_app(settings())


@bentoml.service(
    name="mien",
    workers=settings().workers,
    # BentoML's own metrics label requests with the raw path, which a client can choose.
    metrics={"enabled": False},
    logging={"access": {"enabled": False}},
    # Even the spans of a disabled SDK cost time in every request; and no span may name a viewer.
    tracing={"excluded_urls": ["/(viewers|sessions)/"] if settings().tracing else ["."]},
)
class Gateway:
    """Loads the models of a worker and hands them to the mounted application."""

    def __init__(self) -> None:
        chosen = settings()
        take_own_cores(chosen)
        cv2.setNumThreads(chosen.inference_threads)
        models = FaceReader.load(chosen, metrics.observe_inference, metrics.observe_step)
        app.state.manifest = Manifest(chosen.models_dir)
        app.state.providers = {
            model.NAME: model.session.provider for model in (models.detector, models.classifier)
        }
        options = RuntimeOptions.of(chosen, metrics.observe_inference)
        speech = SpeechReader(app.state.manifest, options)
        app.state.providers[speech.NAME] = speech.session.provider
        app.state.speech = SpeechQueue(speech, chosen)
        app.state.jobs = JobStore(chosen.jobs_dir, chosen.job_queue)
        self._jobs = Keeper()
        self._reader = BatchedFaceReader(models, chosen)
        app.state.reader = self._reader
        app.state.recommender = recommender(chosen)
        app.state.gate = own_gate(chosen)
        _, self._no_more_sweeps = sweep_hourly(chosen)
        take_own_socket()
        running = app.state.providers.items()
        loaded = [(app.state.manifest.entry(name), provider) for name, provider in running]
        metrics.announce_worker(chosen.workers, loaded)
        gc.freeze()  # modules and models live as long as the process: never scan them again

    @bentoml.on_shutdown
    async def finish(self) -> None:
        """Answer what was taken before the process ends."""
        self._jobs.stop()
        self._no_more_sweeps.set()
        await self._reader.drain()


Gateway.mount_asgi_app(app, path="/")  # type: ignore[attr-defined]
