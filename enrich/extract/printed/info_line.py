"""What stands beside the headline: the lines there, and the names that remain when all else is taken from them."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from enrich.extract.lines import simplified
from enrich.extract.printed.printed_date import NEAR_DATE, without_dates
from enrich.extract.printed.printed_name import FAMILY_NAME, MEDIUM, named
from enrich.extract.printed.surroundings import Pieces, is_dated, is_prose, is_related

# A block of info lines is no longer; names stand only in it, or right above the headline.
_BLOCK, _ABOVE = 9, 6
# An address: http://news.example.cn/a, NEWS.EXAMPLE.CN.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+|(?<![\w@.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.(?:com|cn|net|org|gov|tw|hk)\b(?:/\S*)?",
    re.IGNORECASE,
)
# Fields of their own with what they say: persons, counters, times.
_PERSONS = r"[\u4e00-\u9fff·]{2,4}(?:[ 、,，/][\u4e00-\u9fff·]{2,3}(?![\u4e00-\u9fff]))*|[a-z_0-9]{2,20}"
_PERSON_LABEL = (
    r"责任编辑|执行编辑|值班编辑|责\s{0,9}编|编\s{0,9}辑|編\s{0,9}輯|作\s{0,9}者|记\s{0,9}者|記\s{0,9}者|通讯员|撰\s{0,9}[文稿]|摄\s{0,9}影|图片?|文|审\s{0,9}[核稿]|"
    r"校\s{0,9}对|[一二三初终编]\s{0,9}审|监\s{0,9}制|策\s{0,9}划|发布[者人]|录入|上传者?|签发"
)
_COUNTED = "阅读|浏览|点[击阅]|访问|查看|人气|热度|评论|跟[贴帖]|字数|(?<!文)字[號号体]|分享|点赞|收藏|转发|播放|下载"
_FIELDS = re.compile(
    rf"(?:本报)?(?:{_PERSON_LABEL})\s{{0,9}}[:：/／|｜丨]\s{{0,9}}(?:{_PERSONS})?"
    rf"|(?<![\u4e00-\u9fff])(?:作者|记者|编辑|通讯员|責任編輯|责任编辑) +(?:{_PERSONS})?"
    rf"|(?:{_COUNTED})(?:次数|数量|人数|总数|量|数|率)?\s{{0,9}}[:：]?\s{{0,9}}[\[(（【]?\s{{0,9}}[\d,.]{{0,15}}\s{{0,9}}[万wk]?\+?\s{{0,9}}[次人条]?\s{{0,9}}[\])）】]?"
    rf"|[\[(（]?\d[\d,.]{{0,15}}\s{{0,9}}[万wk]?\+?\s{{0,9}}(?:次|人参与|人|条)?\s{{0,9}}(?:{_COUNTED}|views?|reads?|comments?|赞|讚)[\])）]?"
    r"|(?:北京|当地|格林尼治标准|格林威治)时间|(?:来自|发布于|发表于)[\u4e00-\u9fff]{2,6}(?:省|市|自治区|特别行政区)(?![\u4e00-\u9fff])"
    r"|(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2})?\s{0,9}(?:日\s{0,9}期|时\s{0,9}间|時\s{0,9}間)\s{0,9}[:：]?|(?<![\u4e00-\u9fff])(?:发布|更新|发表|發布|编辑)于?(?=[\s:：/]|$)[:：/]?"
    r"|IP属地\s{0,9}[:：]?\s{0,9}\S*|第?\s{0,9}[A-Z]?\d{1,3}\s{0,9}版(?:[:：]\S*)?|\d{1,2}:\d\d(?::\d\d)?|\[[^\]]{0,12}\]|【[^】]{0,12}】",
    re.IGNORECASE,
)
# A label in a piece of its own: its value is the next piece.
_BARE_LABEL = re.compile(r"[\u4e00-\u9fffa-z ]{1,10}\s{0,9}[:：]|[\[【〔][^\[\]【】]{1,8}[\]】〕]", re.IGNORECASE)
# Any other label, with what it labels: 主题词：节能.
_LABELLED = re.compile(r"[\u4e00-\u9fffa-z]{1,10}\s?[:：]\s*[^\s|｜丨]*", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s{0,9}[|｜丨/／>»›:：,，;；•●]+\s{0,9}|(?<=[^\x00-\x7f])\s{1,9}|\s{1,9}(?=[^\x00-\x7f])|(?<=[\u4e00-\u9fff])\s{0,9}[-－–—]{2,}\s{0,9}(?=\d|$)"
)
# Words of pages and not of names: buttons, columns, the place that a network shows behind the time.
_WORDS = re.compile(
    r"(?:[+＋]?\s{0,9}关注|订阅|收藏|(?:我要)?分享(?:到|至)?|打印(?:本[页稿文])?|关闭(?:窗口|本页)?|举报|评论|点赞|赞|讚|复制(?:链接)?|[繁简]体版?|转发|返回|[上下]一[篇版]|(?:听|朗?读)(?:新闻|报道|全文|文章|本文)|朗读|播报|"
    r"超?[大中小]字?号?|[TA][大中小+-]|[大中小]{1,9}|(?:缩小|放大|增大|减小)(?:字体|字号)?|字体|字号|默认|标准|微博|微信|QQ(?:空间|好友)?|朋友圈|新浪微博|腾讯微博|人人网?|豆瓣|facebook|twitter|x|line|google\+?|linkedin|news|press(?: releases?)?|home|share|print|email|"
    r"首页|主页|正文|新闻|要闻|时政|国内|国际|社会|财经|体育|娱乐|科技|房产|汽车|教育|健康|文化|军事|头条|滚动|视频|图片|观点|专题|本地|民生|焦点|最新消息|热点|快讯|公告|通知|通知公告|政策|新闻中心|新闻动态|工作动态|"
    r"官方|官方[账帐]号|认证|作者|编辑|记者|来源|日期|时间|阅读|浏览|点击|登录|注册|手机版|手机看新闻|客户端|扫一扫|本报记者|我有话说.{0,200}|"
    r"(?:发布于)?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)|"
    r"优质.{0,200}|.{0,200}作者|来自.{0,200}|已阅|(?:语音|音频|视频)?播[报放]|.{0,200}ICP备.{0,200}|.{0,200}(?:局长|主任|书记|院长|教授|研究员|院士|经理|董事长?|部长|司长|处长|市长|省长|县长|记者|评论员|分析师|顾问)|公开|免费|全文|导读|摘要|标签|阅读量|次|年|月|日|星期.|周.|第.{1,6}期|星期日)",
    re.IGNORECASE,
)
# What tells of something is a caption: 观众在参观获奖作品.
_CLAUSE = re.compile(r".[在了被将把]")
# Topics and columns are made of such words alone: 气候和环境, 产业政策.
_TOPIC = re.compile(
    r"(?:气候|环境|生态|环保|能源|电力|经济|健康|卫生|教育|科技|科学|技术|文化|旅游|体育|农业|工业|贸易|金融|产业|政策|法律|法规|法治|社会|国际|全球|世界|国内|地方|区域|人权|和平|安全|"
    r"移民|难民|妇女|儿童|发展|变化|保护|可持续|目标|资源|海洋|森林|碳?市场|碳?交易|双碳|低碳|绿色|减排|节能|行业|企业|公司|资讯|信息|动态|分析|报道|专栏|人物|城市|乡村|民生|综合|深度|独家|专访|解读|"
    r"工作|图文|要闻|新闻|热点|生活|时尚|创新|创业|投资|股票|基金|房产|汽车|互联网|人工智能|评论|观点|财经|[和与及、·/])+"
)
_FOREIGN_PERSON = re.compile(r"[\u4e00-\u9fff]{1,5}(?:·[\u4e00-\u9fff]{1,6})+")
# Beside a network's mark of an account stands the account's name.
_ACCOUNT = re.compile(
    r"(?:企鹅|百家|搜狐|大鱼|头条|网易|澎湃|人民|一点|大风|快传|东方|凤凰|(?:微信)?公众|订阅|财富)号|.{0,12}官方[账帐]号"
)
_FLASH = re.compile(
    r"(?<=[报報社网網])(?:快讯|快訊|讯|訊|综合报道|綜合報導|综合报导|即時報導|即时报道)$|(?<=..)官方[账帐]号$"
)
# Bare names beside the date that are no medium by their ending are no longer.
_LONGEST_BARE_NAME = 14
# A line of one such name right below the headline, or between the date and buttons, is an account.
_LONGEST_ACCOUNT, _LONGEST_BAR = 8, 40
# A line above the date names a medium, perhaps with its application or channel.
_MOST_NAMES = 2
# What greets every visitor beside today's date is no info line.
_TODAY = re.compile(r"今天(?!\s*\d)|今日|现在|当前|欢迎|天气|℃")
# Marks between pieces and in place of dates; no page prints them.
_PIECE, _DATE = "\ue000", "\ue001"
_STUCK = re.compile(r"[\u4e00-\u9fff]")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")


def names_beside_date(lines: Sequence[Pieces], at: int, links: Collection[str]) -> Iterator[str]:
    """The names that the info line of the headline in line `at` prints without a label, the likeliest first.

    Beside the date whatever is no date, address, field, button, column or person; above and below the date only what is
    a medium by its ending, or an account by the mark below it or its place (right below the headline, or between the date
    and buttons). `links` are the texts of links to other pages.
    """
    below = _in_cells(list(takewhile(_of_info, lines[at + 1 : at + _BLOCK])))
    above = _in_cells([line for line in lines[max(0, at - _ABOVE) : at] if _of_info(line)])
    block = below if any(map(is_dated, below)) else above
    dated = next((number for number, line in enumerate(block) if is_dated(line)), None)
    if dated is None:
        return
    beside = _beside(block[dated], links)
    yield from (name for name in beside if MEDIUM.search(name) and not name.endswith("公司"))
    if block is below:
        yield from _account(block, 0, links) if dated else ()
        yield from beside
        above_date = ([*_left(" ".join(_unlabelled(line)), links)] for line in reversed(block[:dated]))
        yield from (
            names[0] for names in above_date if 0 < len(names) <= _MOST_NAMES and all(map(MEDIUM.search, names))
        )
    steps = (-1, 1, 2) if block is below else (1,)
    yield from (name for step in steps for name in _neighbour(block, dated, step, links))


def _account(block: Sequence[Pieces], number: int, links: Collection[str]) -> list[str]:
    """The name that a short line holds and nothing else."""
    names = (
        _left(" ".join(_unlabelled(block[number])), links) if len("".join(block[number])) <= _LONGEST_ACCOUNT else []
    )
    return names if len(names) == 1 else []


def _neighbour(block: Sequence[Pieces], dated: int, step: int, links: Collection[str]) -> list[str]:
    """The name in a line so many lines from the dated one: a medium, or an account by what stands below it."""
    number = dated + step
    if not 0 <= number < len(block):
        return []
    names = _left(" ".join(_unlabelled(block[number])), links)
    following = " ".join(block[number + 1]) if number + 1 < len(block) else ""
    if len(names) == 1 and (MEDIUM.search(names[0]) or _ACCOUNT.fullmatch(following)):
        return names
    return _account(block, number, links) if step == 1 and _is_bar(following, links) else []


def _is_bar(text: str, links: Collection[str]) -> bool:
    """Whether a line is of buttons and counters alone."""
    return text != "" and not is_prose(text) and len(text) <= _LONGEST_BAR and not _left(text, links)


def _of_info(line: Pieces) -> bool:
    return not is_prose(" ".join(line)) and not is_related(line)


def _undated(text: str, mark: str) -> str:
    """The text with the mark for each date; a blank more where a time ends it: a word that sticks to a day goes on with it."""

    def marked(date: re.Match[str]) -> str:
        return f"{mark} " if ":" in date[0] or "：" in date[0] else mark

    return NEAR_DATE.sub(marked, without_dates(text, marked))


def _beside(line: Pieces, links: Collection[str]) -> list[str]:
    """The names of a dated line: media first, then the one right before the date, then those behind it, then the rest."""
    if _TODAY.search(" ".join(line)):
        return []
    pieces = _unlabelled(line)
    bare = tuple(_ASIDE.sub(" ", piece) for piece in pieces)
    pieces = bare if is_dated(bare) else pieces
    before, _, after = _undated(_PIECE.join(pieces), _DATE).partition(_DATE)
    is_path = ">" in before or "首页" in before
    front = [] if is_path else [name for part in before.split(_PIECE) for name in _left(part, links)]
    behind = [name for part in re.split(f"{_PIECE}|{_DATE}", after) for name in _left(part, links)]
    if behind and _STUCK.match(after) and not MEDIUM.search(behind[0]):
        behind = behind[1:]
    ordered = [*front[-1:], *behind, *front[:-1]]
    return sorted(ordered, key=lambda name: MEDIUM.search(name) is None)


def _in_cells(lines: Sequence[Pieces]) -> list[Pieces]:
    """The lines, the value of a label that is a line of its own put behind it."""
    done: list[Pieces] = []
    for line in lines:
        if done and _BARE_LABEL.fullmatch(" ".join(done[-1])) and not is_dated(line):
            done[-1] = (" ".join(done[-1]), *line)
        else:
            done.append(line)
    return done


def _unlabelled(line: Pieces) -> Pieces:
    """The pieces that are no value of a label in the piece before."""
    return tuple(piece for before, piece in zip(("", *line), line, strict=False) if not _BARE_LABEL.fullmatch(before))


def _left(text: str, links: Collection[str]) -> list[str]:
    """The names in a text that is part of an info line."""
    rest = _LABELLED.sub("|", _without_fields(ADDRESS.sub("|", _undated(text, "|"))))
    found = (named(_FLASH.sub("", part.strip(" ·•⋅-－–—_|()（）[]【】<>"))) for part in _BETWEEN.split(rest))
    return [name for name in found if name and name not in links and _may_be(name)]


def _without_fields(text: str) -> str:
    """The text with | for each field; they are told by their simplified form, what is left stays as printed."""
    left, at = list[str](), 0
    for field in _FIELDS.finditer(simplified(text)):
        left += [text[at : field.start()], "|"]
        at = field.end()
    return "".join([*left, text[at:]])


def _may_be(name: str) -> bool:
    if _WORDS.fullmatch(simplified(name)) or _TOPIC.fullmatch(name) or name.endswith(("版", "：")) or "〔" in name:
        return False
    if MEDIUM.search(name):
        return True
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in name)
    if _CLAUSE.search(name):
        return False
    is_person = FAMILY_NAME.fullmatch(name) or _FOREIGN_PERSON.fullmatch(name)
    return is_chinese and len(name) <= _LONGEST_BARE_NAME and not is_person


def own_name(lines: Sequence[Pieces], at: int, own: Collection[str]) -> str:
    """The site's own name (one of `own`) where the info line of the headline in line `at` prints it by itself; else ""."""
    for line in _in_cells(list(takewhile(_of_info, lines[at + 1 : at + _BLOCK]))):
        if ">" in "".join(line):
            continue
        parts = (
            part.strip(" ·•()（）[]【】")
            for piece in _unlabelled(line)
            for part in _BETWEEN.split(_without_fields(_undated(piece, "|")))
        )
        for part in parts:
            if part in own or (" " in part and any(name.startswith(f"{part} ") for name in own)):
                return part
    return ""
