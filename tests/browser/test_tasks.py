"""What people come for, from the first page to the last, with JavaScript and without, in three languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from .addresses import ARTICLE, MINES, in_language

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

each_language = pytest.mark.parametrize("language", ["en", "az", "ru"])
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
OUTLINE = """(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
})()"""
FOCUSED = "document.activeElement.matches(%r)"


def found(page: Page) -> list[str]:
    return page.locator("#results .entry-title a").evaluate_all("links => links.map(link => link.pathname)")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands there; wherever it stands on the way, it is seen."""
    for _ in range(300):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE) >= 2, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(FOCUSED % selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


@each_language
@with_and_without_scripts
def test_a_reader_finds_every_meeting_of_unicef_on_mines_since_2020(open_page, language, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(in_language(language, MINES))
    wanted = found(page)
    assert in_language(language, f"/meetings/{ARTICLE}/") in wanted

    page.goto(in_language(language, "/"))
    page.locator("#filter-q").fill("mine")
    page.locator("input[name=from]").fill("2020")
    page.locator("label[for=agency-unicef]").click()
    if not scripts:
        page.locator("#filters .filter-body > .button").click()
    expect(page).to_have_url(re.compile(r"/meetings/\?(?=.*agency=unicef)(?=.*from=2020)(?=.*q=mine)"))
    expect(page.locator("#results .entry")).to_have_count(len(wanted))
    assert found(page) == wanted

    page.locator(f"#results .entry-title a[href$='{ARTICLE}/']").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".point")).to_have_count(14)
    source = page.locator(".source .source-title").first
    expect(source).to_be_visible()
    assert source.get_attribute("href").startswith("https://")


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("az", False), ("ru", True)])
def test_a_desk_officer_prints_the_briefing_on_two_pages(open_page, language, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(in_language(language, "/agencies/"))
    page.locator("main a[href$='/agencies/unicef/']").first.click()
    page.locator("main a[href*='/agencies/unicef/briefing/']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert pages_of(page.pdf(format="A4")) == 2


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@each_language
def test_a_reader_with_a_keyboard_alone_comes_to_the_source(page, language):
    page.goto(in_language(language, "/"))
    page.keyboard.press("Tab")
    skip = page.locator(".skip").first
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    tab_to(page, "#filter-q")
    page.keyboard.type("mine")
    tab_to(page, "input[name=from]")
    page.keyboard.type("2020")
    tab_to(page, "#agency-unicef")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("(?=.*agency=unicef)(?=.*from=2020)(?=.*q=mine)"))
    expect(page.locator("#agency-unicef")).to_be_focused()
    expect(page.locator("#announcement")).to_have_text(page.locator("#results .result-count").inner_text())

    tab_to(page, f"#results .entry-title a[href$='{ARTICLE}/']")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page).to_have_url(re.compile(f"/meetings/{ARTICLE}/$"))
    tab_to(page, ".source-title")


@each_language
@pytest.mark.parametrize("address", ["/", "/officials/", "/search/?q=mine", "/pictures/"])
def test_the_results_are_two_steps_away(page, language, address):
    page.goto(in_language(language, address))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".skip").nth(1)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#results, #search-results")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#results, #search-results') !== null")


@pytest.mark.parametrize("address", ["/search/?q=mine", f"/meetings/{ARTICLE}/", "/agencies/unicef/"])
def test_wherever_tab_leads_the_focus_is_seen(page, address):
    page.goto(address)
    tab_to(page, "footer a")


@with_and_without_scripts
def test_another_language_shows_the_same_page(open_page, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(MINES)
    here = found(page)
    for code in ("az", "ru", "en"):
        page.locator(f"a[hreflang={code}]").first.click()
        expect(page).to_have_url(re.compile(re.escape(in_language(code, MINES)) + "$"))
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert found(page) == [in_language(code, address) for address in here]
