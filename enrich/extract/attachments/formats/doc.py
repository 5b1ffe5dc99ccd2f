"""The text of Word 97 files (.doc, .wps), by way of their DOCX form; the only module that imports doc2docx."""

from pathlib import Path
from tempfile import TemporaryDirectory

from doc2docx import convert
from doc2docx.cfb import CompoundFileLimits
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.formats import docx


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The blocks of a Word 97 file; raises UnreadError where it has a password, is broken or empty."""
    with TemporaryDirectory() as folder:
        source, made = Path(folder, "a.doc"), Path(folder, "a.docx")
        source.write_bytes(content)
        try:
            convert(source, made, limits=CompoundFileLimits(max_input_bytes=allowance.bounds.content))
        except EncryptedDocumentError as error:
            raise UnreadError("encrypted") from error
        except Doc2DocxError as error:
            raise UnreadError("damaged") from error
        return docx.read(made.read_bytes(), name, allowance)
