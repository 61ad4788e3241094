"""A sound installation, to be broken."""

import pytest

from mien.settings import Settings, settings
from services.doctor.examining import CHECKS, Place, found


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Run one check by its name; keywords are settings, and `host` and `port` where to listen."""
    monkeypatch.chdir(tmp_path)

    def run(name, host="127.0.0.1", port=None, **chosen):
        database = f"sqlite:///{tmp_path}/mien.db"
        sound = {"database_url": database, "jobs_dir": tmp_path, "wordnet_cache": tmp_path}
        return found(name, dict(CHECKS)[name], Place(Settings(**(sound | chosen)), host, port))

    return run


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Set variables of the process."""
    settings.cache_clear()

    def put(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    put(MIEN_DATABASE_URL=f"sqlite:///{tmp_path}/mien.db", MIEN_JOBS_DIR=str(tmp_path))
    yield put
    settings.cache_clear()
