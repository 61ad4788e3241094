"""What a schema cannot name: viewers, sessions, jobs, films and models that are there.

A generated request is aimed at them in most cases, so that it reaches further than a 404.
"""

import random
from collections.abc import Mapping
from typing import Any

import httpx

from benchmarks.load import HOST
from benchmarks.mutations_media import valid_clips

VIEWERS = 3
API = "/api/v1"

_PROBABILITIES = {
    "angry": 0.02,
    "disgust": 0.01,
    "fear": 0.02,
    "happy": 0.7,
    "sad": 0.05,
    "surprise": 0.1,
    "neutral": 0.1,
}


class Things:
    """Makes what requests are aimed at, anew once it was deleted or has ended."""

    def __init__(self, port: int, rng: random.Random) -> None:
        self._client = httpx.Client(base_url=f"http://{HOST}:{port}", timeout=90)
        self._rng = rng
        self._clip = valid_clips()[0]
        self._films = [film["movie_id"] for film in self._get("/movies")["movies"]]
        self._products = [item["product_id"] for item in self._get("/products")["products"]]
        self._models = [model["name"] for model in self._client.get("/models").json()["models"]]
        self._sessions = [self._session(self._viewer()) for _ in range(VIEWERS)]
        self._job = self._analysed()

    def names(self, label: str) -> Mapping[str, str]:
        """Values for the names in an operation's path."""
        viewer, session, change = self._rng.choice(self._sessions)
        if label.endswith("/end") or label.startswith("DELETE"):
            self._sessions.remove((viewer, session, change))
            self._sessions.append(self._session(self._viewer()))
        catalog, item = self._rng.choice([("movies", self._films), ("products", self._products)])
        job = self._job
        if label == "DELETE /jobs/{id}":
            self._job = self._analysed()
        return {
            "viewer_id": viewer,
            "session_id": session,
            "change_id": change,
            "catalog": catalog,
            "item_id": self._rng.choice(item),
            "movie_id": self._rng.choice(self._films),
            "product_id": self._rng.choice(self._products),
            "id": job,
            "name": "timeline.json" if "/jobs/" in label else self._rng.choice(self._models),
        }

    def fields(self, label: str) -> Mapping[str, Any]:
        """Values for fields of an operation's body."""
        viewer = self._rng.choice(self._sessions)[0]
        product = self._rng.choice(self._products)
        by_label: dict[str, dict[str, Any]] = {
            "POST /sessions": {
                "viewer_id": viewer,
                "context": "home",
                "exception": None,
                "item": {"catalog": "products", "id": product},
                "consent": {"expires": 7},
            },
            "POST /sessions/{session_id}/consent": {"notice": self._notice()},
            "POST /sessions/{session_id}/readings": {"probabilities": _PROBABILITIES},
            "POST /recommend": {"emotion": "happy", "emotions": None, "cursor": None},
            "POST /viewers/{viewer_id}/recommend": {"cursor": None},
            "POST /viewers/{viewer_id}/seen": {"catalog": "products", "items": [product]},
        }
        return by_label.get(label, {})

    def _viewer(self) -> str:
        return str(self._post("/viewers")["viewer_id"])

    def _session(self, viewer: str) -> tuple[str, str, str]:
        """A viewer, a session of theirs that readings can be sent to, and a change of weights."""
        before = self._begun(viewer)
        self._post(f"/sessions/{before}/readings", {"readings": _readings(50)})
        self._post(f"/sessions/{before}/end")
        learned = self._get(f"/viewers/{viewer}/weights")["weights"]
        change = learned[0]["changes"][0]["change_id"]
        return viewer, self._begun(viewer), str(change)

    def _begun(self, viewer: str) -> str:
        wanted = {
            "viewer_id": viewer,
            "purpose": "fuzzing",
            "context": "research",
            "modalities": ["face", "words"],
            "item": {"catalog": "movies", "id": self._rng.choice(self._films)},
            "consent": {"expires": 7},
        }
        session = self._post("/sessions", wanted)
        agreed = {"acknowledged": True, "notice": session["notice"]["version"]}
        self._post(f"/sessions/{session['session_id']}/consent", agreed)
        return str(session["session_id"])

    def _notice(self) -> str:
        return str(self._get("/notice?purpose=fuzzing")["version"])

    def _analysed(self) -> str:
        headers = {"Content-Type": "video/mp4"}
        reply = self._client.post("/analyze?wait=60", content=self._clip, headers=headers)
        return str(reply.raise_for_status().json()["id"])

    def _get(self, path: str) -> Any:
        return self._client.get(API + path).raise_for_status().json()

    def _post(self, path: str, body: object = None) -> Any:
        return self._client.post(API + path, json=body).raise_for_status().json()


def _readings(count: int) -> list[dict[str, object]]:
    return [
        {"sequence": n, "seconds": n / 10, "probabilities": _PROBABILITIES} for n in range(count)
    ]
