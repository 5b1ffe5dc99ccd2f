"""A 来源 as it is printed: the labels before it, what may follow it, and which words are no name."""

import re

from enrich.extract.lines import squeeze

# A name of a paper, body or site; what is longer is a sentence.
LONGEST = 40
# A name may quote (东海社“碳路”客户端), but what quotes and is longer is a sentence.
LONGEST_QUOTING = 20
# Before a label stands no word that makes it another one: 图片来源, 数据来源, 收入来源, 主要来源.
_LABEL = re.compile(
    r"(?:(?<![图片像频据照料材金费入画面影要能电物污气热货圖據])[来來]\s{0,9}源(?:\s{0,9}[于自])?|稿\s{0,9}源|转载自|轉載自|转自|轉自|来自|來自|出\s{0,9}[处處自]|原[载載]|供稿(?:单位|部门)|(?<!photo )(?<!image )(?<!data )(?<!picture )\bsource|\bbron|\bquelle)\s{0,9}[\]】]?\s{0,9}[:：/／|｜丨]+\s{0,9}(?:[:：]\s{0,9})?(?P<value>[^\n]*)"
    r"|^转载?自\s(?P<from>[^\n]*)"
    r"|(?:^|[|｜\s])来源 ?(?![于是的不有包主])(?P<bare>[^\s|｜，。:：]{2,20})(?=\s{0,9}(?:[|｜]|\s|$))"
    r"|(?:^|\s)[（(【*＊]*本文(?:来源于|来自于?|转载?自)\s{0,9}(?P<told>[^\n]*)",
    re.IGNORECASE,
)
# What may follow the 来源 on the same line.
_END = re.compile(
    r"\s{0,9}(?:作\s{0,9}者|记\s{0,9}者|責任|編\s{0,9}輯|编\s{0,9}辑|责任编辑|责\s{0,9}编|字\s{0,9}号|字\s{0,9}体|更新(?=时|日|[:：])|时\s{0,9}间|日\s{0,9}期|浏览|点击|访问|打印|分享|查看|收藏|关闭|审核|撰稿|通讯员|人气|"
    r"原标题|图片|摄影|摄像|校对|监制|文[/:：]|【|〖|\[大|\s第?[A-Z]?\d{1,3}版|大\s{0,9}中\s{0,9}小|\d{4}\s{0,9}[-年/.]\s{0,9}\d|\d{1,2}:\d\d|扫一扫|我要|参与|(?<=\s)(?:发布|阅读|评论|手机)|(?:发布|阅读|评论)(?=\s{0,9}(?:时间|日期|次数|人数|[数量于]|[:：(（]|\d))|\|| {2,}|[|｜]|&(?=nbsp|#)|（\s{0,9}\d{4}|[，,；;]\s{0,9}(?:作者|图片|编辑|记者|责|有删|原)|\s[\u4e00-\u9fff]{2,6}[:：])"
)
_ENCLOSED = re.compile(r"[\[(（【]\s{0,9}([^\[\]()（）【】]+?)\s{0,9}[\])）】]")
_CLOSED = re.compile(r"[)）】\]].*$")
_PLACEHOLDER = re.compile(
    r"(?:信息|文章|稿件|新闻|内容)?来源(?:于|自)?|"
    r"本(?:站|网|社|所|报|刊|局|委|厅|院|校|台|部|会|司|办|市|县|区|省|中心|单位|部门|公司|平台|网站|机构|处)(?:原创|讯|编辑部?|整理|综合|发布|采编|自采|转载)*|"
    r"(?:源自|来自)?(?:互联)?网(?:络|上|路)?(?:转载|整理|综合|收集|搜集|资源|转摘)*|综合(?:整理|报道|网络|消息|编辑|其[他它])?|(?:编辑)?整理|转载(?:文章|稿|自网络|网络|内容|其[他它].*)?|"
    r"原创(?:稿件?|文章|内容)?|投稿|其[他它](?:媒体|网站)?|未知|不详|佚名|匿名|暂无|无|空|内部|站内|媒体|null|none|undefined|n/?a|unknown|web|internet|admin(?:istrator)?|"
    r"(?:系统|超级|网站)?管理员|小编|编辑|作者|网友|默认|test|未填写|请选择|点击.*|(?:企鹅|百家|搜狐|大鱼|头条|网易|澎湃|人民|一点|大风|快传|东方|凤凰|(?:微信)?公众|订阅|财富)号|(?:下载|关注|打开|扫码|手机|登录|返回).*|https?.*",
    re.IGNORECASE,
)
# How papers, offices and firms are called at their end; the names of sites that <title> adds to a headline end so, too.
INSTITUTION = (
    r"报|報|社|网|網|广播|周刊|週刊|杂志|雜誌|期刊|学刊|月刊|季刊|半月谈|在线|频道|客户端|[委厅局部办院所署司处科室]|协会|学会|商会|研究会|联合会|"
    r"联盟|中心|集团|公司|大学|学院|政府|党委|银行|基金会"
)
# How names of media, offices, firms and accounts end; some of these words end a headline, too.
MEDIUM = re.compile(
    rf"(?:{INSTITUTION}|台|臺|新闻|新聞|通讯|观察|财经|评论|传媒|融媒体?|媒体|发布|快讯|快刊|工作室|论坛|智库|平台|"
    r"times|news|post|daily|journal|reuters|bloomberg|agency|press|weekly|herald|guardian)(?:[（(][^）)]{1,10}[）)])?$"
    r"|(?:网|報|报|社|台)[-－—·/].{2,}$|^《[^》]{2,20}》$",
    re.IGNORECASE,
)
# The names of families that nearly all Chinese bear: one or two characters behind one are a person.
FAMILY_NAME = re.compile(
    r"(?:欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|"
    r"[王李张刘陈习杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康易乔赖文樊洪翟颜倪牟柴"
    r"缪裴庞祝温季俞章鲁葛伍申尤毕聂焦柳邢骆岳齐梅庄辛管左涂谷祁时舒耿卜詹关苗凌费纪靳盛童欧甄项曲成游阳裘席卫查屈鲍霍翁隋植甘景薄单包司柏宁柯阮桂闵解强车冉房边仇竺戚敖冷卓池盧張劉陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇鐘薑譚陸賈鄒龍賀顧"
    r"錢嚴湯喬賴顏龐魯畢聶駱齊莊關費紀項衛單寧閔])[\u4e00-\u9fff·]{1,2}"
)
_WITH_PERSON = re.compile(rf"(?P<medium>\S{{1,60}})(?P<persons>(?: (?:{FAMILY_NAME.pattern})){{1,9}})")
# Names that go on behind an inline element of their own: 人民网－<a>人民日报</a>.
_GOES_ON = re.compile(r"[-－—·、/和]")


