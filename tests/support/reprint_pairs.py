"""Pairs of invented articles for the tests of duplicates: every kind of reprint, and what only looks like one.

All is made from `pairs/*.toml` by edits that know nothing of the rules they test; chance comes from a seed a pair.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhconv import convert

PAIRS = Path(__file__).parent / "pairs"
TITLE_ALONE = (
    (
        "东海省发展和改革委员会 东海省能源局关于印发《新型储能发展规划》的通知",
        "关于印发《新型储能发展规划》的通知",
        False,
    ),
    (
        "国家发展改革委等部门关于印发《新型储能发展规划》的通知",
        "国家发展改革委 国家能源局关于印发《新型储能发展规划》的通知",
        True,
    ),
    (
        "国家发展改革委 国家能源局关于印发《新型储能发展规划》的通知",
        "关于印发《新型储能发展规划》的通知（发改能源〔2026〕12号）",
        True,
    ),
    ("国家能源局关于印发《新型储能发展规划》的通知", "国家能源局关于印发 《新型储能发展规划》 的通知", True),
    ("关于公布2026年度第四批绿色工厂名单的通告", "关于公布2026年度第五批绿色工厂名单的通告", False),
    ("关于公布2025年度绿色工厂名单的通告", "关于公布2026年度绿色工厂名单的通告", False),
    (
        "工业和信息化部办公厅关于组织开展零碳工厂建设工作的通知",
        "南禾省工业和信息化厅关于组织开展零碳工厂建设工作的通知",
        False,
    ),
    ("各交易所碳市价格走势（2026年5月1日-2026年5月7日）", "各交易所碳市价格走势（2026年5月8日-2026年5月14日）", False),
    ("关于举办碳资产管理培训班的通知", "关于举办节能诊断培训班的通知", False),
    (
        "东能审备﹝2026﹞11号 云锦纺织一期项目节能审查备案表",
        "东能审备﹝2026﹞12号 云锦纺织二期项目节能审查备案表",
        False,
    ),
)

LEADS = (
    "据新远社5月12日电 ",
    "本网讯（记者 李明）",
    "近日，小编从有关部门获悉，",
    "记者昨日从有关方面了解到一个好消息：",
    "来源：人民能源网 作者：赵工\n",
    "【编者按】这是近期业内关注的一件事，本网予以转载，供读者参考。\n",
    "转自：新远碳讯公众号\n",
)
TAILS = (
    "\n（责任编辑：王芳）",
    "\n免责声明：本文仅代表作者个人观点，与本网无关，其原创性以及文中陈述内容未经本站证实，请读者仅作参考。",
    "\n更多精彩内容请扫描下方二维码关注我们的微信公众号。\n相关阅读：\n全国碳市场建设进展如何？\n一文读懂CCER\n碳资产管理公司有哪些机会",
    "…[详细]\n【打印】【关闭】 分享到： 微博 微信 QQ空间",
    "\n来源：中国碳讯网　转载请注明出处。如涉及版权问题，请与本网联系，我们将及时删除。",
    "\n上一篇：西原启动风电项目核准\n下一篇：没有了\n版权所有：新远网 网站地图 联系我们",
)
BACKGROUND = (
    "\n背景资料：我国自2011年起开展碳排放权交易试点，积累了配额分配、数据核查、交易监管等多方面经验。业内人士认为，随着制度不断完善，市场在资源配置中的作用将进一步发挥。",
    "\n本报记者随后走访了几家企业。一位负责人坦言，转型过程中最难的是人才和资金，希望主管部门在培训和信贷方面给予更多支持；另一位则表示，客户已经开始要求提供产品碳足迹数据，早准备早主动。",
)
STORIES = (
    "北岭市开通氢能公交线路，首批三十台车辆投入运营，每年可减少柴油消耗四百吨。市交通局表示，明年将再投放五十台，并建设两座加氢站。",
    "国际航运组织召开会议讨论燃料标准，与会各方未就碳强度指标达成一致，决定秋季继续磋商。业内预计新规最早两年后生效。",
    "西陵县推广秸秆综合利用，建成收储点四十六个，秸秆离田利用率超过九成，农民每亩增收八十元。",
)
SYNONYMS = (
    ("建设", "构建"),
    ("进一步", "持续"),
    ("积极", "大力"),
    ("表示", "称"),
    ("以及", "和"),
    ("进行", "实施"),
    ("举行", "召开"),
    ("提高", "提升"),
    ("推动", "促进"),
    ("预计", "料"),
    ("目前", "当前"),
    ("加强", "强化"),
    ("方面", "领域"),
    ("以上", "及以上"),
)
LOOKALIKES = str.maketrans("未己日末土人微", "末已曰未士入徽")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]|[^。！？\n]+$")


@dataclass(frozen=True)
class PairText:
    """Title and body of an article."""

    title: str
    text: str


@dataclass(frozen=True)
class Pair:
    """Two articles, whether they are one, and of which kind the edit or the difference is."""

    name: str
    kind: str
    same: bool
    one: PairText
    other: PairText


PairEdit = Callable[[PairText, str, random.Random], PairText]


def originals() -> dict[str, dict[str, Any]]:
    """The articles of originals.toml, by name."""
    read = tomllib.loads((PAIRS / "originals.toml").read_text())
    return {row["name"]: row for row in read["original"]}


def reprints() -> Iterator[Pair]:
    """Every original with every edit that its length allows, under its own and under other titles."""
    for name, row in originals().items():
        whole = PairText(row["title"], row["text"].strip())
        for kind, edit in EDITS.items():
            for number, title in enumerate([whole.title, *row["retitled"]]):
                chance = random.Random(f"{name}/{kind}/{number}")
                edited = edit(whole, title, chance)
                if _enough(kind, whole.text) and edited != whole:
                    yield Pair(name, f"{kind}{', retitled' if number else ''}", True, whole, edited)


def _enough(kind: str, text: str) -> bool:
    """Whether a cut leaves more than a sentence: 50 characters and the lead and tail that others add."""
    share = {"cut to 60%": 0.6, "cut to 30%": 0.3, "lead, cut and tail": 0.5}.get(kind, 1)
    return share * len(text) >= 60


def lookalikes() -> Iterator[Pair]:
    """What is not the same: the originals' twins, plain and cut or with lead and tail, and the articles of others.toml."""
    rows = originals()
    for name, row in rows.items():
        whole = PairText(row["title"], row["text"].strip())
        for twin in row.get("twin", []):
            other = PairText(_swapped(whole.title, twin["swap"]), _swapped(whole.text, twin["swap"]))
            yield Pair(name, twin["kind"], False, whole, other)
            for kind in ("cut to 60%", "lead", "tail", "lead and tail", "numerals"):
                edited = EDITS[kind](other, other.title, random.Random(f"{name}/{twin['kind']}/{kind}"))
                if edited != other:
                    yield Pair(name, f"{twin['kind']}, {kind}", False, whole, edited)
    for row in tomllib.loads((PAIRS / "others.toml").read_text())["other"]:
        whole = PairText(rows[row["of"]]["title"], rows[row["of"]]["text"].strip())
        yield Pair(row["of"], row["kind"], False, whole, PairText(row["title"], row["text"].strip()))


