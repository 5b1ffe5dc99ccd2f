"""The package of a Word document: an empty one from templates/word/, and a filled one with the same bytes each time."""

import io
import zipfile
from xml.sax.saxutils import escape

from bulletin.render.html import TEMPLATES

# The parts of an empty document, as they lie in templates/word/ and as they are called in the package.
PARTS = {
    "content-types.xml": "[Content_Types].xml",
    "package-rels.xml": "_rels/.rels",
    "document-rels.xml": "word/_rels/document.xml.rels",
    **{
        f"{name}.xml": f"word/{name}.xml"
        for name in (
            "document",
            "styles",
            "settings",
            "numbering",
            "fontTable",
            "header",
            "header-first",
            "footer",
        )
    },
}
# The oldest moment that a zip file can hold.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
CONTENT_TYPES = "[Content_Types].xml"


def empty(running_head: tuple[str, str]) -> io.BytesIO:
    """A document without contents; from the second page on its header has these texts, left and right."""
    left, right = map(escape, running_head)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for file, part in PARTS.items():
            text = (TEMPLATES / "word" / file).read_text(encoding="utf-8")
            package.writestr(part, text.replace("{left}", left).replace("{right}", right))
    made.seek(0)
    return made


def same_each_time(saved: io.BytesIO) -> bytes:
    """The package with its parts in order, the content types first, and without the time of day."""
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            new.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
