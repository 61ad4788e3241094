"""What ends a whole run, unlike a clip that cannot be read."""


class BulkFailed(Exception):
    """The run cannot go on: no cluster, a full disk, another run at work. Its text says which."""