def named(text: str) -> str:
    """A name in a text that holds little else, without labels and marks around it; "" where there is none."""
    name = _alone(text)
    return "" if _PLACEHOLDER.fullmatch(name) else name


def labelled_name(line: tuple[str, ...]) -> tuple[str, bool]:
    """The name behind a label in a line of pieces, or "", and whether a label stands there without one (网络, 转载, nothing)."""
    texts = [(piece, number) for number, piece in enumerate(line)]
    texts.append((" ".join(line), len(line)))
    told = False
    for text, number in texts:
        match = _LABEL.search(text)
        if not match:
            continue
        value = next((group for group in match.groups() if group is not None), "")
        following = line[number + 1 :]
        while (
            following
            and not following[0].endswith((":", "："))
            and (not value or _GOES_ON.match(following[0]) or _GOES_ON.fullmatch(value[-1]))
        ):
            value, following = value + following[0], following[1:]
        name = _alone(value)
        if name and not _PLACEHOLDER.fullmatch(name):
            return name, told
        told = told or bool(name) or not value
    return "", told


def begins_with_label(text: str) -> bool:
    """Whether a line begins with a label of a 来源, perhaps in brackets."""
    match = _LABEL.search(text)
    return match is not None and match.start() <= 1


def _alone(text: str) -> str:
    name = squeeze(_END.split(text, maxsplit=1)[0]) if text else ""
    name = enclosed[1] if (enclosed := _ENCLOSED.fullmatch(name)) else name
    opening = max(name.find("("), name.find("（"), name.find("["), name.find("【"))
    name = name if opening >= 0 else _CLOSED.sub("", name)
    name = name.strip(" ：:，,。;；-—⋅·*\"'")
    person = _WITH_PERSON.fullmatch(name)
    if person and (MEDIUM.search(person["medium"]) or person["persons"].count(" ") > 1):
        name = person["medium"]
    if re.fullmatch(r"《[^《》]+》", name):
        name = name[1:-1]
    name = re.sub(r"^(?:(?:来源|信息来源|稿源|转自)\s*[:：]|(?:本文)?转载自|来源于)\s*", "", name)
    name = re.sub(r" (?:微博|微信|原创稿?)$", "", name)
    is_name = 2 <= len(name) <= LONGEST and not re.fullmatch(r"[\d\W_]+", name) and not re.search("[，。；！？]", name)
    is_short = len(name) <= LONGEST_QUOTING or not re.search("[”“]", name)
    return name if is_name and is_short else ""