def titles_alone() -> Iterator[Pair]:
    """Pages that have a title and no body."""
    for one, other, same in TITLE_ALONE:
        yield Pair(one, "title alone", same, PairText(one, ""), PairText(other, ""))


def _swapped(text: str, swap: dict[str, str]) -> str:
    for old, new in swap.items():
        text = text.replace(old, new)
    return text


def _sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text)


def _cut(text: str, share: float) -> str:
    return text[: int(len(text) * share)].rstrip()


def _dropped(text: str, share: float, chance: random.Random) -> str:
    """Without some of its sentences, never without the first."""
    first, *rest = _sentences(text)
    return "".join([first, *(one for one in rest if chance.random() >= share)])


def _synonyms(text: str) -> str:
    for old, new in SYNONYMS:
        text = text.replace(old, new)
    return text


def _reordered(text: str, chance: random.Random) -> str:
    paragraphs = text.split("\n")
    chance.shuffle(paragraphs)
    return "\n".join(paragraphs)


def _inserted(text: str, chance: random.Random) -> str:
    sentences = _sentences(text)
    sentences.insert(chance.randrange(len(sentences)), chance.choice(BACKGROUND).strip())
    return "".join(sentences)


def _digest(body: PairText, chance: random.Random) -> PairText:
    stories = chance.sample(STORIES, 2)
    stories.insert(chance.randrange(3), f"{body.title}\n{body.text}")
    return PairText("一周碳讯（综合）", "\n".join(f"{number}、{story}" for number, story in enumerate(stories, 1)))


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if one.isascii() and (one.isalnum() or one in "%.,") else one for one in text)


