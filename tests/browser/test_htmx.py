"""Filtering and searching without a page load."""

import re

import pytest
from playwright.sync_api import expect

from .addresses import MINES
from .axe import complaints

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]


@pytest.fixture
def page(page):
    """A page that would tell if it was loaded anew."""
    page.goto("/")
    page.evaluate("window.stayed = true")
    return page


def test_a_filter_changes_results_address_title_and_announcement(page):
    before = page.locator(".result-count").inner_text()
    page.locator("#agency-unicef").check()
    expect(page).to_have_url(re.compile(r"/meetings/\?agency=unicef$"))
    expect(page).to_have_title(re.compile("UNICEF"))
    count = page.locator(".result-count")
    expect(count).not_to_have_text(before)
    expect(page.locator("#announcement")).to_have_text(count.inner_text())
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("#agency-unicef")).to_be_checked()
    assert page.evaluate("window.stayed")


def test_the_back_button_restores_the_page_before(page):
    before = page.locator(".result-count").inner_text()
    page.locator("#agency-unicef").check()
    expect(page).to_have_url(re.compile("agency=unicef$"))
    filtered = page.locator(".result-count").inner_text()
    page.locator("#agency-who").check()
    expect(page).to_have_url(re.compile("agency=who&agency=unicef$"))
    page.go_back()
    expect(page.locator(".result-count")).to_have_text(filtered)
    expect(page.locator("#agency-who")).not_to_be_checked()
    expect(page.locator("#agency-unicef")).to_be_checked()
    page.go_back()
    expect(page.locator(".result-count")).to_have_text(before)
    expect(page.locator("#agency-unicef")).not_to_be_checked()
    expect(page.locator("h1")).to_be_visible()


def test_back_from_a_record_restores_the_filtered_list(page):
    page.locator("#agency-unicef").check()
    expect(page.locator(".chip")).to_have_count(1)
    filtered = page.locator(".result-count").inner_text()
    page.locator("#results .entry-title a").first.click()
    expect(page.locator("#filters")).to_have_count(0)
    page.go_back()
    expect(page.locator("#filters")).to_have_count(1)
    expect(page.locator(".result-count")).to_have_text(filtered)
    expect(page.locator("#agency-unicef")).to_be_checked()


def test_a_bad_date_is_explained_in_place(page):
    page.locator("input[name=from]").fill("2024-13")
    page.locator("input[name=from]").press("Tab")
    expect(page.locator("#results .problem[role=alert]")).to_contain_text("2024-13")
    expect(page.locator("#results .entry")).to_have_count(0)
    assert page.evaluate("window.stayed")
    page.locator("input[name=from]").fill("2024")
    page.locator("input[name=from]").press("Tab")
    expect(page.locator("#results .problem")).to_have_count(0)
    expect(page.locator("#results .entry").first).to_be_visible()


def test_words_that_are_typed_narrow_the_list(page):
    page.locator("#filter-q").press_sequentially("unicef", delay=20)
    expect(page).to_have_url(re.compile("q=unicef$"))
    expect(page.locator("#results .acronym").first).to_have_text("UNICEF")
    expect(page.locator("#filter-q")).to_be_focused()
    assert page.evaluate("window.stayed")


def test_the_search_answers_while_one_types(page):
    page.goto("/search/")
    page.evaluate("window.stayed = true")
    page.locator("#search-q").press_sequentially("eliyev", delay=20)
    expect(page.locator("#found-officials .row-name", has_text="Aliyev").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=eliyev$"))
    expect(page.locator("#announcement")).to_contain_text(re.compile(r"\d+"))
    assert page.evaluate("window.stayed")


def test_the_field_of_the_masthead_answers_while_one_types(page):
    field, found = page.locator("#masthead-q"), page.locator("#masthead-found")
    field.press_sequentially("eliyev", delay=20)
    official = found.locator("a", has_text="Aliyev").first
    expect(official).to_be_visible()
    expect(page.locator("#masthead-said")).to_contain_text(re.compile(r"\d+"))
    expect(field).to_be_focused()
    assert page.evaluate("window.stayed")
    assert complaints(page) == []

    page.keyboard.press("ArrowDown")
    expect(found.locator("a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(found.locator("a").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    expect(field).to_be_focused()


def test_what_the_field_of_the_masthead_finds_leads_on_and_goes_with_the_focus(page):
    field, found = page.locator("#masthead-q"), page.locator("#masthead-found")
    field.press_sequentially("unicef", delay=20)
    expect(found.locator("a").first).to_be_visible()
    page.locator("#filter-q").focus()
    expect(found).to_be_hidden()
    field.focus()
    found.locator("a", has_text="Children's Fund").first.click()
    expect(page).to_have_url(re.compile("/agencies/unicef/$"))


def test_the_field_of_the_masthead_still_leads_to_the_whole_search(page):
    page.locator("#masthead-q").fill("unicef")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=unicef$"))


def test_taking_a_chip_away_widens_the_list(page):
    page.goto(MINES)
    page.locator(".chip[href$='/meetings/?agency=unicef&topic=mine-action']").click()
    expect(page.locator(".chip")).to_have_count(2)
