"""mosec around the same work: two workers of one stage, dynamic batching, raw bodies.

Decoding is not a stage of its own, because decoded pictures would then cross processes.
"""

import argparse
import json
import sys

import mosec

from benchmarks.rivals.same_work import SameWork
from benchmarks.servers import WORKERS
from mien.perception.reply import PredictReply


class Predict(mosec.Worker):
    """Decodes and infers the batches that mosec gathers."""

    def __init__(self) -> None:
        super().__init__()
        self._work = SameWork.load()

    def deserialize(self, data: bytes) -> bytes:
        return data

    def forward(self, data: list[bytes]) -> list[PredictReply]:
        return self._work.replies(data)

    def serialize(self, data: PredictReply) -> bytes:
        return json.dumps(data).encode()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--wait-ms", type=int, required=True)
    options = parser.parse_args()
    # mosec reads the command line by itself.
    sys.argv[1:] = ["--port", str(options.port), "--address", "127.0.0.1"]
    server = mosec.Server()
    server.register_runtime(
        {
            "/predict": [
                mosec.Runtime(
                    Predict,
                    num=WORKERS,
                    max_batch_size=options.batch,
                    max_wait_time=options.wait_ms,
                )
            ]
        }
    )
    server.run()


if __name__ == "__main__":
    main()
