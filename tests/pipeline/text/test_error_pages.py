"""Error pages with the status of success, and articles that only speak of such."""

import pytest

from pipeline.errors import RejectCode
from pipeline.text.error_pages import in_place_of

PAGE = "<html><head><title>{}</title></head><body><p>{}</p></body></html>"
PROSE = "云溪碳排放权交易中心昨日介绍，本季度配额清缴工作已经完成。" * 12


@pytest.mark.parametrize(
    "words",
    [
        ("404", "您访问的页面不存在或已删除！"),
        ("Error 404", ""),
        ("提示", "该文章已被删除"),
        ("Page not found", "Sorry"),
        ("", "信息已下线"),
        ("", "该内容已被发布者删除"),
        ("", "此内容因违规无法查看"),
        ("", "此账号已被屏蔽, 内容无法查看"),
    ],
)
def test_what_says_that_there_is_no_such_page(words: tuple[str, str]) -> None:
    assert RejectCode.SOFT_404 in in_place_of(PAGE.format(*words).encode())
    assert RejectCode.SOFT_404 in in_place_of(PAGE.format(*words).encode("gb18030"))


@pytest.mark.parametrize(
    "words",
    [
        ("安全验证", "请拖动滑块"),
        ("提示", "请先登录"),
        ("环境异常", "当前环境异常，完成验证后即可继续访问"),
        ("Access denied", ""),
    ],
)
def test_what_stands_in_front_of_a_page(words: tuple[str, str]) -> None:
    assert RejectCode.LOGIN_WALL in in_place_of(PAGE.format(*words).encode())
    assert RejectCode.SOFT_404 not in in_place_of(PAGE.format(*words).encode())


COOKIE = "<script>var t=Date.now();document.cookie='__wzws='+t+'; path=/';location.href=location.pathname;</script>"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><meta charset='utf-8'>{COOKIE}</head><body></body></html>",
        f"<html><head><title>请稍候…</title></head><body><noscript>请启用脚本</noscript>{COOKIE}</body></html>",
        "<script>document['cookie'] = f(7); location.reload(true)</script>",
        "<!DOCTYPE html><html><head><meta id='8c1' content='q9' r='m'><script r='m'>$_ts=window['$_ts'];</script>"
        "<script src='/x7.js' r='m'></script></head><body></body></html>",
        "<html><script>var _0x2f1a=['\\x63'];(function(_0x3b4c){})(_0x2f1a);</script></html>",
    ],
)
def test_a_page_that_is_nothing_but_a_script_to_be_let_in_by_is_a_wall(page: str) -> None:
    assert in_place_of(page.encode()) == {RejectCode.LOGIN_WALL}


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>要闻</title>{COOKIE}</head><body><div id='app'></div></body></html>",
        f"<html><body><app-root></app-root>{COOKIE}</body></html>",
        "<html><head><script>location.href='/new/list.html'</script></head><body></body></html>",
        "<html><head><script src='/bundle.js'></script></head><body></body></html>",
        f"<html><body>{COOKIE}<p>今日无成交。</p></body></html>",
        f"<html><body>{COOKIE}本日碳配额挂牌协议交易成交量为零，收盘价与上一交易日持平，市场运行平稳有序，特此公告。</body></html>",
        "var rows = [{url: '/a.html'}]; document.cookie = 'seen=1'; location.reload()",
    ],
)
def test_what_a_script_fills_or_leads_on_from_is_no_wall(page: str) -> None:
    assert not in_place_of(page.encode())


def test_an_article_is_neither() -> None:
    page = PAGE.format("删除404项标准", f"{PROSE}有关文件已被删除，登录后查看，验证码不变。").encode()
    assert RejectCode.SOFT_404 not in in_place_of(page)
    assert RejectCode.LOGIN_WALL not in in_place_of(page)
    assert RejectCode.SOFT_404 not in in_place_of(PAGE.format("碳价平稳", "今日无成交。").encode())


def test_a_list_of_file_names_with_these_figures_is_none() -> None:
    links = '<ul><li><a href="/a/34046328.html">34046328.html</a></li><li><a href="/WS65571297f404.html">WS65571297f404.html</a></li></ul>'
    assert in_place_of(PAGE.format("北岭能源网", links).encode()) == frozenset()
