"""machine_cache: made once a machine, whoever asks; made again where it is broken; never in the way of the work."""

import subprocess
import sys
from pathlib import Path

import pytest

from enrich.classify.machine_cache import kept
from tests.support.paths import ROOT

# Makes a file when a line is typed; what it prints is what it was told, and the result.
ASKS = """
import sys
from pathlib import Path
from enrich.classify.machine_cache import kept

def make():
    print("making", flush=True)
    return sys.stdin.readline().strip()

def write(made, file):
    file.write_text(made)

print(kept(Path(sys.argv[1]), Path.read_text, make, write, lambda line: print(line, flush=True)), flush=True)
"""


class Asking(subprocess.Popen[str]):
    """A process that wants the file."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-c", ASKS, str(file)]
        super().__init__(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def line(self) -> str:
        assert self.stdout is not None
        return self.stdout.readline().strip()


def ask(file: Path, made: str, told: list[str]) -> str:
    return kept(file, read, lambda: made, write, told.append)


def read(file: Path) -> str:
    text = file.read_text()
    if not text.endswith("whole"):
        raise ValueError(text)
    return text


def write(made: str, file: Path) -> None:
    file.write_text(made)


def test_it_is_made_once(tmp_path: Path) -> None:
    file, told = tmp_path / "cache/some.npz", list[str]()
    assert ask(file, "first whole", told) == "first whole"
    assert ask(file, "second whole", told) == "first whole"
    assert told == []


def test_a_broken_file_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "some.npz"
    file.write_text("half of it")
    assert ask(file, "made whole", []) == "made whole"
    assert file.read_text() == "made whole"


def test_a_folder_that_takes_no_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    told = list[str]()
    assert ask(tmp_path / "cache/some.npz", "made whole", told) == "made whole"
    assert "TANXUN_CACHE" in told[-1]


def test_what_making_raises_is_raised_once(tmp_path: Path) -> None:
    tries = []

    def make() -> str:
        tries.append(1)
        raise FileNotFoundError("no such word list")

    with pytest.raises(FileNotFoundError, match="no such word list"):
        kept(tmp_path / "some.npz", read, make, write, print)
    assert len(tries) == 1


def test_of_two_processes_one_makes_it_and_the_other_waits(tmp_path: Path) -> None:
    file = tmp_path / "some.npz"
    with Asking(file) as one:
        assert one.line() == "making"
        with Asking(file) as other:
            assert other.line() == "waiting for another process that makes some"
            one.communicate("made by the first\n")
            assert other.communicate()[0].splitlines() == ["made by the first"]
    assert file.read_text() == "made by the first"


def test_who_waits_for_a_process_that_is_killed_makes_it(tmp_path: Path) -> None:
    file = tmp_path / "some.npz"
    with Asking(file) as one:
        assert one.line() == "making"
        with Asking(file) as other:
            assert other.line().startswith("waiting")
            one.kill()
            assert other.communicate("made by the second\n")[0].splitlines() == ["making", "made by the second"]
