"""The tests are the tree again: a folder for a room, a file for a module; what they share lies in tests/support."""

import re

from tests.support.paths import ROOMS, ROOT

TESTS = ROOT / "tests"
# Folders of tests/ that are no room: what tests share, the whole way from the web to an issue, figures.
NO_ROOM = ("support", "whole", "bench")
# Files about more than one module, or about files of another format.
OF_NO_MODULE = ("dags/test_dags.py", "deploy/test_compose.py", "desk/static/test_scripts.py")


def test_no_test_file_is_imported() -> None:
    """Nor named in a script that a test starts in another process."""
    files = sorted(TESTS.rglob("*.py"))
    wrong = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in files
        for found in re.findall(r"\btests(?:\.\w+)*(?:\.| import )(?:test_\w+|conftest)\b", path.read_text())
    ]
    assert len(files) > 100, "the tree was not read"
    assert not wrong, f"what tests share goes to tests/support: {'; '.join(wrong)}"


def test_every_folder_has_its_room_and_every_file_its_module() -> None:
    """A file's name begins with its module's, `test_<module>_<what>.py`; journeys through a browser say what they show."""
    wrong = []
    for path in sorted(TESTS.rglob("test_*.py")):
        place = path.relative_to(TESTS)
        if len(place.parts) == 1 or place.parts[0] in NO_ROOM or str(place) in OF_NO_MODULE:
            continue
        room = ROOT / place.parent
        assert place.parts[0] in ROOMS, place
        name = path.stem.removeprefix("test_")
        modules = [module.stem for module in room.glob("*.py")] + [module.name for module in room.glob("*/")]
        if not name.startswith("browser_") and not any(f"{name}_".startswith(f"{module}_") for module in modules):
            wrong.append(str(place))
    assert not wrong, f"no module of that room has this name: {'; '.join(wrong)}"


def test_no_folder_is_too_full_to_be_read_at_a_glance() -> None:
    """Twenty modules at most, outside the tests; a folder of data files, one a publisher, may have more."""
    wrong = []
    for room in (room for room in ROOMS if room != "tests"):
        for folder in {path.parent for path in (ROOT / room).rglob("*.py")}:
            count = len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
            if count > 20:
                wrong.append(f"{folder.relative_to(ROOT)}: {count}")
    assert not wrong, f"part them by subject: {'; '.join(sorted(wrong))}"
