"""What comes over the wire for a page, as Chromium counts it: bodies as compressed, with their headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass
class Arrival:
    address: str
    kind: str
    size: int = 0


@contextmanager
def arrivals(page: Page) -> Iterator[list[Arrival]]:
    arrived: dict[str, Arrival] = {}
    protocol = page.context.new_cdp_session(page)
    protocol.on(
        "Network.responseReceived",
        lambda event: arrived.update({event["requestId"]: Arrival(event["response"]["url"], event["type"])}),
    )

    def finished(event: dict) -> None:
        arrived[event["requestId"]].size = event["encodedDataLength"]

    protocol.on("Network.loadingFinished", finished)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    found: list[Arrival] = []
    yield found
    found.extend(arrived.values())
    protocol.detach()
