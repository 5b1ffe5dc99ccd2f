"""What the readers say of a file has words."""

from typing import get_args

from bulletin.reasons import table
from enrich.extract.attachments.attachment_text import Unread
from tanxun.wiring.attachments import CODES


def test_every_code_of_the_readers_has_its_words() -> None:
    assert set(CODES) == set(get_args(Unread)) - {""}
    assert set(CODES.values()) <= set(table()["reasons"])
