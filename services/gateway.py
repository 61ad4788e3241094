"""The gateway: one process a worker owns every model and serves the hot routes.

BentoML starts the workers and answers the probes; `/predict` is an ASGI application mounted
beside its endpoints, because BentoML's own request path costs several times as much CPU.
"""

import gc

import bentoml
import cv2

from mien.settings import settings
from mien.telemetry import logs, spans
from recommender_api.privacy.logs import keep_identifiers_out
from recommender_api.privacy.sweeping import sweep_hourly
from services.access import own_gate
from services.affinity import take_own_cores
from services.app import create_app
from services.draining import drain_at_end
from services.http_connections import bound_connections
from services.jobs.keeper import Keeper
from services.jobs.store import JobStore
from services.line_breaks import LineBreaks
from services.listening import take_own_socket
from services.patience import let_requests_last
from services.recommender import recommender
from services.rollout.following import Rollout
from services.shedding import refuse_early

logs.configure(settings())
keep_identifiers_out()
let_requests_last()
bound_connections(settings())
app = create_app(settings())


@bentoml.service(
    name="mien",
    workers=settings().workers,
    # BentoML's own metrics label requests with the raw path, which a client can choose.
    metrics={"enabled": False},
    logging={"access": {"enabled": False}},
    # BentoML's own spans name paths, and cost time even where nobody takes them.
    tracing={"excluded_urls": ["."]},
)
class Gateway:
    """Loads the models of a worker and hands them to the mounted application."""

    def __init__(self) -> None:
        chosen = settings()
        spans.start(chosen, "mien")
        take_own_cores(chosen)
        cv2.setNumThreads(chosen.inference_threads)
        self._rollout = Rollout(app.state, chosen)
        app.state.jobs = JobStore(chosen.jobs_dir, chosen.job_queue)
        app.state.recommender = recommender(chosen)
        app.state.gate = own_gate(chosen)
        _, self._no_more_sweeps = sweep_hourly(chosen)
        refuse_early(app, chosen)
        take_own_socket()
        drain_at_end(app.state, chosen)
        self._jobs = Keeper()  # last: starting a process takes the time of starting this one
        gc.freeze()  # modules and models live as long as the process: never scan them again
        gc.set_threshold(20_000, 20, 50)  # requests leave few cycles

    @bentoml.on_shutdown
    async def finish(self) -> None:
        """Answer what was taken before the process ends."""
        self._jobs.stop()
        self._no_more_sweeps.set()
        self._rollout.stop()
        await self._rollout.drain()


Gateway.mount_asgi_app(app, path="/")  # type: ignore[attr-defined]
Gateway.add_asgi_middleware(LineBreaks, mounted=app)  # type: ignore[attr-defined]
