"""Scrapy's settings for a crawl; every other setting is Scrapy's default."""

from typing import Any

from scrapy.extensions.throttle import AutoThrottle

from crawlers.crawl.middlewares import MIDDLEWARES, DueLists
from crawlers.crawl.options import PROJECT, CrawlOptions, user_agent
from crawlers.crawl.throttle import Throttle

# Scrapy's own list without names that do not resolve: that is what a refused private address looks like, and a name
# that is not there now is not there a second later.
_RETRIED = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
    "scrapy.core.downloader.handlers.http11.TunnelError",
]

# Seconds. Without any delay Scrapy's downloader takes several requests from a host's queue before it counts the first as sent.
LEAST_DELAY = 0.001

_FIXED: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": PROJECT,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    # What the downloader holds is fetched in the order in which it came, so it holds little: the newest articles first.
    # It is also asked for when the source's time is over: the one that is fetched and the next, not four that time out.
    "CONCURRENT_REQUESTS": 2,
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    # What a callback yields are requests, taken as fast as they come: a hundred tasks a page would wait for nothing.
    "CONCURRENT_ITEMS": 1,
    # A check of our own callbacks' source, again for every page.
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "AUTOTHROTTLE_ENABLED": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_WARNSIZE": 0,
    "METAREFRESH_MAXDELAY": 3,
    # Scrapy's own list but for 429 and 503: a server that says so is left alone (crawlers/crawl/host_rest.py).
    "RETRY_HTTP_CODES": [408, 500, 502, 504, 522, 524],
    "RETRY_EXCEPTIONS": _RETRIED,
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    "HTTPERROR_ALLOW_ALL": True,
    "DOWNLOADER_MIDDLEWARES": MIDDLEWARES,
    "SPIDER_MIDDLEWARES": {DueLists: 100},
    "TWISTED_DNS_RESOLVER": "crawlers.crawl.resolver.GuardedResolver",
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    },
    # Scrapy's others read files, FTP and S3: nothing that a page may lead to.
    "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
    "REFERRER_POLICY": "no-referrer",
    # Servers on loopback that run Python they are sent: not in a process that reads strangers' pages, and not read (0.15 s).
    "EXTENSIONS": {
        AutoThrottle: None,
        Throttle: 0,
        "scrapy.extensions.telnet.TelnetConsole": None,
        "scrapy.extensions.remote_control.RemoteControl": None,
    },
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "LOG_LEVEL": "WARNING",
    "STATS_DUMP": False,
    "LOGSTATS_INTERVAL": 0,
}


def settings(options: CrawlOptions) -> dict[str, Any]:
    """The settings of one crawl. ALLOW_PRIVATE is our own, for crawlers.crawl.middlewares and crawlers.crawl.resolver."""
    return {
        **_FIXED,
        "USER_AGENT": user_agent(options.contact),
        "DOWNLOAD_DELAY": max(options.delay, LEAST_DELAY),
        "AUTOTHROTTLE_START_DELAY": max(options.delay, LEAST_DELAY),
        "AUTOTHROTTLE_MAX_DELAY": max(options.delay, options.timeout),
        "DEPTH_LIMIT": options.depth,
        "DOWNLOAD_MAXSIZE": options.max_page_bytes,
        "DOWNLOAD_TIMEOUT": options.timeout,
        "REDIRECT_MAX_TIMES": options.redirects,
        "RETRY_TIMES": options.retries,
        "CLOSESPIDER_TIMEOUT": options.source_seconds,
        "ALLOW_PRIVATE": options.allow_private,
    }
