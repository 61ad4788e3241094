"""A client of sessions for tests: begins, sends, talks, ends."""

from mien.taxonomy import LABELS

API = "/api/v1"
ITEM = {"catalog": "videos", "title": "A dive", "category": "video", "tags": ["sea", "calm"]}
BEGIN = {
    "purpose": "choosing what to watch next",
    "context": "home",
    "modalities": ["face", "voice", "words"],
    "item": ITEM,
    "consent": {"expires": 7},
}


def probabilities(**given):
    """Seven probabilities by label; what is not given is shared among the rest."""
    rest = (1.0 - sum(given.values())) / (len(LABELS) - len(given))
    return {label: given.get(label, rest) for label in LABELS}


def reading(sequence, seconds=None, **given):
    """A reading a tenth of a second after the one before it."""
    shares = probabilities(**(given or {"happy": 0.8}))
    at = sequence / 10 if seconds is None else seconds
    return {"sequence": sequence, "seconds": at, "probabilities": shares}


def readings(numbers, **given):
    """The body of a batch."""
    return {"readings": [reading(number, **given) for number in numbers]}


class Visitor:
    """A viewer with a session, who calls the API with the viewer's own token."""

    def __init__(self, client, **fields):
        made = client.post(f"{API}/viewers").get_json()
        self.client = client
        self.viewer_id = made["viewer_id"]
        self.headers = {"Authorization": f"Bearer {made['token']}"}
        self.session_id = ""
        self.notice = ""
        if fields.pop("begins", True):
            self.begun = self.begin(**fields)

    def begin(self, acknowledge=True, **fields):
        """A new session; what `fields` say differs from BEGIN."""
        answer = self.begins(**fields)
        assert answer.status_code == 201, answer.text
        begun = answer.get_json()
        self.session_id, self.notice = begun["session_id"], begun["notice"]["version"]
        if acknowledge:
            assert self.acknowledge().status_code == 200
        return begun

    def begins(self, **fields):
        """The answer to a request for a session."""
        body = {"viewer_id": self.viewer_id, **BEGIN, **fields}
        body = {name: value for name, value in body.items() if value is not None}
        return self.client.post(f"{API}/sessions", json=body, headers=self.headers)

    def acknowledge(self):
        return self.post("consent", {"acknowledged": True, "notice": self.notice})

    def withdraw(self):
        return self.client.delete(self.path("consent"), headers=self.headers)

    def send(self, body, **query):
        """Readings; the clips of most tests last longer than the tests."""
        placed = {"live": "false", **query}
        return self.client.post(
            self.path("readings"), json=body, query_string=placed, headers=self.headers
        )

    def say(self, text, **fields):
        return self.post("chat", {"text": text, **fields})

    def end(self):
        return self.client.post(self.path("end"), headers=self.headers)

    def post(self, what, body):
        return self.client.post(self.path(what), json=body, headers=self.headers)

    def get(self, what="", **query):
        return self.client.get(self.path(what), query_string=query, headers=self.headers)

    def path(self, what=""):
        return f"{API}/sessions/{self.session_id}{'/' * bool(what)}{what}"
