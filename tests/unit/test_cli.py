import socket

from click.testing import CliRunner

from mien.cli import main


def test_the_command_gathers_every_buildings_commands():
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in ("models", "predict", "serve"):
        assert f"\n  {command} " in listed


def test_an_unknown_command_is_refused():
    result = CliRunner().invoke(main, ["dance"])
    assert result.exit_code == 2
    assert "dance" in result.output


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}" in result.output


def test_an_address_that_is_none_is_named():
    result = CliRunner().invoke(main, ["serve", "--host", "nowhere"])
    assert result.exit_code == 1
    assert "nowhere" in result.output
