"""How keys and tokens are described, here and at the gateway."""

from recommender_api.describing import Schema

CREDENTIALS: Schema = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key or a viewer's own token; needed where MIEN_REQUIRE_KEYS is on.",
    }
}

OPTIONAL: list[Schema] = [{}, {"key": []}]
"""A server asks for credentials or does not, as its operator chose."""

STATUSES = (401, 403, 429)
"""What a key or token may be answered; see docs/access.md."""
