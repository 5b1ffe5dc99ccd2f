"""Canonical addresses and the ids made from them: pure functions of the address.

w3lib is imported by the functions that need it: it reads urllib.request, and with that HTTP and mail (30 ms), and a process
is started for every attachment.
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

# Parameters that name a campaign or a share, never a page; gathered from the analytics tools that set them
# (Google, Meta, Microsoft, Matomo, Mailchimp, Baidu, WeChat's share links).
TRACKING = (
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id gclid dclid fbclid msclkid mc_cid mc_eid "
    "yclid igshid hmsr hmpl hmcu hmkw hmci bd_vid spm from_source isappinstalled _hsenc _hsmi pk_campaign pk_kwd"
).split()

# Parameters that name a visit, in any case: of Java servlets, PHP, ASP and ColdFusion, and what Chinese systems call theirs.
VISIT = frozenset("jsessionid phpsessid sessionid session_id sessid asp.net_sessionid cfid cftoken".split())
# Java servers write theirs behind the path where a visitor takes no cookies.
_PATH_VISIT = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&])[^=&#]+")

# Word does not open a document with a link above 2,079 characters (Office's INTERNET_MAX_URL_LENGTH less its end).
LONGEST_LINK = 2000


# A crawl asks some twenty times for the form of each address, close together.
@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """The canonical form of an absolute http(s) address.

    http and https are one (written as http), host in lower case, fragment, default port, TRACKING parameters and session
    ids dropped, every other parameter kept and sorted. Raises ValueError for any other scheme or an
    address without a host.
    """
    from w3lib.url import canonicalize_url, url_query_cleaner

    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an absolute http address: {url[:200]!r}")
    plain = _PATH_VISIT.sub("", url.strip())
    visit = [name for name in _PARAMETER.findall(plain) if name.lower() in VISIT]
    cleaned = url_query_cleaner(plain, [*TRACKING, *visit], remove=True, unique=False)
    tidy = urlsplit(canonicalize_url(cleaned, keep_blank_values=True, keep_fragments=False))
    host = (tidy.hostname or "").rstrip(".")
    port = "" if tidy.port in (None, 80, 443) else f":{tidy.port}"
    return urlunsplit(("http", host + port, tidy.path or "/", tidy.query, ""))


def canonical_or_same(url: str) -> str:
    """See canonical; what is no absolute http address stays as it is (a file from nowhere is at about:blank)."""
    try:
        return canonical(url)
    except ValueError:
        return url


def followable(url: str) -> str:
    """The address as a link may carry it: http or https with a host, ASCII, at most LONGEST_LINK; "" for any other.

    What stands outside ASCII is percent-encoded, a host in other letters by IDNA.
    """
    from w3lib.url import safe_url_string

    try:
        safe = safe_url_string(url.strip())
        parts = urlsplit(safe)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return ""
    return safe if usable and safe.isascii() and len(safe) <= LONGEST_LINK else ""


def page_id(url: str) -> str:
    """The id of a page: 16 hex digits of the SHA-256 of its canonical address."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()[:16]


def host_of(url: str) -> str:
    """The host of an address in lower case, or "" where there is none."""
    return (urlsplit(url).hostname or "").lower()


def without_userinfo(url: str) -> str:
    """An address as it may be printed: without the user and password before its host."""
    scheme, mark, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{rest[len(authority) :]}" if mark else url
