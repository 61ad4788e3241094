"""`--server`: a command's files are read by a Mien server, with its models and its limits."""

import os

import click

from mien.client import Client

KEY = "MIEN_KEY"


def _client(context: click.Context, option: click.Parameter, url: str | None) -> Client | None:
    if url is None:
        return None
    try:
        client = Client(url, os.environ.get(KEY))
    except ValueError as error:
        raise click.BadParameter(str(error), context, option) from error
    context.call_on_close(client.close)
    return client


server_option = click.option(
    "--server",
    metavar="URL",
    callback=_client,
    help="Have the Mien server at URL read them, with its models; a key is taken from the "
    f"environment variable {KEY}.",
)


def refuse(server: Client | None, option: str, given: bool) -> None:
    """Raise UsageError for an option that reads on this machine, given beside a server."""
    if server is not None and given:
        raise click.UsageError(f"{option} is for reading on this machine: leave it or --server out")
