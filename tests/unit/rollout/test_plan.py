"""The plan of a rollout: what each command makes of it, and what is refused."""

import json
from pathlib import Path

import pytest

from services.rollout import plan as plans
from services.rollout.plan import Candidate, InvalidRollout, Mode, Placed, Plan

OLD, NEW = (Placed(folder=Path(f"/{name}"), sha256=name) for name in ("old", "new"))
TRIED = Candidate(models={"a": NEW}, mode=Mode.SHADOW)


def test_a_promoted_candidate_takes_the_place_of_its_models_alone():
    plan = Plan(served={"a": OLD, "b": OLD}).trying(TRIED).promoted()
    assert plan.served == {"a": NEW, "b": OLD}
    assert plan.candidate is None


def test_back_goes_first_from_the_candidate_then_from_the_promotion():
    promoted = Plan(served={"a": OLD}).trying(TRIED).promoted()
    assert promoted.trying(TRIED).rolled_back().served == {"a": NEW}
    assert promoted.trying(TRIED).rolled_back().candidate is None
    assert promoted.trying(TRIED).rolled_back().rolled_back().served == {"a": OLD}
    with pytest.raises(InvalidRollout):
        promoted.rolled_back().rolled_back()


def test_nothing_is_promoted_without_a_candidate():
    with pytest.raises(InvalidRollout, match="no candidate"):
        Plan().promoted()


def test_what_is_written_is_read_and_no_file_is_no_rollout(tmp_path):
    path = tmp_path / "folder" / "rollout.json"
    assert plans.read(path).served == {}
    plan = Plan(served={"b": OLD}).trying(TRIED)
    plans.write(path, plan)
    assert plans.read(path) == plan
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "JSON"),
        ('{"serves": {}}', "serves"),
        ('{"candidate": {"models": {"a": {"folder": "/new"}}, "mode": "some"}}', "mode"),
        (
            '{"candidate": {"models": {"a": {"folder": "/n"}}, "mode": "share", "share": 2}}',
            "share",
        ),
        ('{"candidate": {"models": {}, "mode": "shadow"}}', "models"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(tmp_path, content, named):
    path = tmp_path / "rollout.json"
    path.write_text(content)
    with pytest.raises(InvalidRollout, match=named):
        plans.read(path)


def test_a_plan_by_hand_needs_only_what_it_says(tmp_path):
    path = tmp_path / "rollout.json"
    tried = {"models": {"a": {"folder": "/new"}}, "mode": "share", "share": 0.1}
    path.write_text(json.dumps({"candidate": tried}))
    candidate = plans.read(path).candidate
    assert candidate is not None
    assert candidate.models["a"].sha256 is None
