"""How often each clip was begun, so that one that ends every process that reads it is given up.

Ray gives a clip to another actor as often as one dies, and would do so for ever.
"""

from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy


class Attempts:
    """A count for each clip, asked by every actor before it begins one."""

    def __init__(self) -> None:
        self._begun: dict[str, int] = {}

    def begin(self, place: str) -> int:
        """The number of this attempt, from 1."""
        self._begun[place] = self._begun.get(place, 0) + 1
        return self._begun[place]


def attempts() -> Any:
    """The handle of a run's one count, which is kept on the node of this process."""
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    return ray.remote(Attempts).options(num_cpus=0, scheduling_strategy=here).remote()
