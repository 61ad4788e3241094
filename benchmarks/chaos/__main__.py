"""`make chaos`: overload and faults under mixed traffic, one scenario after another.

    scenario ─run(options)─> Tally ─> a table each, and all together ─> results/chaos.md
       └─ deadline, SIGTERM ─> everything that it started is ended

The exit code is 1 where a bar is missed or a scenario could not be run.
"""

import sys
import traceback
from collections.abc import Sequence
from multiprocessing import resource_tracker

from benchmarks.chaos.ending import Overdue, all_ended, within
from benchmarks.chaos.options import Options, parsed
from benchmarks.chaos.report import write
from benchmarks.chaos.scenarios import SCENARIOS, Scenario
from benchmarks.chaos.tally import NotRun, Tally
from benchmarks.servers import end_on_sigterm


def main(arguments: Sequence[str] | None = None) -> None:
    end_on_sigterm()
    resource_tracker.ensure_running()  # or each scenario would start and end one
    about = "What overload and faults do to the gateway."
    options = parsed(arguments, [scenario.name for scenario in SCENARIOS], about)
    chosen = [s for s in SCENARIOS if not options.only or s.name in options.only]
    tallies = []
    with all_ended():
        for scenario in chosen:
            tallies.append(_run(scenario, options))
            write(tallies, options, whole=len(tallies) == len(SCENARIOS))
    sys.exit(not all(tally.passed for tally in tallies))


def _run(scenario: Scenario, options: Options) -> Tally:
    """One that fails by itself is not the end of the others."""
    print(f"{scenario.name}: {scenario.about}", file=sys.stderr, flush=True)
    try:
        with all_ended(), within(scenario.deadline(options)):
            return scenario.run(options)
    except NotRun as reason:
        return Tally(scenario.name, not_run=str(reason))
    except Overdue as reason:
        return Tally(scenario.name, not_run=f"broken off: {reason}")
    except Exception as error:
        traceback.print_exc()
        why = (str(error).splitlines() or [""])[0]
        return Tally(scenario.name, not_run=f"broken off: {type(error).__name__}: {why}")


if __name__ == "__main__":
    main()
