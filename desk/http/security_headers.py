"""Headers of every answer, and a bound on every request; plain ASGI, so that streams pass."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing from elsewhere, nothing inline, no frame around us: only the source view has a policy of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # no-referrer would make browsers send `Origin: null` with our own forms; nothing leaves for other sites here either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Asked for anew each time, but the way back in the browser still shows what was typed.
    "Cache-Control": "private, no-cache",
}
# Texts of one form: the longest notice, ten times over. Uploads have a bound of their own, `max_media_bytes`.
MOST_FORM_BYTES = 4_000_000
# What multipart adds around one file.
ENVELOPE_BYTES = 64_000


class TooLarge(HTTPException):
    """The request's body is over its bound."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"内容太大：最多 {most / 1e6:.0f} MB。请缩小图片或分几次提交")


class SecurityHeaders:
    """Sets HEADERS where an answer has none of its own; Strict-Transport-Security where the setting says TLS."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending)


class BoundedBody:
    """Refuses a body over the bound, by its Content-Length or while it comes in."""

    def __init__(self, app: ASGIApp, most_file_bytes: int) -> None:
        self._app = app
        self._most = most_file_bytes + ENVELOPE_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        multipart = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        most, seen = self._most if multipart else MOST_FORM_BYTES, 0

        async def receiving() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise TooLarge(most)
            return message

        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > most:
            seen = int(length)
        await self._app(scope, receiving, send)
