"""Which addresses a crawl may reach: public ones, unless the settings allow more."""

import ipaddress
import re
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: IPv4 addresses behind a NAT64 gateway.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# The forms of IPv4 that inet_aton takes besides four decimal numbers: 127.1, 0x7f.1, 2130706433.
_ATON = re.compile(r"(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+)){0,3}", re.IGNORECASE)

# Ports of other services, which browsers refuse to ask, too (fetch.spec.whatwg.org, port blocking).
_OTHER_SERVICES = frozenset(
    map(
        int,
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 "
        "137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 "
        "1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080".split(),
    )
)


def is_other_service(url: str) -> bool:
    """Whether an address has the port of a service that is not the web's, or one that cannot be."""
    try:
        return urlsplit(url).port in _OTHER_SERVICES
    except ValueError:
        return True


def is_private(address: str) -> bool:
    """Whether an IP address is loopback, private, link-local, reserved, multicast, or hides such an IPv4 address."""
    return _is_private(ipaddress.ip_address(address.partition("%")[0]))


def names_private(host: str) -> bool:
    """Whether a host, unresolved, is `localhost` or a literal private address (in any form that sockets accept)."""
    name = host.strip("[]").rstrip(".").lower()
    if name in ("localhost", "ip6-localhost", "ip6-loopback") or name.endswith(".localhost"):
        return True
    literal = _literal(name)
    return literal is not None and _is_private(literal)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment (`http_proxy`, `https_proxy`, `no_proxy`) names for this address."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


def proxy_hosts() -> frozenset[str]:
    """The hosts of the environment's proxies: the operator chose them, so they may be private."""
    proxies = (proxy if "://" in proxy else f"http://{proxy}" for proxy in getproxies().values())
    return frozenset(host.lower() for proxy in proxies if (host := urlsplit(proxy).hostname))


def _literal(name: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        pass
    if _ATON.fullmatch(name):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(name))
        except OSError:
            return None
    return None


def _is_private(address: IPAddress) -> bool:
    hidden = _hidden_ipv4(address)
    if hidden is not None:
        return _is_private(hidden)
    return not address.is_global or address.is_multicast or address.is_reserved


def _hidden_ipv4(address: IPAddress) -> ipaddress.IPv4Address | None:
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address.ipv4_mapped is not None or address.sixtofour is not None:
        return address.ipv4_mapped or address.sixtofour
    return ipaddress.IPv4Address(address.packed[-4:]) if address in _NAT64 else None
