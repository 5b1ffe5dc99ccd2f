"""Which classifier is in force: home/model/in-force.json names it, and those before it, which rolling back returns to."""

import os
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import msgspec

from enrich.classify.classifier import Classifier
from enrich.classify.lexical_model import FieldWords
from pipeline.errors import ModelError


class InForce(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of the classifier in force under home/model, "" for the shipped one, and those before it, oldest first.

    `refused` are those that somebody rolled back: they are not put in force again by themselves.
    """

    file: str = ""
    before: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read(home: Path) -> InForce:
    """What is in force; the shipped classifier where nothing was ever promoted. Raises ModelError."""
    note = _note(home)
    if not note.exists():
        return InForce()
    try:
        return msgspec.json.decode(note.read_bytes(), type=InForce)
    except msgspec.MsgspecError as problem:
        raise ModelError(
            f"{note} says not which classifier is in force ({problem}); remove it for the shipped one"
        ) from problem


def stamp(home: Path) -> tuple[int, int, int] | None:
    """What changes whenever another classifier is put in force: of the note its inode, time and size; None without one."""
    try:
        found = _note(home).stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def promote(home: Path, classifier: Classifier) -> None:
    """Put a classifier in force and keep the one before."""
    file = file_of(classifier)
    classifier.save(home / "model" / file)
    now = read(home)
    _write(home, InForce(file, (*now.before, now.file), now.refused))


def file_of(classifier: Classifier) -> str:
    """The file's name under home/model."""
    return f"learned-{classifier.digest}.npz"


def roll_back(home: Path) -> InForce:
    """Return to the classifier before; what is in force now stays in its file. Raises ModelError where there is none."""
    now = read(home)
    if not now.before:
        raise ModelError("the shipped classifier is in force, and none was before it: there is nothing to roll back")
    then = InForce(now.before[-1], now.before[:-1], (*now.refused, now.file))
    _write(home, then)
    return then


def load(home: Path, model: str, progress: Callable[[str], None]) -> Classifier | None:
    """The learned classifier in force; None where it is the shipped one, or was learned on another model's vectors."""
    file = read(home).file
    if not file:
        return None
    try:
        learned = Classifier.load(home / "model" / file, FieldWords.load())
    except (OSError, KeyError, ValueError, BadZipFile) as problem:
        raise ModelError(
            f"{home / 'model' / file} is in force but cannot be read ({problem}); `tanxun learn --rollback` returns to the "
            "classifier before"
        ) from problem
    if learned.model != model:
        progress(f"the learned classifier is for vectors of {learned.model}, not of {model}: the shipped one is used")
        return None
    return learned


def _note(home: Path) -> Path:
    return home / "model" / "in-force.json"


def _write(home: Path, now: InForce) -> None:
    """Whole or not at all, and on the disk before it counts."""
    note = _note(home)
    part = note.with_name(f"{note.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(msgspec.json.encode(now))
        out.flush()
        os.fsync(out.fileno())
    part.replace(note)
