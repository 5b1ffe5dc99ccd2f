"""What a trusted reverse proxy says of a request; from anybody else the same headers are ignored."""

from ipaddress import ip_address, ip_network

from starlette.requests import Request

from pipeline.errors import SettingError
from pipeline.settings import Settings


def networks(trusted: str) -> list[str]:
    """The addresses and networks of the setting; raises SettingError for one that is none."""
    found = [part.strip() for part in trusted.split(",") if part.strip()]
    for part in found:
        try:
            ip_network(part, strict=False)
        except ValueError as problem:
            raise SettingError(
                f"setting desk_trusted_proxies: {part!r} is no address or network; expected for example 10.0.0.0/8"
            ) from problem
    return found


def peer(request: Request) -> str:
    """The address at the other end of the connection."""
    return request.client.host if request.client else ""


def is_trusted(settings: Settings, address: str) -> bool:
    """Whether the address belongs to a proxy that the settings trust."""
    try:
        own = ip_address(address)
    except ValueError:
        return False
    return any(own in ip_network(part, strict=False) for part in networks(settings.desk_trusted_proxies))


def client_address(settings: Settings, request: Request) -> str:
    """Who really asks: the last address of X-Forwarded-For that is no trusted proxy's, if a trusted one says so."""
    address = peer(request)
    chain = [part.strip() for part in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if part.strip()]
    while chain and is_trusted(settings, address):
        address = chain.pop()
    return address


def is_https(settings: Settings, request: Request) -> bool:
    """Whether the browser speaks TLS: to us, by the setting, or to a trusted proxy that says so."""
    if settings.desk_https or request.url.scheme == "https":
        return True
    said = request.headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower()
    return said == "https" and is_trusted(settings, peer(request))


def said_user(settings: Settings, request: Request) -> str | None:
    """The user's name as a trusted proxy's header has it; None where there is none or nobody trusted says it.

    A header's bytes are read as UTF-8, so that Chinese names come through.
    """
    if not settings.desk_proxy_user_header or not is_trusted(settings, peer(request)):
        return None
    values = request.headers.getlist(settings.desk_proxy_user_header)
    if len(values) != 1:
        return None
    return values[0].encode("latin-1").decode("utf-8", "replace") or None
