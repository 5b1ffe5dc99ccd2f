"""Cross-site request forgery: where an unsafe request comes from, and the token that it must bring."""

import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from desk.http.proxy import is_https
from desk.http.signatures import Signatures
from pipeline.settings import Settings

FIELD, HEADER = "csrf", "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Another one in every answer: what is compressed together with foreign text must not stay the same (BREACH).
NONCE_BYTES = 16


def token(signatures: Signatures, holder: str) -> str:
    """A token for the holder: a session's id, a proxy's user or a visitor's nonce."""
    nonce = secrets.token_hex(NONCE_BYTES)
    return nonce + signatures.signature("csrf", f"{nonce}:{holder}")


def is_token(signatures: Signatures, holder: str, given: str) -> bool:
    """Whether the token was made for this holder."""
    nonce, signature = given[: 2 * NONCE_BYTES], given[2 * NONCE_BYTES :]
    return signatures.is_signature("csrf", f"{nonce}:{holder}", signature)


def is_foreign(settings: Settings, request: Request) -> bool:
    """Whether the browser says that another site sent this request."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and origin != own_origin(settings, request)


def is_surely_own(settings: Settings, request: Request) -> bool:
    """Whether the browser says that a page of ours sent this request."""
    if is_foreign(settings, request):
        return False
    return request.headers.get("sec-fetch-site") == "same-origin" or "origin" in request.headers


def own_origin(settings: Settings, request: Request) -> str:
    """The origin of our pages as the browser sees it."""
    scheme = "https" if is_https(settings, request) else "http"
    host = urlsplit(f"//{request.headers.get('host', '')}")
    default = {"http": 80, "https": 443}[scheme]
    port = "" if host.port in (None, default) else f":{host.port}"
    name = host.hostname or ""
    return f"{scheme}://{f'[{name}]' if ':' in name else name}{port}"
