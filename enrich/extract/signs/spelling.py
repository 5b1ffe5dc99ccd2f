"""Whether texts are spelled in characters that people use."""


def rare(text: str) -> float:
    """The share (0..1) of a text's letters beyond ASCII that are in neither country's list of common characters.

    Bytes that were read in the wrong encoding give such letters. The lists are the first levels of GB 2312 (3755) and Big5 (5401).
    """
    others = [letter for letter in text if ord(letter) > 127 and letter.isalpha()]
    return sum(not _is_common(letter) for letter in others) / len(others) if others else 0.0


def _is_common(letter: str) -> bool:
    if letter < "\u2e80":
        return True
    simplified, traditional = (letter.encode(name, "replace") for name in ("gb2312", "big5"))
    return b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"
