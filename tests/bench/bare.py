"""The bare cost of a library on the inputs that tanxun gave it: `python -m tests.bench.bare scrapy|trafilatura|encode FILE`.

Each prints one line of JSON: `seconds` of the work itself without start and imports, `peak_mb` of the process.
"""

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def scrapy(addresses: list[str], pause: float = 0, at_once: int = 8) -> float:
    """Fetch these addresses by Scrapy, a spider a host, so many `at_once` and `pause` seconds apart, and find the links of each page."""
    from scrapy import Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import HtmlResponse
    from scrapy.linkextractors import LinkExtractor

    links = LinkExtractor()

    def parse(self: Spider, response: Any) -> None:
        del self
        if isinstance(response, HtmlResponse):
            links.extract_links(response)

    hosts = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).hostname].append(address)
    process = AsyncCrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_DELAY": pause,
            "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
            "RETRY_ENABLED": False,
        }
    )
    for host, urls in hosts.items():
        process.crawl(type("Bare", (Spider,), {"name": str(host), "start_urls": urls, "parse": parse}))
    began = time.perf_counter()
    process.start()
    return time.perf_counter() - began


def trafilatura(pages: list[str]) -> float:
    """Extract these pages by trafilatura with tables and pictures, as tanxun asks it to."""
    from trafilatura import bare_extraction

    began = time.perf_counter()
    for page in pages:
        bare_extraction(page, include_comments=False, include_tables=True, include_images=True)
    return time.perf_counter() - began


def encode(given: dict[str, Any]) -> float:
    """Load the model and encode these texts, one by one."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(given["model"], device="cpu", local_files_only=True)
    began = time.perf_counter()
    for text in given["texts"]:
        model.encode(text, prompt_name="passage", normalize_embeddings=True, show_progress_bar=False)
    return time.perf_counter() - began


if __name__ == "__main__":
    name, file = sys.argv[1:]
    libraries: dict[str, Callable[[Any], float]] = {"scrapy": scrapy, "trafilatura": trafilatura, "encode": encode}
    seconds = libraries[name](json.loads(Path(file).read_text()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": peak}) + "\n")
