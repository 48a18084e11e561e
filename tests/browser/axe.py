"""Accessibility as axe-core checks it: WCAG 2.0, 2.1 and 2.2 at the levels A and AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What another colour scheme can change, and what a narrow page can.
DARK = ["color-contrast", "link-in-text-block"]
TARGETS = ["target-size"]


def complaints(page: Page, rules: list[str] | None = None) -> list[str]:
    run = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = Axe().run(page, options={"runOnly": run, "resultTypes": ["violations"]})
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']]}"
        for each in found.response["violations"]
    ]
