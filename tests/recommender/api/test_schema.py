"""The OpenAPI document against the application: no 5xx, no undocumented status, no other shape."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import sampled_from
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from recommender_api.openapi import openapi
from tests.recommender.films import MAPPING

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    allow_header_conformance,
]
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
INTERNAL = {"/healthz", "/livez", "/readyz", "/api/v1/openapi.json"}

SCHEMA = schemathesis.openapi.from_dict(openapi())
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)]
CASES = {
    f"{operation.label} {mode.value}": (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.query or operation.body
}


def bounded(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize(("operation", "mode"), CASES.values(), ids=CASES)
def test_every_operation_answers_as_it_is_described(app, operation, mode):
    @bounded(50 if operation.method == "post" else 15)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case):
        case.call_and_validate(app=app, checks=CHECKS)

    answers()


def test_whatever_else_is_asked_a_known_emotion_is_answered(app):
    operation = next(each for each in OPERATIONS if each.label == "POST /recommend")

    @bounded(50)
    @given(
        case=operation.as_strategy(),
        emotion=sampled_from(sorted(MAPPING.spellings)),
        cursor=sampled_from([None, ""]),
    )
    def answers(case, emotion, cursor):
        case.body = {**case.body, "emotion": emotion, "emotions": None, "cursor": cursor}
        assert case.call_and_validate(app=app, checks=CHECKS).status_code == 200

    answers()


def test_every_route_is_described_and_nothing_else(app):
    described = {
        (f"/api/v1{path}", method.upper())
        for path, methods in openapi()["paths"].items()
        for method in METHODS & set(methods)
    }
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule not in INTERNAL
    }
    assert described == served


def test_the_old_request_is_as_described():
    request = openapi()["components"]["schemas"]["RecommendRequest"]
    assert set(request["required"]) == {"num_of_movies", "recommendation_type"}
    assert "emotion" in request["properties"]


def test_what_a_query_must_have_is_described_as_required():
    parameters = openapi()["paths"]["/notice"]["get"]["parameters"]
    assert {each["name"] for each in parameters if each["required"]} == {"purpose"}
