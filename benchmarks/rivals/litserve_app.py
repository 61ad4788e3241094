"""LitServe around the same work: its batching on, raw bodies, replies encoded once."""

import argparse
import json
from typing import Annotated

import litserve
from fastapi import Body, Response

from benchmarks.rivals.same_work import SameWork
from benchmarks.servers import WORKERS
from mien.perception.reply import PredictReply


class Predict(litserve.LitAPI):
    """Each worker process decodes and infers the batches that LitServe gathers."""

    def setup(self, device: str) -> None:
        self._work = SameWork.load()

    def decode_request(self, request: Annotated[bytes, Body()]) -> bytes:
        return request

    def batch(self, inputs: list[bytes]) -> list[bytes]:
        return inputs

    def predict(self, x: list[bytes]) -> list[PredictReply]:
        return self._work.replies(x)

    def unbatch(self, output: list[PredictReply]) -> list[PredictReply]:
        return output

    def encode_response(self, output: PredictReply) -> Response:
        return Response(json.dumps(output), media_type="application/json")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--wait-ms", type=float, required=True)
    parser.add_argument("--fast-queue", action="store_true")
    options = parser.parse_args()
    api = Predict(max_batch_size=options.batch, batch_timeout=options.wait_ms / 1000)
    server = litserve.LitServer(
        api,
        accelerator="cpu",
        devices=1,
        workers_per_device=WORKERS,
        fast_queue=options.fast_queue,
    )
    server.run(
        host="127.0.0.1",
        port=options.port,
        num_api_servers=1,
        log_level="warning",
        access_log=False,
        generate_client_file=False,
    )


if __name__ == "__main__":
    main()
