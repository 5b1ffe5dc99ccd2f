"""What the desk signs, all with one key: session cookies, CSRF tokens, addresses for the sandboxed source view."""

from hashlib import sha256
from typing import Literal

from itsdangerous import BadSignature, Signer

# A signature for one purpose is none for another.
Purpose = Literal["session", "csrf", "picture"]


class Signatures:
    """HMAC-SHA256 signatures, under a key derived for each purpose."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def signature(self, purpose: Purpose, text: str) -> str:
        """The text's signature, as it may stand in an address."""
        return self._signer(purpose).get_signature(text).decode()

    def is_signature(self, purpose: Purpose, text: str, given: str) -> bool:
        """Whether that is the text's signature; takes the same time whatever is given."""
        return self._signer(purpose).verify_signature(text, given)

    def signed(self, purpose: Purpose, text: str) -> str:
        """The text with its signature behind it."""
        return self._signer(purpose).sign(text).decode()

    def unsigned(self, purpose: Purpose, given: str) -> str | None:
        """The text without its signature; None where the signature is not ours."""
        try:
            return self._signer(purpose).unsign(given).decode()
        except BadSignature:
            return None

    def _signer(self, purpose: Purpose) -> Signer:
        return Signer(self._key, salt=f"tanxun.{purpose}", digest_method=sha256)
