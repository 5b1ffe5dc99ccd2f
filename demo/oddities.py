"""One page for each fault of the real web: each must end rejected with its reason, never as an item."""

from dataclasses import dataclass

from demo.loopback import Reply

# More than `max_page_bytes` allows.
HUGE = 12_000_000
HTML = {"content-type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Oddity:
    """An address that a publisher's list links to, with what it answers."""

    publisher: str
    url: str
    title: str
    reply: Reply
    also: tuple[tuple[str, Reply], ...] = ()


def oddities() -> list[Oddity]:
    """What a publisher forbids, sends round in a circle or took away; then what is broken, too large, or no article."""
    loop = ["http://news.changling.example/system/2026/05/12/000900001.shtml", ""]
    loop[1] = loop[0].replace("900001", "900002")
    line = "<p>图集说明：本页由重复的文字填满。</p>\n"
    huge = line * (HUGE // len(line.encode()) + 1)
    return [
        Oddity(
            "zhongxun",
            "http://www.zhongxun.example/neican/2026/05-12/900101.shtml",
            "内参：碳市场观察（会员专享）",
            Reply(headers=HTML, body="<h1>内参</h1><p>本页不许抓取。</p>".encode()),
        ),
        Oddity("changling", loop[0], "长岭发布低碳出行倡议", _moved(loop[1]), ((loop[1], _moved(loop[0])),)),
        Oddity(
            "tanjia",
            "http://www.tanjia.example/tanjiaoyi/2026/0511/900404.html",
            "碳价行情提醒（已下线）",
            Reply(404, HTML, b"<h1>404</h1>"),
        ),
        Oddity(
            "tanjia",
            "http://www.tanjia.example/tanjiaoyi/2026/0512/900500.html",
            "本页上传时中断",
            Reply(
                headers=HTML,
                body=b"<html><head><title>\xe7\xa2\xb3\xe4\xba\x00\x00<div class='x\"><p>" + b"\xff\xfe<" * 40,
            ),
        ),
        Oddity(
            "xinyuan",
            "http://www.xinyuan.example/20260513/900120000000000000000000000000aa/c.html",
            "超长图集页",
            Reply(headers=HTML, body=_page("超长图集页", huge)),
        ),
        Oddity(
            "guowu",
            "http://www.guowu.example/zhengce/content/202605/content_900600.htm",
            "您访问的页面",
            Reply(headers=HTML, body=_page("页面不存在", "<h1>404</h1><p>对不起，您访问的页面不存在或已被删除。</p>")),
        ),
        Oddity(
            "nhets",
            "http://www.nhets.example/view/900700.html",
            "行情看板",
            Reply(
                headers=HTML,
                body=_page("行情看板", '<div id="app"></div><noscript>请启用JavaScript后访问。</noscript>'),
            ),
        ),
    ]


def _moved(url: str) -> Reply:
    return Reply(302, {"location": url})


def _page(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}'
        "<footer>本页内容纯属虚构，仅供 tanxun（碳讯）演示使用</footer></body></html>"
    ).encode()
