"""Keys and tokens: 256 random bits, of which only the hash is kept.

So much chance cannot be guessed, and a fast hash of it cannot be turned back: SHA-256 is enough
where a password would need a slow one.
"""

import hashlib
import secrets

KEY_PREFIX, TOKEN_PREFIX = "mien_k_", "mien_v_"


def new_key() -> str:
    """An API key."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def new_token() -> str:
    """A viewer's own token."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest(credential: str) -> str:
    """The hash of a key or token that the tables hold: SHA-256 in hex."""
    return hashlib.sha256(credential.encode()).hexdigest()


def bearer(authorization: str | None) -> str | None:
    """The key or token of an Authorization header; None where it names none of Mien's."""
    scheme, _, credential = (authorization or "").strip().partition(" ")
    credential = credential.strip()
    ours = credential.startswith((KEY_PREFIX, TOKEN_PREFIX))
    return credential if ours and scheme.lower() == "bearer" else None
