"""`python -m tests.e2e.ray_nodes`: a Ray cluster of two nodes of one CPU each, on this machine.

It prints its address and ends when its standard input does.
"""

import sys

from mien.clips.bulk.quiet import quiet

MEMORY = 80 * 1024 * 1024


def main() -> None:
    quiet()
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=MEMORY, include_dashboard=False)
    print(cluster.address, flush=True)
    sys.stdin.read()
    cluster.shutdown()


if __name__ == "__main__":
    main()
