"""`tanxun issue publish` with 三审 asked for says what the desk says, and publishes nothing."""

from pathlib import Path

from bulletin.issue import Journal, reading_of
from pipeline.settings import Settings
from tanxun.wiring.backends import opened
from tests.support.articles import MODEL
from tests.support.desk_issues import NUMBER, fill
from tests.support.week import Home


def test_publishing_without_the_three_passes_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path, {"TANXUN_HOME": str(tmp_path / "home"), "TANXUN_REVIEWS": "true"})
    with opened(Settings(home=tmp_path / "home")) as backends:
        backends.store.init(MODEL)
        fill(backends.store, backends.files)
    printed = home.run("issue", "publish", str(NUMBER), status=2)
    assert "还没有通过初审、复审、终审；本刊要三审齐了才能发布" in printed.replace("\n", "")
    with opened(Settings(home=tmp_path / "home")) as backends:
        assert reading_of(Journal(backends.store), NUMBER).issue.editions == ()
