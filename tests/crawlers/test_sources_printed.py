"""The 31 来源 that the issue of September 2017 printed each have an entry, under their own name or a later one."""

from collections import Counter

import pytest

from crawlers.catalogue.catalogue import load

PRINTED = (
    "碳K线 中国经济导报 经济参考报 北京环境交易所 广西壮族自治区发展和改革委员会网站 湖南省人民政府办公厅 新华网 国家认监委 中新网 中新社 "
    "长城网 江西省发展和改革委员会 安徽省发展和改革委员会 广州碳排放权交易所 中国证券网 人民网 新华社 湖北省发展和改革委员会网站 青海日报 "
    "中国碳汇林网 南方能源观察 国家发改委应对气候变化司子站 国家发改委国际合作司 国际日报 荷兰中央统计局 中新经纬 世界金属导报 中创碳投碳讯 "
    "内蒙古低碳发展研究院 南方网 国家认监委办公室"
).split()

CALLED = [(name, source.id) for source in load().sources for name in (source.name, *source.aliases)]


def test_there_are_31() -> None:
    assert len(set(PRINTED)) == 31


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_source_is_one_entrys(name: str) -> None:
    assert len([source for called, source in CALLED if called == name]) == 1


def test_an_alias_is_no_other_entrys_name() -> None:
    """Two entries may have one name, where a publisher's lists lie on two hosts; a further name is of one."""
    sources = load().sources
    names, aliases = {source.name for source in sources}, Counter(name for one in sources for name in one.aliases)
    assert [name for name, times in aliases.items() if times > 1 or name in names] == []
