"""The reactor's name resolver, which leaves out the addresses that a crawl may not reach."""

from collections.abc import Sequence
from typing import Any, Self

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.crawl.private_addresses import is_private, proxy_hosts


@implementer(IResolutionReceiver)
class _PublicAddressReceiver:
    """Passes public addresses on; of a private one, remembers the name that resolved to it."""

    def __init__(self, receiver: Any, name: str, refused: set[str]) -> None:
        self._receiver = receiver
        self._name = name
        self._refused = refused

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        if is_private(address.host):
            self._refused.add(self._name)
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Checks what a name resolves to at the moment of connecting, so that no second answer can slip past.

    `refused` holds the names that resolved to a private address. The proxies of the environment are exempt.
    """

    refused: set[str]
    _exempt: frozenset[str] | None

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Scrapy's hook; `crawler` is the crawler process here."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.refused = set()
        resolver._exempt = None if crawler.settings.getbool("ALLOW_PRIVATE") else proxy_hosts()
        return resolver

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve, keeping private addresses from the connection."""
        receiver: Any = resolutionReceiver
        if self._exempt is not None and hostName.lower() not in self._exempt:
            receiver = _PublicAddressReceiver(receiver, hostName.lower(), self.refused)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
