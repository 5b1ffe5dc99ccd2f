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


def test_an_article_is_neither() -> None:
    page = PAGE.format("删除404项标准", f"{PROSE}有关文件已被删除，登录后查看，验证码不变。").encode()
    assert RejectCode.SOFT_404 not in in_place_of(page)
    assert RejectCode.LOGIN_WALL not in in_place_of(page)
    assert RejectCode.SOFT_404 not in in_place_of(PAGE.format("碳价平稳", "今日无成交。").encode())
