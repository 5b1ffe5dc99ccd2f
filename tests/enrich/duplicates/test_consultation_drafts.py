"""A draft for comment and the final text are two articles, in whatever words they agree."""

import pytest

from enrich.duplicates.consultation_drafts import stage
from enrich.duplicates.dedupe import compare

RULE = (
    "第一条 为规范零碳园区碳账户的开立、使用和注销，维护园区企业的合法权益，制定本细则。第二条 本细则适用于列入培育名单的园区。"
    "第三条 碳账户由园区管理机构统一开立，每家企业限开一户。第四条 账户数据按季度更新，误差不得超过千分之五。"
    "第五条 管理机构不得将账户数据用于本细则以外的用途。第六条 本细则由东海省低碳发展委员会负责解释。"
)
NAME = "零碳园区碳账户管理细则"
DRAFT = f"{NAME}（征求意见稿）"
ASKING = "为广泛听取意见，现将细则向社会公开征求意见，请于5月20日前反馈。\n"


@pytest.mark.parametrize(
    ("title", "text", "other_title", "other_text"),
    [
        (DRAFT, ASKING + RULE, f"东海省低碳发展委员会关于印发《{NAME}》的通知", RULE),
        (DRAFT, RULE, NAME, RULE),
        (DRAFT, RULE, f"{NAME}正式发布", "经公开征求社会意见，细则已审议通过。\n" + RULE),
        (f"{NAME}（草案）", RULE, NAME, RULE),
        (f"{NAME}（送审稿）", RULE, DRAFT, ASKING + RULE),
        (f"{NAME}（二次征求意见稿）", ASKING + RULE, DRAFT, ASKING + RULE),
        (DRAFT, "", f"{NAME}", ""),
        (f"公开征求意见：关于{NAME}的通知", "", f"关于{NAME}的通知", ""),
    ],
    ids=["comment", "equal texts", "asked before", "bill", "for approval", "second round", "titles alone", "in front"],
)
def test_a_draft_is_no_final_text(title: str, text: str, other_title: str, other_text: str) -> None:
    assert not compare(title, text, other_title, other_text).same
    assert not compare(other_title, other_text, title, text).same


@pytest.mark.parametrize(
    ("title", "other_title"),
    [
        (DRAFT, DRAFT),
        (DRAFT, f"关于公开征求《{NAME}》意见的公告"),
        (DRAFT, "园区企业都要有碳账户了？东海拟出新规"),
        (f"{NAME}（二次征求意见稿）", f"{NAME}第二次公开征求意见"),
    ],
    ids=["printed again", "as a call", "a headline writer's", "second round"],
)
def test_a_draft_printed_again_is_the_same(title: str, other_title: str) -> None:
    assert compare(title, ASKING + RULE, other_title, ASKING + RULE).same


def test_what_a_text_says_it_is() -> None:
    assert stage("条例草案提请二次审议").rounds == {"第二次征求意见或审议"}
    assert stage("条例草案提请二次审议").kinds == {"草案"}
    assert not stage("办法经公开征求意见后印发，自今日起施行。").kinds
