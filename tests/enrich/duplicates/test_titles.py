"""A site's name behind a title, or another dash in it, makes no other title."""

import pytest

from enrich.duplicates.dedupe import compare
from enrich.duplicates.titles import without_site

TITLE = "国家低碳发展委员会关于印发《2026—2027年零碳园区建设行动方案》的通知"


@pytest.mark.parametrize(
    "suffix",
    [
        "_中国低碳网",
        "_政策_中国低碳网",
        " - 新远网",
        "-新远网",
        "|人民能源网",
        " ｜ 碳讯在线",
        "——中国碳讯网",
        "_碳讯日报",
        "-碳讯客户端",
        "_ctan.com",
    ],
)
def test_a_sites_name_behind_a_title_is_no_part_of_it(suffix: str) -> None:
    for title in (TITLE, TITLE.replace("—", "-"), TITLE.replace("—", "－"), TITLE.replace("—", "~")):
        assert compare(TITLE, "", title + suffix, "").same
        assert compare(title + suffix, "", TITLE, "").same


@pytest.mark.parametrize(
    "title",
    [
        "零碳园区论坛召开——打造能源互联网",
        "分布式光伏怎样并入大电网-配电网",
        "低碳生活周启动——绿色走进千家万户",
        "碳讯_新远网",
        "关于公布绿色工厂名单的通知_东海省工业和信息化厅门户网站",
    ],
)
def test_what_a_title_says_is_left(title: str) -> None:
    assert without_site(title) == title


def test_two_provinces_sites_tell_their_notices_apart() -> None:
    title = "关于组织申报低碳园区的通知"
    assert not compare(f"{title}_山东省人民政府网", "", f"{title}_四川省人民政府网", "").same
