"""The docs say what the code has: every setting, command, target and path; and no file speaks to insiders only."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer.main
import yaml
from typer.core import TyperGroup as Group

from pipeline.errors import RejectCode
from pipeline.settings import Settings
from tanxun import __version__
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
    for target in (
        "demo",
        "quick",
        "test",
        "long",
        "test-servers",
        "coverage",
        "lint",
        "bench",
        "exemplars",
        "lock",
        "clean",
    ):
        assert f"make {target}" in printed


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def texts() -> dict[str, str]:
    """Every file of the checkout that is text, by its path."""
    files = [path for path in tracked() if path.is_file() and path.suffix not in {".png", ".gz", ".bin"}]
    return {str(path.relative_to(ROOT)): path.read_text(errors="replace") for path in files}


def test_no_file_names_a_registry() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted.org", "download.py" + "torch.org", "npm" + "js.org")
    assert [(name, host) for name, text in texts().items() for host in hosts if host in text] == []


# Our own tracker's numbers, folders outside the checkout, and what only those who were there call things.
INSIDERS = [
    r"\.\./shared",
    r"DESIGN\.md",
    r"\(#\d+\)",
    r"(?i)\bissue \d+ of this project",
    r"(?i)\bexam week",
    r"(?i)\bsealed (set|page|item|test)",
    r"(?i)\bopen (pages|sets) of",
]


@pytest.mark.parametrize("words", INSIDERS)
def test_no_file_speaks_to_insiders_only(words: str) -> None:
    places = [
        f"{name}:{number}"
        for name, text in texts().items()
        if name != "tests/test_docs.py"
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(words, line)
    ]
    assert places == [], "say it so that a stranger understands it"


# What a person's or a test's run makes, and the names of files that are published or served.
MADE = re.compile(r"\.tanxun/|\.venv|out/|issue-N\.|rendered/|/feeds/|tanxun\.toml|.*<.*>")
PLACES = re.compile(
    r"`(/?[\w.<>*-]+(?:/[\w.<>*-]+)*(?:/|\.(?:py|toml|md|json|txt|yml|typ|jinja|css|lock)))`|\]\(([^)#:]+)(?:#[^)]*)?\)"
)
# `pytest tests/index tests/whole`: what a reader is to run.
RUNS = re.compile(r"`pytest\s([^`]+)`")


def named(name: str) -> list[str]:
    """The paths that a document names: in code, as links, behind `pytest`."""
    text = (ROOT / name).read_text()
    places = [found[1] or found[2] for found in PLACES.finditer(text) if not MADE.match(found[1] or found[2])]
    return places + [word for run in RUNS.findall(text) for word in run.split() if "/" in word]


def documents() -> list[str]:
    return [name for name in texts() if name.endswith(".md") and name != "docs/change-requests.md"]


@pytest.mark.parametrize("document", documents())
def test_every_path_that_a_document_names_is_there(document: str) -> None:
    beside = (ROOT / document).parent
    missing = [path for path in named(document) if not any([*ROOT.glob(path), *beside.glob(path)])]
    assert missing == []


LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]+)(?:#[^)]*)?\)")


def links(document: str) -> list[str]:
    """The relative links of a document, without the places in their targets that they lead to."""
    return [found[1] for found in LINK.finditer((ROOT / document).read_text())]


def test_a_relative_link_leads_to_what_is_there() -> None:
    """From where its document lies, as a reader follows it."""
    every = {name: links(name) for name in texts() if name.endswith(".md")}
    assert sum(map(len, every.values())) > 20
    assert "../index/elastic/mappings/published.json" in every["docs/consumers.md"]
    broken = [
        f"{name}: {link}"
        for name, found in every.items()
        for link in found
        if not ((ROOT / name).parent / link).exists()
    ]
    assert broken == []


def test_the_documents_that_name_the_tree_were_read() -> None:
    assert len(named("docs/architecture.md")) > 40
    assert len(named("CONTRIBUTING.md")) > 20
    assert "bulletin/render/formats.py" in named("docs/architecture.md")
    assert "tests/desk/test_app_get_never_writes.py" in named("DECISIONS.md")


def test_figures_name_the_command_that_prints_them() -> None:
    entries = re.split(r"(?m)^## ", (ROOT / "DECISIONS.md").read_text())[1:]
    assert len(entries) > 30
    figures = {one.splitlines()[0]: one.partition("- Figures:")[2].strip() for one in entries}
    unnamed = [
        name for name, text in figures.items() if re.search(r"\d", text) and not re.search(r"`|counted by hand", text)
    ]
    assert unnamed == []


def test_the_version_is_that_of_the_package_and_the_changelog() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert __version__ == stated
    releases = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text())
    assert releases[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(stated)} \(\d{{4}}-\d\d-\d\d\)", releases[1])


def test_a_host_and_a_commit_run_make() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text())
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    asked = {target for run in steps for target in re.findall(r"\bmake ([a-z-]+)$", run)}
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [one["repo"] for one in hooks] == ["local"]
    asked |= {target for one in hooks[0]["hooks"] for target in re.findall(r"make ([a-z-]+)", one["entry"])}
    assert asked == {"quick", "test", "lint"}


def test_the_lock_is_exact_and_has_no_cuda() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line) for line in lines)
    assert not [line for line in lines if re.match(r"(nvidia|cuda|triton)", line, re.IGNORECASE)]
    assert "torch==2.13.0" in lines


def test_the_first_run_needs_no_number_that_depends_on_the_day() -> None:
    """The commands are run with nothing filled in; the one number in them is what the draft before it prints."""
    block = (ROOT / "docs/operations.md").read_text().split("## A first run on one machine", 1)[1].split("```")[1]
    commands = [line.partition("#")[0].split() for line in block.strip().splitlines()]
    assert ["tanxun", "draft"] in commands
    (numbered,) = [line for line in block.splitlines() if re.search(r"\d", line.partition("#")[0])]
    assert numbered.startswith("tanxun render ")
    assert "the number that draft printed" in numbered
