"""What a page must not do: complain in the console, break its security policy, or speak to another host."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass
class Watched:
    page: Page
    site: str
    problems: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        # Chromium calls a page's answer of 400 an error too, and htmx a request that a newer one replaced.
        of_a_page = "the server responded with a status of 4" in message.text and "/static/" not in address
        replaced = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type in {"error", "warning"} and not of_a_page and not replaced:
            self.problems.append(f"{message.type}: {message.text} ({address})")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.problems.append(f"another host: {request.url}")


def watch(page: Page, site: str) -> Watched:
    watched = Watched(page, site)
    page.on("console", watched.heard)
    page.on("pageerror", lambda error: watched.problems.append(f"script: {error}"))
    page.on("request", watched.asked)
    return watched
