"""Which addresses are private, and the guard of direct connections."""

import pytest

from crawlers.crawl.private_addresses import is_other_service, is_private, names_private
from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

PRIVATE = (
    "127.0.0.1 10.1.2.3 192.168.1.1 172.16.0.1 169.254.169.254 0.0.0.0 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255"
)


PRIVATE6 = "::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fe80::1%eth0"


@pytest.mark.parametrize("address", PRIVATE.split() + PRIVATE6.split())
def test_private_addresses(address: str) -> None:
    assert is_private(address)
    assert names_private(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "202.108.1.1", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_public_addresses(address: str) -> None:
    assert not is_private(address)
    assert not names_private(address)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "2130706433", "0x7f.1", "127.1", "[::1]"])
def test_names_of_private_addresses(host: str) -> None:
    assert names_private(host)


@pytest.mark.parametrize("host", ["www.ndrc.gov.cn", "localhost.example.com", "12306.cn", "360.cn", "99999999999"])
def test_other_names(host: str) -> None:
    assert not names_private(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localtest"])
def test_a_direct_connection_reaches_private_addresses_only_where_the_setting_says_so(
    web: Web, place: CrawlPlace, host: str
) -> None:
    if host == "localtest":
        host = _own_name()
    home = f"http://{host}:{web.port}/"
    web.put(home, listing(("t1.html", "内网")))
    web.put(f"{home}t1.html", article("内网"))
    inner = source("inner", hosts=[host.lower()], lists=[{"url": home, "articles": r"t\d\.html$"}])

    refused = run(place, [inner], retries=0).reports["inner"]

    assert refused.problem == f"not reached today: {home}: private_address: set TANXUN_ALLOW_PRIVATE=true to allow it"
    assert web.requests == []

    allowed = run(place, [inner], allow_private=True).reports["inner"]
    assert (allowed.fetched, allowed.problem) == (1, "")


def _own_name() -> str:
    """A name, not literal, that resolves to a private address: the machine's own."""
    import socket

    name = socket.gethostname().lower()
    try:
        socket.getaddrinfo(name, 80, socket.AF_INET)
    except OSError:
        pytest.skip("the machine's own name does not resolve")
    return name


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("http://a.example/x", False),
        ("https://a.example:8443/x", False),
        ("http://a.example:25/x", True),
        ("http://user@a.example:22/", True),
        ("http://a.example:99999/", True),
    ],
)
def test_ports_of_other_services(url: str, refused: bool) -> None:
    assert is_other_service(url) is refused


def test_scrapy_reads_nothing_but_http() -> None:
    from scrapy.utils.test import get_crawler

    from crawlers.crawl.options import CrawlOptions
    from crawlers.crawl.scrapy_settings import settings

    handlers = get_crawler(settings_dict=settings(CrawlOptions())).settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
