import json

from deploy.audit.locks import REQUIREMENTS, npm_packages, python_packages


def lock(tmp_path, packages):
    path = tmp_path / "package-lock.json"
    path.write_text(json.dumps({"packages": packages}))
    return path


def test_every_pinned_line_of_a_lock_is_a_package():
    lines = (REQUIREMENTS / "serve.txt").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#", "-"))]
    assert len(python_packages(("serve",))) == len(pinned) > 50


def test_a_package_of_two_locks_is_named_once_with_the_first():
    numpy = [package for package in python_packages() if package.name == "numpy"]
    assert {package.lock for package in numpy} == {"requirements/serve.txt"}
    assert len({package.version for package in numpy}) == len(numpy)


def test_everything_in_a_bento_is_among_what_is_audited():
    served = {(package.name, package.version) for package in python_packages()}
    for path in REQUIREMENTS.glob("bento*.txt"):
        named = python_packages((path.stem,))
        assert named
        assert {(package.name, package.version) for package in named} <= served


def test_what_the_web_app_leads_to_is_bundled_and_nothing_else(tmp_path):
    packages = npm_packages(
        lock(
            tmp_path,
            {
                "": {"name": "root"},
                "web": {"dependencies": {"a": "1"}, "devDependencies": {"tool": "1"}},
                "node_modules/web": {"link": True, "resolved": "web"},
                "node_modules/a": {"version": "1.0.0", "dependencies": {"@s/b": "2"}},
                "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "license": "MIT"},
                "node_modules/@s/b": {"version": "1.0.0"},
                "node_modules/tool": {"version": "3.0.0", "dependencies": {"@s/b": "1"}},
            },
        )
    )
    assert [(package.name, package.version, package.bundled) for package in packages] == [
        ("@s/b", "1.0.0", False),
        ("@s/b", "2.0.0", True),
        ("a", "1.0.0", True),
        ("tool", "3.0.0", False),
    ]


def test_react_is_in_the_web_app_and_its_builder_is_not():
    bundled = {package.name: package.bundled for package in npm_packages()}
    assert bundled["react"]
    assert not bundled["vite"]
