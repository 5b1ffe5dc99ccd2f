"""Why a page was given up, as an editor reads it: what is the matter, and what can be done."""

from collections.abc import Mapping

from pipeline.errors import RejectCode

REASONS: Mapping[RejectCode, str] = {
    RejectCode.HTTP_STATUS: "网站拒绝了访问，或暂时出错。请稍后再试，或换一个转载的地址。",
    RejectCode.NOT_FOUND: "网站上没有这个页面（404）。请核对地址是否完整，或换一个转载的地址。",
    RejectCode.ROBOTS: "该网站的 robots.txt 不许抓取这个页面。可以手写条目，并附上链接。",
    RejectCode.REDIRECT_LOOP: "这个地址跳转次数过多。请在浏览器里打开，粘贴最后显示的地址。",
    RejectCode.TOO_LARGE: "页面太大，没有抓取。可以手写条目，并附上链接。",
    RejectCode.FOREIGN_HOST: "这个地址转到了别的网站。请粘贴文章本身的地址。",
    RejectCode.PRIVATE_ADDRESS: "这是内网或本机的地址，不予抓取。请粘贴公开网站的地址。",
    RejectCode.UNREACHABLE: "连不上这个网站，或网站太久没有应答。请核对地址，或稍后再试。",
    RejectCode.NOT_HTML: "这个地址不是网页（可能是 PDF、Word 或图片）。请粘贴登载它的网页的地址。",
    RejectCode.UNREADABLE: "页面内容已损坏，读不出文字。请换一个转载的地址，或手写条目。",
    RejectCode.LIST_PAGE: "这是列表页或栏目首页，不是一篇文章。请打开文章，粘贴文章的地址。",
    RejectCode.SOFT_404: "网页提示内容不存在或已删除。请换一个转载的地址。",
    RejectCode.LOGIN_WALL: "这个页面要登录后才能看到正文。可以手写条目，并附上链接。",
    RejectCode.EMPTY_SHELL: "页面的正文要靠脚本载入，没有抓到文字。可以手写条目，并附上链接。",
    RejectCode.MEDIA_PAGE: "这是图集或视频页，没有成篇的文字。可以手写条目，并附上链接。",
    RejectCode.TOO_SHORT: "页面上的文字太少，不成一篇文章。可以手写条目，并附上链接。",
    RejectCode.DROPPED: "运维人员放弃了这个页面。需要的话，请与运维人员联系。",
}
