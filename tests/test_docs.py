"""The docs say what the code has: every setting, command, target and topic; and nothing names a registry."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup as Group

from pipeline.errors import RejectCode
from pipeline.settings import Settings
from tanxun.cli import app
from tests.support.paths import ROOT

DOCS = {name: (ROOT / "docs" / name).read_text() for name in ("operations.md", "editors.md", "consumers.md")}


def commands(group: Group, before: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, f"{name} ") if isinstance(command, Group) else [before + name]
    return found


def everything() -> Group:
    group: object = typer.main.get_command(app)
    assert isinstance(group, Group)
    return group


@pytest.mark.parametrize("command", commands(everything()))
def test_every_command_is_documented(command: str) -> None:
    assert any(f"`tanxun {command}" in text or f"`{command}`" in text for text in DOCS.values())


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    field = Settings.model_fields[name]
    (row,) = re.findall(rf"^\| `{name}` \|.*$", DOCS["operations.md"], re.MULTILINE)
    assert str(field.description) in row


@pytest.mark.parametrize("reason", RejectCode)
def test_every_reason_is_documented(reason: RejectCode) -> None:
    assert f"`{reason}`" in DOCS["operations.md"]


def test_every_command_has_help_and_an_example() -> None:
    def check(group: Group, before: str) -> None:
        for name, command in group.commands.items():
            if isinstance(command, Group):
                check(command, f"{before} {name}")
            else:
                assert command.help, name
                assert f"tanxun{before} {name}" in (command.epilog or ""), name

    check(everything(), "")


def test_help_groups_the_commands_by_user() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "tanxun", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for group in ("Operations", "Editors", "Desk", "Consumers"):
        assert group in printed


def test_make_help_lists_the_targets() -> None:
    printed = subprocess.run(["make", "help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    for target in ("demo", "test", "test-servers", "lint", "bench", "lock", "clean"):
        assert f"make {target}" in printed


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_names_a_registry() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted.org", "download.py" + "torch.org", "npm" + "js.org")
    texts = [path for path in tracked() if path.is_file() and path.suffix not in {".png", ".gz", ".bin"}]
    assert [(path.name, host) for path in texts for host in hosts if host in path.read_text(errors="replace")] == []


def test_the_lock_is_exact_and_has_no_cuda() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line) for line in lines)
    assert not [line for line in lines if re.match(r"(nvidia|cuda|triton)", line, re.IGNORECASE)]
    assert "torch==2.13.0" in lines
