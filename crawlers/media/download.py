"""Pictures and attachments: fetched from any public host, bounded in size and type, kept in the files once each."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from crawlers.crawl.options import user_agent
from crawlers.crawl.private_addresses import is_other_service, is_private, names_private, proxy_for
from crawlers.media.file_types import Unwanted, document_type, image_type
from index.files import Files
from index.store import MediaFile
from pipeline.records import Media, Reason

_CHUNK = 1 << 16
# A server that does not answer is asked once more, at once; a later crawl is the third attempt. Redirects are followed in
# `download`, where each address is checked.
_AGAIN = urllib3.Retry(total=1, respect_retry_after_header=False)


@dataclass(frozen=True)
class MediaOptions:
    """Limits of one fetch. `timeout` is seconds for each wait, `deadline` seconds for the whole fetch."""

    contact: str = ""
    max_bytes: int = 20_000_000
    allow_private: bool = False
    redirects: int = 5
    timeout: float = 20.0
    deadline: float = 120.0


@dataclass(frozen=True)
class MediaContent:
    """A picture or attachment as fetched, and its media type by its bytes."""

    content: bytes
    content_type: str


class _PrivateAddress(Exception):
    """The connection came out at a private address."""


class _PublicHTTPConnection(HTTPConnection):
    """Checks the address at the other end before a byte is sent: names may resolve differently twice."""

    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicHTTPSConnection(HTTPSConnection):
    """As _PublicHTTPConnection, before the TLS handshake."""

    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTPConnection


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPSConnection


def media_file(media: Media, files: Files, options: MediaOptions) -> MediaFile:
    """Fetch what is wanted and keep it; a file that cannot be had is a problem in the result, never an error.

    Raises BackendError where the files cannot be written.
    """
    try:
        found = fetch(media.url, media.kind, options)
    except Unwanted as verdict:
        return MediaFile(url=media.url, digest=None, problem=verdict.problem)
    digest = files.put("media", found.content)
    return MediaFile(url=media.url, digest=digest, content_type=found.content_type, size=len(found.content))


def fetch(url: str, kind: Literal["image", "attachment"], options: MediaOptions) -> MediaContent:
    """The bytes at an address; raises crawlers.media.file_types.Unwanted.

    Redirects are followed and each address checked anew. A picture must be a picture; an attachment may be either.
    """
    content, final = download(url, options)
    if kind == "image":
        return MediaContent(content, image_type(content))
    try:
        return MediaContent(content, document_type(content, final))
    except Unwanted:
        return MediaContent(content, image_type(content))


def download(url: str, options: MediaOptions) -> tuple[bytes, str]:
    """The bytes at an address of any kind, and the address after redirects; raises Unwanted as `fetch` does."""
    end = time.monotonic() + options.deadline
    for _ in range(options.redirects + 1):
        response = _request(url, options)
        if response.status >= 500:
            # Here and not by urllib3, which would first read all of the answer, however long.
            response.close()
            response = _request(url, options)
        try:
            location = response.get_redirect_location()
            if not location:
                _check_status(response.status)
                return b"".join(_body(response, options.max_bytes, end)), url
            url = urljoin(url, location)
        except HTTPError as problem:
            raise Unwanted(Reason("media_interrupted")) from problem
        finally:
            response.close()
    raise Unwanted(Reason("media_redirects"))


def _request(url: str, options: MediaOptions) -> urllib3.BaseHTTPResponse:
    parts = _split(url)
    if not options.allow_private and names_private(parts):
        raise Unwanted(Reason("media_private_address"))
    try:
        return _manager(url, options).request(
            "GET", url, redirect=False, retries=_AGAIN, preload_content=False, headers=_headers(options)
        )
    except _PrivateAddress as problem:
        raise Unwanted(Reason("media_private_address")) from problem
    except (HTTPError, OSError) as problem:
        raise Unwanted(Reason("media_unreachable")) from problem


def _split(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as problem:
        raise Unwanted(Reason("media_bad_address")) from problem
    if parts.scheme not in ("http", "https") or not parts.hostname or is_other_service(url):
        raise Unwanted(Reason("media_bad_address"))
    return parts.hostname


def _manager(url: str, options: MediaOptions) -> urllib3.PoolManager:
    """A manager for one request: pictures come from many hosts, one or two each."""
    timeout = urllib3.Timeout(connect=options.timeout, read=options.timeout)
    proxy = proxy_for(url)
    if proxy:
        return urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}", timeout=timeout)
    manager = urllib3.PoolManager(timeout=timeout)
    if not options.allow_private:
        manager.pool_classes_by_scheme = {"http": _PublicHTTPPool, "https": _PublicHTTPSPool}
    return manager


def _headers(options: MediaOptions) -> dict[str, str]:
    return {"User-Agent": user_agent(options.contact), "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}


def _check_status(status: int) -> None:
    if status in (404, 410):
        raise Unwanted(Reason("media_not_found", {"status": status}))
    if status != 200:
        raise Unwanted(Reason("media_refused", {"status": status}))


def _body(response: urllib3.BaseHTTPResponse, limit: int, end: float) -> Iterator[bytes]:
    """The body, decoded, as far as the limit of bytes and the time allow."""
    size = 0
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit:
        raise Unwanted(Reason("media_too_large", {"bytes": limit}))
    for chunk in response.stream(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > limit:
            raise Unwanted(Reason("media_too_large", {"bytes": limit}))
        if time.monotonic() > end:
            raise Unwanted(Reason("media_too_slow"))
        yield chunk


def _checked(connection: socket.socket) -> socket.socket:
    peer: Any = connection.getpeername()
    if is_private(peer[0]):
        connection.close()
        raise _PrivateAddress(peer[0])
    return connection
