"""Bills of material of the server and of the web app, in CycloneDX 1.6's JSON.

packages of a lock + their licences ─> components ─> build/audit/{python,npm}.cdx.json

The same locks give the same bytes: no time is written, and the serial number is made from the
contents. They list what is installed, not what asked for what.
"""

import base64
import hashlib
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from deploy.audit.licences import licence_of, read_policy
from deploy.audit.locks import (
    IN_IMAGES,
    NPM_LOCK,
    REQUIREMENTS,
    ROOT,
    npm_packages,
    python_packages,
)
from mien import __version__

FOLDER = ROOT / "build" / "audit"

Json = dict[str, Any]


def python_bill() -> Json:
    """The packages of the server and its images; wheels' hashes stay in the locks."""
    policy = read_policy()
    components = [
        {
            **_component("pypi", package.name, package.version),
            **_licences(licence_of(package.name, policy)),
            "properties": [{"name": "mien:lock", "value": package.lock}],
        }
        for package in python_packages()
    ]
    locks = [REQUIREMENTS / f"{name}.txt" for name in IN_IMAGES]
    return _bill("mien", components, locks)


def npm_bill() -> Json:
    """The packages of the web app, and as `excluded` those that only build and test it."""
    components = [
        {
            **_component("npm", package.name, package.version),
            **_licences(package.licence),
            **_hashes(package.integrity),
            "scope": "required" if package.bundled else "excluded",
        }
        for package in npm_packages()
    ]
    return _bill("mien-web", list({c["bom-ref"]: c for c in components}.values()), [NPM_LOCK])


def _component(kind: str, name: str, version: str) -> Json:
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _licences(expression: str) -> Json:
    if not expression:
        return {}
    single = {"license": {"id": expression}}
    return {"licenses": [{"expression": expression} if " " in expression else single]}


def _hashes(integrity: str) -> Json:
    method, _, digest = integrity.partition("-")
    if method != "sha512":
        return {}
    return {"hashes": [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]}


def _bill(name: str, components: list[Json], locks: list[Path]) -> Json:
    described: Json = {
        "component": {
            "type": "application",
            "bom-ref": name,
            "name": name,
            "version": __version__,
            "licenses": [{"license": {"id": "Apache-2.0"}}],
        },
        "properties": [
            {
                "name": f"mien:sha256:{lock.relative_to(ROOT)}",
                "value": hashlib.sha256(lock.read_bytes()).hexdigest(),
            }
            for lock in locks
        ],
    }
    contents = json.dumps([described, components], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, contents)}",
        "version": 1,
        "metadata": described,
        "components": components,
    }


def main() -> int:
    """Write both bills."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, bill in (("python", python_bill()), ("npm", npm_bill())):
        path = FOLDER / f"{name}.cdx.json"
        path.write_text(json.dumps(bill, indent=1) + "\n")
        print(f"{path.relative_to(ROOT)}: {len(bill['components'])} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
