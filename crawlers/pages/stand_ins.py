"""The pages that stand for what a list names and the crawl does not ask for: a file, or an article that is closed to it.

Nothing of the moment is in them, so that the same entry is the same page at every crawl.
"""

from html import escape

from crawlers.pages.links import ArticleLink

STAND_IN_HEADERS = {"content-type": "text/html; charset=utf-8"}


def document_page(link: ArticleLink) -> bytes:
    """For an entry that is a file (PDF, Word): its title and day, and a link to the file, which says that it is one.

    The extraction reads title and day as of any page, and what a PDF says is read where notices' attachments are.
    """
    form = link.url.rpartition(".")[2].upper()[:4]
    says = f"本条在来源网站上以 {form} 文件的形式发布，此处只有列表上所写的标题和日期，全文和正式的内容请以附件中的原文件为准。"
    title = escape(link.title or link.url.rpartition("/")[2])
    return _page(link, title, f'<p>{says}</p><p>附件：<a href="{escape(link.url)}">{title}</a></p>')


def headline_page(link: ArticleLink) -> bytes:
    """For an article of a source that has headlines only: its title and day, and a link to it; for who looks at raw pages.

    The extraction goes by the page's record, `headline_only`, not by this text.
    """
    title = escape(link.title or "")
    return _page(link, title, f'<p>原文：<a href="{escape(link.url)}">{escape(link.url)}</a></p>')


def _page(link: ArticleLink, title: str, content: str) -> bytes:
    day = f'<meta name="PubDate" content="{link.published.isoformat()}">' if link.published else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">{day}'
        f'</head><body><h1>{title}</h1><div class="content">{content}</div></body></html>'
    ).encode()
