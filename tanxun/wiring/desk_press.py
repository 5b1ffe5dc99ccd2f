"""The desk's press on the backends; matplotlib is loaded when something is printed."""

from collections.abc import Mapping, Sequence

from bulletin.issue import Edition
from bulletin.render.smtp import Refused, send
from desk.publishing.press import Press
from pipeline.settings import Settings
from tanxun.wiring.backends import Backends
from tanxun.wiring.mail_server import smtp_of


def press(settings: Settings, backends: Backends) -> Press:
    """What prints and mails for the desk."""

    def documents(edition: Edition) -> Mapping[str, bytes]:
        from tanxun.wiring.publishing import printer

        return printer(settings, backends)(edition)

    def pdf(edition: Edition) -> bytes:
        from bulletin.render.pdf import render_pdf
        from tanxun.wiring.publishing import print_job

        job = print_job(settings, backends, edition)
        return render_pdf(job.edition, job.chart, job.picture)

    def mail(message: bytes) -> Sequence[Refused]:
        smtp = smtp_of(settings)
        return send(message, smtp) if smtp is not None else ()

    return Press(documents, pdf, mail if settings.smtp_host else None)
