"""The ceiling: decode, detect and classify in a plain loop, without a server."""

from benchmarks.rivals import timed_loop
from benchmarks.rivals.same_work import SameWork


def main() -> None:
    parser = timed_loop.argument_parser()
    parser.add_argument("--batch", type=int, default=1)
    options = parser.parse_args()
    timed_loop.run(SameWork.load().replies, options.seconds, options.batch)


if __name__ == "__main__":
    main()
