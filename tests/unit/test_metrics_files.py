import os

import pytest
from prometheus_client.mmap_dict import MmapedDict

from mien.errors import StorageFull
from services import metrics_files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return tmp_path


def test_no_file_of_a_process_has_a_hole(folder):
    sparse = folder / f"counter_{os.getpid()}.db"
    sparse.touch()
    os.truncate(sparse, 65_536)
    metrics_files.reserve_room()
    files = list(folder.iterdir())
    assert len(files) == 5
    for file in files:
        found = file.stat()
        assert found.st_blocks * 512 >= found.st_size > 0


def test_a_folder_without_room_is_named(folder, monkeypatch):
    monkeypatch.setattr(metrics_files, "FILE_BYTES", 2**62)
    with pytest.raises(StorageFull, match=str(folder)):
        metrics_files.reserve_room()


def test_what_dead_workers_counted_stays_without_their_room(folder):
    dead = folder / "counter_999999999.db"
    values = MmapedDict(str(dead))
    os.posix_fallocate(values._f.fileno(), 0, metrics_files.FILE_BYTES)
    values.write_value('["a", "a", {}, ""]', 3.0, 0.0)
    values.close()
    before = list(MmapedDict.read_all_values_from_file(str(dead)))
    metrics_files.reserve_room()
    assert list(MmapedDict.read_all_values_from_file(str(dead))) == before != []
    assert dead.stat().st_size < 200
