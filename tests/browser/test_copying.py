"""The button that copies the link of what is shown."""

import re

import pytest
from playwright.sync_api import Page, expect

from .addresses import MINES, RECORDS, in_language

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

SHOWN = {
    "timeline": MINES,
    "list": "/programs/?agency=unicef",
    "list in Azerbaijani": in_language("az", "/officials/?q=aliyev"),
    "pictures in Russian": in_language("ru", "/pictures/?agency=unicef"),
    "briefing": "/agencies/unicef/briefing/?from=2020",
    "briefing of a filter": in_language("ru", "/briefing/?topic=mine-action&from=2020"),
}
LABELS = {"en": ("Copy the link", "Copied"), "az": ("Keçidi köçür", "Köçürüldü"),
          "ru": ("Скопировать ссылку", "Скопировано")}  # fmt: skip
BUTTON = "button[data-copied]"
COPIED = "navigator.clipboard.readText()"


@pytest.fixture
def page(open_page) -> Page:
    return open_page(permissions=["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize("address", SHOWN.values(), ids=SHOWN)
def test_the_link_of_what_is_shown_is_copied(page, address):
    page.goto(address)
    label, copied = LABELS[page.locator("html").get_attribute("lang")]
    button = page.locator(BUTTON)
    expect(button).to_have_text(label)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(copied)
    assert page.evaluate(COPIED) == page.url
    expect(button).to_have_text(label)


def test_after_a_filter_change_the_new_link_is_copied(page):
    page.goto("/")
    page.locator("#agency-unicef").check()
    expect(page).to_have_url(re.compile(r"/meetings/\?agency=unicef$"))
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(BUTTON).click()
    expect(page.locator(BUTTON)).to_have_text("Copied")
    assert page.evaluate(COPIED) == page.url


def test_a_record_has_its_permanent_link_and_its_citation_copied(page):
    page.goto(RECORDS["agency"])
    link, citation = page.locator(BUTTON).all()
    for button, words in ((link, page.locator(".permalink")), (citation, page.locator("#citation"))):
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate(COPIED) == words.inner_text().strip()


@pytest.mark.parametrize("address", [*SHOWN.values(), RECORDS["agency"]], ids=[*SHOWN, "record"])
def test_without_scripts_there_is_no_button(open_page, address):
    page = open_page(java_script_enabled=False)
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(BUTTON).count() >= 1
    assert page.locator(BUTTON).filter(visible=True).count() == 0
