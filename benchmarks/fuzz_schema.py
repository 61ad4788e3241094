"""Schemathesis over both OpenAPI documents of a running gateway.

    document --coverage, fuzzing, sequences of calls--> requests --> answers --checks--> findings
                              ^-- aimed at things that are there

Sequences follow what an answer names, as the id of a new session. An answer is wrong where it is a
5xx, has a status, content type or shape that the document does not state, takes what the document
forbids, or is about something that was deleted.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count as numbers
from typing import Any
from urllib.parse import urlsplit

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.generation.case import Case
from schemathesis.hooks import HookContext

from benchmarks.fuzz_findings import Findings
from benchmarks.fuzz_things import Things
from benchmarks.load import HOST, LOST

DOCUMENTS = ("/openapi.json", "/api/v1/openapi.json")
PHASES = ("coverage", "fuzzing", "stateful")
EXAMPLES = 20
"""The most requests to an operation, or sequences of them, in one phase of a round."""

OPEN = ("/healthz", "/livez", "/readyz", "/metrics", "/limits", "/models", "/api/v1/notice")
OPEN_BELOW = ("/models/", "/stream/schema.json")
WORTHLESS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Bearer mien_k_" + "0" * 43},
    {"Authorization": "Basic Og=="},
)

AIMED = 0.7
SECONDS = 90.0

_NOT_ASKED = {"positive_data_acceptance": {"enabled": False}}
"""A schema cannot say all: that shares add up to 1, or that bytes are a picture."""

_EACH_BY_ITSELF = {
    "include-name": "POST /predict/batch",
    "checks": {"negative_data_rejection": {"enabled": False}},
}
"""A batch is answered whatever is in it, with an error for each picture that is none."""


Judge = Callable[[Interaction, Sequence[Failure]], bool]
"""Whether an answer is wrong, given which checks it failed; not asked where none came."""


def send_all(port: int, seed: int, count: int, findings: Findings) -> None:
    """Send `count` requests and the rest of their round; what no chance is in comes once."""
    rng = random.Random(seed)
    things = Things(port, rng)

    def aim(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
        if rng.random() < AIMED:
            _aim(case, things)

    def fails_a_check(interaction: Interaction, failures: Sequence[Failure]) -> bool:
        return bool(failures)

    _send(port, seed, count, findings, aim, fails_a_check)


def send_without_key(port: int, seed: int, count: int, findings: Findings) -> None:
    """The same to a gateway that requires keys, with none or a worthless one: only what is open
    may be answered."""
    rng = random.Random(seed)

    def pretend(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
        case.headers.update(rng.choice(WORTHLESS))

    _send(port, seed, count, findings, pretend, _gives_away)


def _gives_away(interaction: Interaction, failures: Sequence[Failure]) -> bool:
    request, answer = interaction.request, interaction.response
    if answer is None or answer.status_code >= 400 or request.method == "OPTIONS":
        return answer is None or answer.status_code >= 500
    path = urlsplit(request.uri).path
    return path not in OPEN and not path.startswith(OPEN_BELOW)


def _send(
    port: int, seed: int, count: int, findings: Findings, before_call: Any, judge: Judge
) -> None:
    enough = findings.cases + count
    schemathesis.hook("before_call")(before_call)
    try:
        for round_ in numbers():
            for path in DOCUMENTS:
                phases = PHASES if round_ == 0 else PHASES[1:]
                for scenario in _scenarios(_schema(port, path, phases, seed + round_)):
                    _count(scenario, findings, judge)
            if findings.cases >= enough:
                return
    finally:
        schemathesis.hooks.unregister(before_call)


def _schema(port: int, path: str, phases: Sequence[str], seed: int) -> Any:
    config = {
        "seed": seed,
        "phases": {name: {"enabled": name in phases} for name in ("examples", *PHASES)},
        "generation": {"max-examples": EXAMPLES, "database": "none"},
        "checks": _NOT_ASKED,
        "operations": [_EACH_BY_ITSELF],
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "request-timeout": SECONDS,
    }
    url = f"http://{HOST}:{port}{path}"
    return schemathesis.openapi.from_url(url, config=SchemathesisConfig.from_dict(config))


def _scenarios(schema: Any) -> Iterator[ScenarioRecorder]:
    """What was asked and answered, an operation or a sequence at a time."""
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            raise RuntimeError(f"{event.label} could not be tested: {event.info.format()}")
        if isinstance(event, ScenarioFinished):
            yield event.recorder


def _aim(case: Case[Any], things: Things) -> None:
    """Make a request one about things that are there."""
    label = case.operation.label
    names = things.names(label)
    case.path_parameters.update({n: names[n] for n in case.path_parameters if n in names})
    fields = things.fields(label)
    allowed = case.meta is not None and case.meta.generation.mode.is_positive
    if fields and allowed and isinstance(case.body, dict):
        case.body = {**case.body, **fields}


def _count(scenario: ScenarioRecorder, findings: Findings, judge: Judge) -> None:
    for number, interaction in scenario.interactions.items():
        failures = [
            check.failure_info.failure
            for check in scenario.checks.get(number, ())
            if check.failure_info is not None
        ]
        answer = interaction.response
        status = LOST if answer is None else answer.status_code
        findings.cases += 1
        wrong = answer is None or judge(interaction, failures)
        findings.add(_told(interaction, failures), False, status, wrong)


def _told(interaction: Interaction, failures: Sequence[Failure]) -> bytes:
    """A case as a person reads it."""
    request, answer = interaction.request, interaction.response
    told = [f"{request.method} {request.uri}", str(request.headers), str(request.body)]
    told += [f"{failure.title}: {failure.message}" for failure in failures]
    told += [] if answer is None else [answer.content.decode(errors="replace")]
    return "\n".join(told).encode(errors="replace")
