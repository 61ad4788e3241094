"""The run's log and its checkpoints: what a resumed training depends on."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tensorboard")

from training import checkpoint  # noqa: E402
from training.journal import EVENTS_NAME, LOG_NAME, Journal  # noqa: E402


class FakeRun:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def resume(self, state: Any) -> None:
        self.calls.append("resume")

    def fine_tune(self, path: Path) -> str:
        self.calls.append("fine-tune")
        return "taken"


def test_a_resumed_run_goes_on_in_the_same_log(tmp_path: Path) -> None:
    for step in (1, 2):
        with Journal(tmp_path) as journal:
            journal.log(step, {"loss": 0.5 / step})
    rows = [json.loads(line) for line in (tmp_path / LOG_NAME).read_text().splitlines()]
    assert [(row["step"], row["loss"]) for row in rows] == [(1, 0.5), (2, 0.25)]


def test_figures_reach_tensorboard(tmp_path: Path) -> None:
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    with Journal(tmp_path) as journal:
        journal.log(3, {"loss": 0.5})
    events = accumulator.EventAccumulator(str(tmp_path / EVENTS_NAME))
    events.Reload()
    assert [(event.step, event.value) for event in events.Scalars("loss")] == [(3, 0.5)]


def test_a_checkpoint_comes_back_and_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    checkpoint.save({"weights": torch.ones(2), "step": 7}, path)
    assert checkpoint.load(path)["step"] == 7
    assert [file.name for file in tmp_path.iterdir()] == ["last.pt"]


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    path.write_bytes(pickle.dumps(Path, protocol=2))
    with pytest.raises(ValueError, match="not a checkpoint"):
        checkpoint.load(path)
    with pytest.raises(FileNotFoundError, match="train first"):
        checkpoint.load(tmp_path / "absent.pt")


def test_fine_tuning_takes_what_fits_and_names_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "old.pt"
    old = {"0.weight": torch.ones(2, 3), "0.bias": torch.ones(2), "2.weight": torch.ones(9, 2)}
    checkpoint.save({"average": old}, path)
    network = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU(), torch.nn.Linear(2, 4))
    report = checkpoint.start_from(network, path)
    assert torch.equal(network[0].weight, torch.ones(2, 3))
    assert "2 of 4 tensors taken" in report
    assert "new here: 2.bias, 2.weight" in report
    assert "left out: 2.weight" in report


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    checkpoint.save({"other": torch.ones(5)}, tmp_path / "old.pt")
    with pytest.raises(ValueError, match="architecture"):
        checkpoint.start_from(torch.nn.Linear(2, 2), tmp_path / "old.pt")
    with pytest.raises(ValueError, match="--from"):
        checkpoint.restore(torch.nn.Linear(2, 2), {"other": torch.ones(5)})


def test_a_run_resumes_before_it_fine_tunes_and_never_both(tmp_path: Path) -> None:
    run, last, start = FakeRun(), tmp_path / "last.pt", tmp_path / "start.pt"
    checkpoint.begin(run, last, None)
    checkpoint.begin(run, last, start)
    checkpoint.save({}, last)
    checkpoint.begin(run, last, None)
    assert run.calls == ["fine-tune", "resume"]
    with pytest.raises(ValueError, match="another --run-dir"):
        checkpoint.begin(run, last, start)
