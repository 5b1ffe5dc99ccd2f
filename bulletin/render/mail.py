"""The published version as an e-mail: plain text and HTML, pictures inside; nothing is loaded from elsewhere."""

from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from bulletin.issue import BULLETIN_NAME, Edition, price_table
from bulletin.render import printed_lines
from bulletin.render.html import template
from bulletin.render.mail_text import shortened, text_of
from bulletin.render.pictures import FittedPicture, PictureLookup, fit
from bulletin.render.print_job import PrintJob
from pipeline.time_zone import ZONE

# The page is 680 pixels wide, its text 640.
PICTURE_SIZE = 640
# Of all pictures together, in bytes. Coded for transport they are a third larger, and many servers stop at 10 MB.
MOST_PICTURE_BYTES = 6_000_000
# The right side of Message-ID and Content-ID; no host of this name is asked for anything.
DOMAIN = "tanxun"


def render_mail(job: PrintJob) -> bytes:
    """The message, for bulletin/render/smtp.py to send; the same job gives the same bytes.

    It has no sender and no recipients yet: opened in a mail program it is a draft (X-Unsent). Message-ID and date
    come from the edition; a correction answers the edition before it. Texts above LONGEST_TEXT are cut with a note;
    pictures above MOST_PICTURE_BYTES together are left out.
    """
    edition = job.edition
    short, pictures = shortened(edition), _Inline(edition, job.chart, job.picture)
    message = EmailMessage(policy=SMTP)
    _head(message, edition)
    message.set_content(text_of(short, job.chart is not None), cte="base64")
    message.add_alternative(_page(short, pictures), subtype="html", cte="base64")
    _, page = message.iter_parts()
    if not isinstance(page, MIMEPart):
        raise TypeError("the e-mail's HTML is no part of it")
    for name, kept in pictures.kept.items():
        kind = "png" if kept.kind == "png" else "jpeg"
        page.add_related(
            kept.content,
            "image",
            kind,
            cid=f"<{name}>",
            filename=f"{name.split('.')[0]}.{kept.kind}",
            disposition="inline",
        )
    page.set_param("type", "text/html")
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # Everything inside is base64, so no text can hold it.
        part.set_boundary(f"=_tanxun-{edition.number}-{edition.edition}-{number}")
    return message.as_bytes()


def _head(message: EmailMessage, edition: Edition) -> None:
    corrected = f"（更正，第{edition.edition}版）" if edition.edition > 1 else ""
    message["Subject"] = f"《{BULLETIN_NAME}》{edition.issue}{corrected}"
    message["Date"] = format_datetime(edition.published_at.astimezone(ZONE))
    message["Message-ID"] = _message_id(edition, edition.edition)
    if edition.edition > 1:
        message["In-Reply-To"] = _message_id(edition, edition.edition - 1)
        message["References"] = " ".join(_message_id(edition, before) for before in range(1, edition.edition))
    message["Content-Language"] = "zh-CN"
    message["X-Unsent"] = "1"


def _message_id(edition: Edition, which: int) -> str:
    return f"<issue-{edition.number}.edition-{which}@{DOMAIN}>"


def _page(edition: Edition, pictures: "_Inline") -> str:
    return template("mail.html.jinja").render(
        edition=edition,
        name=BULLETIN_NAME,
        masthead=printed_lines.masthead(edition),
        notices=printed_lines.notices(edition),
        table=price_table(edition.prices),
        note=printed_lines.prices_note(pictures.chart is not None),
        chart=pictures.chart,
        chart_alt=printed_lines.CHART_ALT,
        picture=pictures.shown,
        no_items=printed_lines.NO_ITEMS,
    )


class _Inline:
    """The pictures of one message, by the name of the part that holds each."""

    def __init__(self, edition: Edition, chart: bytes | None, picture: PictureLookup) -> None:
        self._suffix = f"issue-{edition.number}.edition-{edition.edition}@{DOMAIN}"
        self._picture = picture
        self._known: dict[str, str | None] = {}
        self.chart = f"cid:chart.{self._suffix}" if chart else None
        self.kept = {f"chart.{self._suffix}": FittedPicture(chart, "png")} if chart else {}

    def shown(self, url: str) -> str | None:
        """The address of a picture's part; None where there is no picture, or no room for it."""
        if url not in self._known:
            self._known[url] = self._keep(fit(self._picture(url), PICTURE_SIZE, smaller=True))
        return self._known[url]

    def _keep(self, found: FittedPicture | None) -> str | None:
        used = sum(len(kept.content) for kept in self.kept.values())
        if found is None or used + len(found.content) > MOST_PICTURE_BYTES:
            return None
        name = f"picture-{len(self.kept)}.{self._suffix}"
        self.kept[name] = found
        return f"cid:{name}"
