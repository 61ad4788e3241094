"""`mien models candidate`, `promote`, `rollback` and `rollout`: other models, without a restart.

DIR ─verified, loaded, infers─> plan written ─a second later─> every worker follows
"""

from collections.abc import Callable
from pathlib import Path

import click
import httpx

from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest
from mien.runtime.session import ignore
from mien.settings import Settings, settings
from services.rollout import plan as plans
from services.rollout.figures import as_lines
from services.rollout.loading import NAMES, load, manifest_of
from services.rollout.plan import Candidate, InvalidRollout, Mode, Models, Placed, Plan

WAIT_SECONDS = 5.0


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    help="Part of the pictures that it reads and answers.",
)
@click.option("--shadow", is_flag=True, help="It reads what was answered already, to compare.")
@click.option(
    "--only", multiple=True, type=click.Choice(NAMES), help="Of the folder, this model alone."
)
def candidate(folder: Path, share: float | None, shadow: bool, only: tuple[str, ...]) -> None:
    """Try the models of FOLDER, which is like models/ or has some of them.

    Running servers take them within a second or two. A model that does not load is refused here.
    """
    if (share is None) is not shadow:
        raise click.UsageError("give either --share or --shadow")
    chosen = settings()
    plan = plans.read(chosen.rollout)
    models = _checked(folder.absolute(), only, plan, chosen)
    mode = Mode.SHADOW if shadow else Mode.SHARE
    trying = plan.trying(Candidate(models=models, mode=mode, share=share or 0.0))
    plans.write(chosen.rollout, trying)
    click.echo(_told(trying, chosen))


@click.command()
def promote() -> None:
    """Serve the candidate's models in the place of those that it was tried beside."""
    _change(Plan.promoted)


@click.command()
def rollback() -> None:
    """End the candidate; without one, go back to what was served before the last promotion."""
    _change(Plan.rolled_back)


@click.command()
@click.option("--server", help="Address of a server, to ask for the comparison's figures.")
def rollout(server: str | None) -> None:
    """What is served and tried; with --server how the candidate compares."""
    chosen = settings()
    click.echo(_told(plans.read(chosen.rollout), chosen))
    if server is None:
        return
    try:
        page = httpx.get(f"{server.rstrip('/')}/metrics", timeout=WAIT_SECONDS)
        page.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise click.ClickException(f"{server}/metrics: {error}") from error
    for line in as_lines(page.text):
        click.echo(line)


def _change(change: Callable[[Plan], Plan]) -> None:
    chosen = settings()
    plan = change(plans.read(chosen.rollout))
    plans.write(chosen.rollout, plan)
    click.echo(_told(plan, chosen))


def _checked(folder: Path, only: tuple[str, ...], plan: Plan, chosen: Settings) -> Models:
    """The models of a folder, that are not served yet, loaded once to see that they can be.

    Raises ModelUnavailable and InvalidRollout.
    """
    served = manifest_of(Manifest(chosen.models_dir), plan.served)
    found = Manifest(folder)
    missing = [name for name in only if name not in found.models]
    if missing:
        raise ModelUnavailable(f"no model '{missing[0]}' in {folder}")
    names = only or tuple(found.models)
    models = {
        name: Placed(folder=folder, sha256=found.entry(name).sha256)
        for name in names
        if name not in NAMES or found.entry(name) != served.entry(name)
    }
    if not models:
        raise InvalidRollout(f"{folder} has only what is served already")
    load(manifest_of(served, models), chosen, ignore)
    return models


def _told(plan: Plan, chosen: Settings) -> str:
    lines = [f"served: {_named(plan.served) or chosen.models_dir}"]
    if plan.previous is not None:
        lines.append(f"before: {_named(plan.previous) or chosen.models_dir}")
    if plan.candidate is None:
        return "\n".join([*lines, "candidate: none"])
    tried = plan.candidate
    how = f"share {tried.share:g}" if tried.mode is Mode.SHARE else "shadow"
    since = f"since {plan.since:%Y-%m-%d %H:%M} UTC"
    return "\n".join([*lines, f"candidate: {_named(tried.models)}, {how}, {since}"])


def _named(models: Models) -> str:
    return ", ".join(f"{name} of {placed.folder}" for name, placed in sorted(models.items()))
