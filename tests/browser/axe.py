"""Accessibility as axe-core checks it: WCAG 2.0, 2.1 and 2.2 at the levels A and AA, and its own good habits."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Colours are the same in each language, and looking at them takes most of the time.
COLOURS = ["color-contrast", "link-in-text-block"]
TARGETS = ["target-size"]

IS_THERE = "typeof axe === 'object'"
RUN = """async (options) => {
    const { violations } = await axe.run(document, options);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target)}`);
}"""


def complaints(page: Page, only: list[str] | None = None, without: list[str] | None = None) -> list[str]:
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without or ()},
        "resultTypes": ["violations"],
    }
    return page.evaluate(RUN, options)
