"""The text of OFD files (GB/T 33190-2016: a zip of XML) in reading order; seals, notes and signatures are no text.

Elements are known by their local names: producers write the namespace with and without its year.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree
from PIL import Image

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.formats.ofd_page import page_width, printed_page
from enrich.extract.attachments.formats.scans import BROKEN, recognised
from enrich.extract.attachments.formats.zip_file import opened, part, tree
from enrich.extract.attachments.printed.placed import PrintedPage
from enrich.extract.attachments.printed.plain_forms import is_garbled, plain_page
from enrich.extract.attachments.printed.printed_lines import blocks_of


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The paragraphs of an OFD file; raises UnreadError where it is encrypted, broken, or has no text."""
    del name
    package = _Package(opened(content), allowance)
    pages = [page for root in package.roots() for page in package.pages(root)]
    printed: list[PrintedPage] = []
    for page in pages:
        if not allowance.another_page():
            break
        contents = package.contents(page)
        found = printed_page(contents, page_width(contents[0]) or page.width)
        if not is_garbled(found.text):
            printed.append(plain_page(allowance.page(found)))
    blocks = tuple(blocks_of(printed))
    if not blocks:
        return recognised(package.pictures(pages), len(pages), allowance)
    return AttachmentText(blocks=blocks, pages=len(pages), cut=allowance.cut)


@dataclass(frozen=True)
class _OfdPage:
    path: str
    document: str
    templates: dict[str, str]
    width: float


class _Package:
    """The files of an OFD: what refers to what."""

    def __init__(self, archive: zipfile.ZipFile, allowance: Allowance) -> None:
        self._archive, self._allowance = archive, allowance
        if part(archive, "Encryptions.xml", allowance):
            raise UnreadError("encrypted")

    def roots(self) -> list[str]:
        """The paths of the documents' roots: mostly one."""
        return [
            posixpath.join("/", (root.text or "").strip())
            for root in self._xml("/OFD.xml").iter("{*}DocRoot")
            if root.text
        ]

    def pages(self, root: str) -> Iterator[_OfdPage]:
        """A document's pages in their order."""
        document = self._xml(root)
        templates = {
            str(one.get("ID")): _beside(root, str(one.get("BaseLoc"))) for one in document.iter("{*}TemplatePage")
        }
        for page in document.iterfind("{*}Pages/{*}Page"):
            if page.get("BaseLoc"):
                yield _OfdPage(_beside(root, str(page.get("BaseLoc"))), root, templates, page_width(document))

    def contents(self, page: _OfdPage) -> list[etree._Element]:
        """The trees that are printed on a page: its own and its templates'."""
        own = self._xml(page.path)
        used = [page.templates.get(str(one.get("TemplateID"))) for one in own.iter("{*}Template")]
        return [own, *(self._xml(path) for path in used if path)]

    def pictures(self, pages: Iterable[_OfdPage]) -> Iterator[Image.Image]:
        """The largest picture of each page that has one."""
        for page in pages:
            shown = [one for content in self.contents(page) for one in content.iter("{*}ImageObject")]
            names = self._media(page.document)
            paths = [names[str(one.get("ResourceID"))] for one in shown if str(one.get("ResourceID")) in names]
            found = [picture for path in paths if (picture := self._picture(path)) is not None]
            if found:
                yield max(found, key=lambda picture: picture.width * picture.height)

    def _media(self, root: str) -> dict[str, str]:
        """The paths of a document's pictures by their ids."""
        names: dict[str, str] = {}
        for resources in self._xml(root).iterfind("{*}CommonData/{*}DocumentRes"):
            path = _beside(root, (resources.text or "").strip())
            media_list = self._xml(path)
            folder = _beside(path, f"{media_list.get('BaseLoc') or '.'}/")
            for media in media_list.iter("{*}MultiMedia"):
                file = media.find("{*}MediaFile")
                if file is not None and file.text:
                    names[str(media.get("ID"))] = _beside(f"{folder}/", file.text.strip())
        return names

    def _picture(self, path: str) -> Image.Image | None:
        # What PIL does not know (JBIG2, which only OFD readers do) is no picture to be recognised.
        with suppress(*BROKEN):
            return Image.open(io.BytesIO(part(self._archive, path, self._allowance)))
        return None

    def _xml(self, path: str) -> etree._Element:
        found = tree(part(self._archive, path, self._allowance))
        if found is None:
            raise UnreadError("damaged")
        return found


def _beside(path: str, location: str) -> str:
    """A location as written in a file of the package, as a path from its top."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), location))
