import pytest

from mien.errors import InvalidSetting
from recommender_api.database import connect
from recommender_api.errors import DatabaseUnavailable


@pytest.mark.parametrize("url", ["", "nonsense", "oracledb9://x/y"])
def test_a_url_of_no_known_database_is_refused_by_its_setting(url):
    with pytest.raises(InvalidSetting, match="MIEN_DATABASE_URL"):
        connect(url)


def test_a_database_that_cannot_be_opened_is_named_without_its_password(tmp_path):
    with pytest.raises(DatabaseUnavailable, match="missing"):
        connect(f"sqlite:///{tmp_path / 'missing' / 'catalog.db'}")
    with pytest.raises(DatabaseUnavailable) as refused:
        connect("postgresql://viewer:secret@127.0.0.1:1/catalog")
    assert "secret" not in refused.value.detail
