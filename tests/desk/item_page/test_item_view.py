"""What an item's page says of its pictures."""

from pathlib import Path

from bulletin.issue import IssueFacts, Picture, Repicture, issue_findings
from bulletin.reasons import in_words
from desk.item_page.item_view import choices
from index.store import MediaFile
from pipeline.records import Reason
from tests.support.begun_issue import begun, do, first


def test_a_picture_that_is_not_there_says_why_as_the_findings_do(tmp_path: Path) -> None:
    lost = Reason("as_written", {"text": "地址不存在（404）"})
    shown = (Picture(url="x", caption="甲"), Picture(url="y", caption="乙"), Picture(url="z", caption="丙"))
    with begun(tmp_path) as journal:
        issue = do(journal, Repicture(item="a", value=shown))
    facts = IssueFacts(media={"x": MediaFile(url="x", digest="d"), "y": MediaFile(url="y", digest=None, problem=lost)})
    said = [(one.url, one.problem) for one in choices(issue, first(issue), facts)]
    assert said == [("x", ""), ("y", "地址不存在（404）"), ("z", "还没有抓到")]
    found = [in_words(one.reason) for one in issue_findings(issue, facts, {}, {}) if one.group == "picture"]
    assert found == ["第2张图片缺失：地址不存在（404）", "第3张图片缺失：还没有抓到"]
