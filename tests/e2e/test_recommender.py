"""The recommender, alone under gunicorn and under the gateway, over the catalog that ships."""

import subprocess

import httpx
import pytest

from tests.e2e.servers import BIN, ROOT, running

MIEN = str(BIN / "mien")
STARTER = ROOT / "recommender_api" / "catalog" / "starter"
EMOFACE = {"emotion": "Happy", "num_of_movies": 3, "recommendation_type": "keepup"}
SERVERS = {"alone": [MIEN, "recommend", "serve"], "gateway": [MIEN, "serve"]}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('catalog') / 'mien.db'}"
    subprocess.run([MIEN, "catalog", "load", str(STARTER), "--db", url], check=True)
    return url


@pytest.mark.parametrize("command", SERVERS.values(), ids=SERVERS)
def test_emofaces_request_gets_films_of_the_mapped_genre(command, database):
    with running(command, MIEN_DATABASE_URL=database) as server:
        response = httpx.post(f"{server.url}/api/v1/recommend", json=EMOFACE)
        assert response.status_code == 200
        films = response.json()["movies"]
        assert len(films) == 3
        assert {film["genre_name"] for film in films} == {"Adventure"}
        products = httpx.post(
            f"{server.url}/api/v1/recommend", json={**EMOFACE, "catalog": "products"}
        )
        assert len(products.json()["products"]) == 3
        refused = httpx.post(f"{server.url}/api/v1/recommend", json={**EMOFACE, "emotion": "x"})
        assert refused.status_code == 422
        assert refused.headers["Content-Type"] == "application/problem+json"


def test_loading_the_starter_catalog_again_changes_nothing(database):
    again = subprocess.run(
        [MIEN, "catalog", "load", str(STARTER), "--db", database],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "all loaded before" in again.stdout


def test_an_unknown_catalog_is_refused_in_one_line(tmp_path, database):
    picture = tmp_path / "catalog.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    refused = subprocess.run(
        [MIEN, "catalog", "load", str(picture), "--db", database], capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "catalog.csv" in refused.stderr
