"""Attachments of our own making: what no office program had to write (OFD, scans, archives, what is hostile or broken)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from bulletin.render.fonts import fonts

# A page's text: millimetres from the left and the top, the letters' size, the words.
Placed = tuple[float, float, float, str]
_OFD = "http://www.ofdspec.org/2016"
_ANNOTATION = (
    '<ofd:PageAnnot xmlns:ofd="{ns}"><ofd:Annot ID="90" Type="Stamp"><ofd:Appearance Boundary="120 200 40 40">'
    '<ofd:TextObject ID="91" Boundary="0 0 40 10" Size="4"><ofd:TextCode X="0" Y="4">云岭省生态环境厅印章</ofd:TextCode>'
    "</ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def made_ofd(
    pages: Sequence[Sequence[Placed]],
    *,
    template: Sequence[Placed] = (),
    namespace: str = _OFD,
    glyphs: bool = False,
    scaled: bool = False,
    picture: bytes = b"",
    absolute: bool = False,
) -> bytes:
    """An OFD with a seal on its first page.

    `glyphs`: an object a letter, as some printers write it; `scaled`: letters of one unit, made larger by the CTM.
    """
    top = "/Doc_0/" if absolute else ""
    page_list = "".join(
        f'<ofd:Page ID="{10 + n}" BaseLoc="{top}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    head = f'xmlns:ofd="{namespace}"'
    files: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD {head} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>不是正文</ofd:Title>'
        f"</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {head}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        '<ofd:TemplatePage ID="3" ZOrder="Background" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{page_list}</ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>",
        "Doc_0/DocumentRes.xml": f'<ofd:Res {head} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="70" Type="Image">'
        "<ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        "Doc_0/Tpls/Tpl_0/Content.xml": _ofd_page(head, template),
        "Doc_0/Annots/Page_0/Annotation.xml": _ANNOTATION.format(ns=namespace),
    }
    for number, placed in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = _ofd_page(
            head, placed, glyphs=glyphs, scaled=scaled, templated=number == 0, picture=bool(picture)
        )
    if picture:
        files["Doc_0/Res/scan.jpg"] = picture
    return zipped(files)


def _ofd_page(
    head: str,
    placed: Iterable[Placed],
    *,
    glyphs: bool = False,
    scaled: bool = False,
    templated: bool = False,
    picture: bool = False,
) -> str:
    objects: list[str] = []
    for left, top, size, text in placed:
        wide = [size * (1 if letter > "\u2e80" else 0.5) for letter in text]
        pieces = [(left + sum(wide[:n]), letter) for n, letter in enumerate(text)] if glyphs else [(left, text)]
        unit = 1.0 if scaled else size
        matrix = f' CTM="{size} 0 0 {size} 0 0"' if scaled else ""
        for at, piece in pieces:
            steps = " ".join(str((1 if letter > "\u2e80" else 0.5) * unit) for letter in piece[:-1])
            objects.append(
                f'<ofd:TextObject ID="{100 + len(objects)}" Boundary="{at} {top} {len(piece) * size} {size}"{matrix} Font="1" '
                f'Size="{unit}"><ofd:TextCode X="0" Y="{unit}" DeltaX="{steps}">{piece}</ofd:TextCode></ofd:TextObject>'
            )
    if picture:
        objects.append('<ofd:ImageObject ID="99" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="70"/>')
    use = '<ofd:Template TemplateID="3" ZOrder="Background"/>' if templated else ""
    return (
        f"<ofd:Page {head}>{use}<ofd:Content><ofd:Layer ID='5' Type='Body'>{''.join(objects)}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def scanned(lines: Sequence[str], *, size: int = 36, width: int = 1240, form: str = "JPEG") -> bytes:
    """A page as a scanner gives it, 150 dots an inch: grey paper, the lines in black, a red seal over the last."""
    page = Image.new("RGB", (width, 120 + len(lines) * 2 * size), (246, 245, 240))
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(fonts()[0]), size)
    for number, line in enumerate(lines):
        draw.text((90, 60 + number * 2 * size), line, font=font, fill=(25, 25, 30))
    bottom = page.height - 110
    draw.ellipse((width - 330, bottom - 120, width - 110, bottom + 100), outline=(200, 30, 30), width=6)
    made = io.BytesIO()
    page.save(made, form, quality=80)
    return made.getvalue()


def picture_pdf(*pictures: bytes) -> bytes:
    """A PDF of pictures alone."""
    first, *rest = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    made = io.BytesIO()
    first.save(made, "PDF", resolution=150, save_all=True, append_images=rest)
    return made.getvalue()


def rewritten_pdf(pdf: bytes, *, copies: int = 1, password: str | None = None, owner: str | None = None) -> bytes:
    """A PDF's first page so many times, with a password to open it or only one to change it (RC4, as old printers do)."""
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    for _ in range(copies):
        writer.add_page(page)
    if password is not None or owner is not None:
        writer.encrypt(password or "", owner, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def lettered_pdf(text: str, *, drawn: bool = True) -> bytes:
    """A PDF of one line whose font says which sign each of its letters stands for; `drawn`: it has the letters, too."""
    codes = "".join(f"{65 + n:02x}" for n in range(len(text)))
    signs = "\n".join(f"<{65 + n:02x}> <{sign.encode('utf-16-be').hex()}>" for n, sign in enumerate(text))
    table = f"1 begincodespacerange <00> <FF> endcodespacerange {len(text)} beginbfchar\n{signs}\nendbfchar"
    table = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {table} endcmap end end"
    shown = f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET"
    letters = (
        "/Type1/BaseFont/Helvetica"
        if drawn
        else "/Type3/FontBBox[0 0 0 0]/FontMatrix[0 0 0 0 0 0]/CharProcs<<>>/Encoding<</Differences[]>>/FirstChar 65"
        "/LastChar 65/Widths[0]"
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        f"<</Type/Font/Subtype{letters}/ToUnicode 6 0 R>>",
        f"<</Length {len(table)}>>stream\n{table}\nendstream",
    )
    made, places = "%PDF-1.4\n", ""
    for n, one in enumerate(objects, 1):
        places += f"{len(made):010d} 00000 n \n"
        made += f"{n} 0 obj{one}endobj\n"
    end = f"trailer<</Size 7/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    return f"{made}xref\n0 7\n0000000000 65535 f \n{places}{end}".encode()


def with_macros(office: bytes, main: str) -> bytes:
    """A Word or Excel file with a macro project; `main` is its main part's content type with macros."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
        kinds = archive.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument."
    for kind in (b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"):
        kinds = kinds.replace(plain + kind, main.encode())
    files["[Content_Types].xml"] = kinds
    files[f"{'word' if 'word' in main else 'xl'}/vbaProject.bin"] = b'Sub AutoOpen()\r\nShell "calc"\r\nEnd Sub' * 50
    return zipped(files)


def with_doc_macros(doc: bytes) -> bytes:
    """A Word 97 file with a macro project (Macros/VBA/ThisDocument) behind what it has ([MS-CFB]: sectors of 512 bytes)."""
    code = (b'Sub AutoOpen()\r\nShell "calc"\r\nEnd Sub\r\n' * 200)[:4608]
    last = len(doc) // 512 - 2
    (folder, table) = struct.unpack_from("<I", doc, 48)[0], struct.unpack_from("<I", doc, 76)[0]
    made = bytearray(doc)

    def chained(sector: int, following: int) -> None:
        struct.pack_into("<I", made, (table + 1) * 512 + 4 * sector, following)

    while (step := struct.unpack_from("<I", made, (table + 1) * 512 + 4 * folder)[0]) < 0xFFFFFFF0:
        folder = step
    entries = (("Macros", 1, 8, 0, 0), ("VBA", 1, 9, 0, 0), ("ThisDocument", 2, -1, last + 2, len(code)))
    packed = [
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBiii", 2 * len(name) + 2, kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<IQ", begin, size)
        for name, kind, child, begin, size in entries
    ]
    # The first goes into the folder's free place behind the file's seven, beside another entry; the others into a sector of their own.
    made[(folder + 1) * 512 + 3 * 128 : (folder + 2) * 512] = packed[0]
    struct.pack_into("<i", made, (folder + 1) * 512 + 2 * 128 + 72, 7)
    chained(folder, last + 1)
    chained(last + 1, 0xFFFFFFFE)
    for sector in range(last + 2, last + 10):
        chained(sector, sector + 1)
    chained(last + 10, 0xFFFFFFFE)
    return bytes(made) + packed[1] + packed[2] + bytes(256) + code


def lying_zip(name: str, size: int) -> bytes:
    """A zip whose member says that it unpacks to ten bytes, and unpacks to `size`."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    made = zipped({name: b"0123456789"})
    at = made.index(b"PK\x01\x02")
    head, central = made[: 30 + len(name)], made[at:]
    compressed = struct.pack("<I", len(packed))
    head = head[:18] + compressed + head[22:]
    central = central[:20] + compressed + central[24:]
    end = central.index(b"PK\x05\x06")
    central = central[: end + 16] + struct.pack("<I", len(head) + len(packed)) + central[end + 20 :]
    return head + packed + central


def with_part_cut(office: bytes, part: str) -> bytes:
    """A Word or Excel file with half of one of its parts."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    files[part] = files[part][: len(files[part]) // 2]
    return zipped(files)


def shifted_zip(files: Mapping[str, bytes | str]) -> bytes:
    """A zip that says its list of members begins later than it does: its members then begin before the file."""
    made = zipped(files)
    end = made.rindex(b"PK\x05\x06")
    (begin,) = struct.unpack_from("<I", made, end + 16)
    return made[: end + 16] + struct.pack("<I", begin + 200) + made[end + 20 :]


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip with names in China's code page, which it does not announce."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(_NamedInGbk(name), content)
    return made.getvalue()


class _NamedInGbk(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits
