"""Everything that is published of one edition."""

from bulletin.issue import Edition, fit_to_print
from bulletin.render.docx import render_docx
from bulletin.render.feed_entries import entries
from bulletin.render.feeds import render_atom, render_rss
from bulletin.render.html import render_edition
from bulletin.render.issue_json import render_json
from bulletin.render.json_feed import render_json_feed
from bulletin.render.mail import render_mail
from bulletin.render.pdf import render_pdf
from bulletin.render.pictures import Picture

# The ends of the files' names: issue-121.html, issue-121.rss.xml and so on (`entries.file_name`).
KINDS = ("html", "pdf", "docx", "rss.xml", "atom.xml", "feed.json", "json", "eml")


def documents(edition: Edition, chart: bytes, picture: Picture, base_url: str = "") -> dict[str, bytes]:
    """The bytes of each of KINDS; the same edition, pictures and base_url give the same bytes.

    `chart` is a PNG (bulletin/render/chart.py). `base_url` is where the files will lie, for the feeds' own addresses; without
    it their entries lead to the sources' pages.
    """
    shown = fit_to_print(edition)
    told = list(entries(shown, chart, picture, base_url))
    return {
        "html": render_edition(shown, chart, picture).encode(),
        "pdf": render_pdf(shown, chart, picture),
        "docx": render_docx(shown, chart, picture),
        "rss.xml": render_rss(shown, told, base_url),
        "atom.xml": render_atom(shown, told, base_url),
        "feed.json": render_json_feed(shown, told, base_url),
        "json": render_json(shown),
        "eml": render_mail(shown, chart, picture),
    }
