"""Whether the bills of material fit CycloneDX's schema; runs in `.venv-audit`, which has it."""

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def main(paths: list[Path]) -> int:
    """1 where one does not fit, with the place and the reason."""
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    fits = True
    for path in paths:
        error = validator.validate_str(path.read_text())
        fits = fits and error is None
        print(f"{path}: {'fits CycloneDX 1.6' if error is None else error}")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
