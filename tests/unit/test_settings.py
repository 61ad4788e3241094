import json
from pathlib import Path

import pytest

from mien.errors import InvalidSetting
from mien.settings import Settings, settings

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_with_its_default():
    text = DOCUMENTATION.read_text()
    for name, field in Settings.model_fields.items():
        [row] = [line for line in text.splitlines() if line.startswith(f"| `MIEN_{name.upper()}` ")]
        assert field.description
        assert field.description in row, name
        if isinstance(field.default, int):
            assert f"| `{json.dumps(field.default)}` |" in row


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("MIEN_PROVIDERS", "tensorrt, cuda,cpu")
    monkeypatch.setenv("MIEN_WORKERS", "3")
    settings = Settings()
    assert settings.providers == ("tensorrt", "cuda", "cpu")
    assert settings.workers == 3


def test_an_impossible_value_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("MIEN_QUEUE", "0")
    settings.cache_clear()
    with pytest.raises(InvalidSetting, match=r"MIEN_QUEUE: .*greater"):
        settings()