def _narrow(text: str) -> str:
    return text.translate(str.maketrans("，：；（）“”—", ',:;()""-'))


def _wrapped(text: str) -> str:
    return "\n".join(text[at : at + 37] + " " for at in range(0, len(text), 37))


def _misread(text: str, chance: random.Random) -> str:
    """As scanned: lookalikes, and a character in a hundred is another."""
    return "".join(one if chance.random() > 0.01 else chance.choice("口圖囗门") for one in text.translate(LOOKALIKES))


def _numerals(text: str) -> str:
    """Percentages and small counts written out, 亿 as 万."""
    text = re.sub(r"(?<![\d.])(\d{1,2})%", lambda match: f"百分之{_written(int(match[1]))}", text)
    text = re.sub(r"(?<![\d.,])(\d+)\.(\d\d)亿", lambda match: f"{int(match[1] + match[2])}00万", text)
    return re.sub(r"(?<![\d.,〔-])([1-9]\d?)(?=[家座台年])", lambda match: _written(int(match[1])), text)


def _written(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not tens else "")


EDITS: dict[str, PairEdit] = {
    "title": lambda own, title, chance: PairText(title, own.text),
    "local title": lambda own, title, chance: PairText(f"【长岭】{title}", own.text),
    "cut to 60%": lambda own, title, chance: PairText(title, _cut(own.text, 0.6)),
    "cut to 30%": lambda own, title, chance: PairText(title, _cut(own.text, 0.3)),
    "extended": lambda own, title, chance: PairText(title, own.text + chance.choice(BACKGROUND)),
    "extended inside": lambda own, title, chance: PairText(title, _inserted(own.text, chance)),
    "lead": lambda own, title, chance: PairText(title, chance.choice(LEADS) + own.text),
    "tail": lambda own, title, chance: PairText(title, own.text + chance.choice(TAILS)),
    "lead and tail": lambda own, title, chance: PairText(title, chance.choice(LEADS) + own.text + chance.choice(TAILS)),
    "lead, cut and tail": lambda own, title, chance: PairText(
        title, chance.choice(LEADS) + _cut(own.text, 0.5) + chance.choice(TAILS)
    ),
    "shortened": lambda own, title, chance: PairText(title, _dropped(own.text, 0.25, chance)),
    "shortened, other words": lambda own, title, chance: PairText(title, _synonyms(_dropped(own.text, 0.45, chance))),
    "reordered": lambda own, title, chance: PairText(title, _reordered(own.text, chance)),
    "traditional": lambda own, title, chance: PairText(convert(title, "zh-hant"), convert(own.text, "zh-hant")),
    "Taiwan's words": lambda own, title, chance: PairText(convert(title, "zh-tw"), convert(own.text, "zh-tw")),
    "full-width": lambda own, title, chance: PairText(_wide(title), _wide(own.text)),
    "half-width": lambda own, title, chance: PairText(_narrow(title), _narrow(own.text)),
    "wrapped": lambda own, title, chance: PairText(title, _wrapped(own.text)),
    "misread": lambda own, title, chance: PairText(title, _misread(own.text, chance)),
    "numerals": lambda own, title, chance: PairText(title, _numerals(own.text)),
    "in a digest": lambda own, title, chance: _digest(PairText(title, own.text), chance),
}
