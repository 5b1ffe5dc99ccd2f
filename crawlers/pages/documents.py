"""An entry of a list that is a file (PDF, Word): the page that stands for it, with the file as its attachment."""

from html import escape

from crawlers.pages.links import ArticleLink


def document_page(link: ArticleLink) -> bytes:
    """A page of the entry's title and day and a link to its file, which says that it is one.

    Nothing of the moment is in it, so that the same entry is the same page at every crawl. The extraction reads title and
    day as of any page, and what a PDF says is read where notices' attachments are.
    """
    form = link.url.rpartition(".")[2].upper()[:4]
    says = f"本条在来源网站上以 {form} 文件的形式发布，此处只有列表上所写的标题和日期，全文和正式的内容请以附件中的原文件为准。"
    title = escape(link.title or link.url.rpartition("/")[2])
    day = f'<meta name="PubDate" content="{link.published.isoformat()}">' if link.published else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">{day}'
        f'</head><body><h1>{title}</h1><div class="content"><p>{says}</p><p>附件：<a href="{escape(link.url)}">{title}</a></p></div></body></html>'
    ).encode()
