"""Paper, quiet screens and colours of one's own."""

import re

import pytest
from playwright.sync_api import expect

from .addresses import ARTICLE, MINES

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

CONTROLS = "nav, form, button, input, .skip, .chip-remove"
MOVING = """[...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ");
    return times.some((time) => parseFloat(time) > 0);
}).length"""


@pytest.mark.parametrize("address", [f"/meetings/{ARTICLE}/", MINES, "/agencies/unicef/", "/agencies/unicef/briefing/"])
def test_paper_has_no_controls(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(CONTROLS).filter(visible=True).count() == 0


def test_paper_leaves_no_sign_of_a_way_that_it_does_not_have(page):
    page.goto("/meetings/?agency=unicef")
    page.emulate_media(media="print")
    expect(page.locator(".year-total").first).to_have_text(re.compile(r"^\d+ meetings?$"), use_inner_text=True)


def test_the_numbers_of_sources_on_paper_stand_clear_of_the_other_column(page):
    page.goto("/agencies/unicef/briefing/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    lefts = page.locator("ol.notes > li").evaluate_all("notes => notes.map(note => note.getBoundingClientRect().left)")
    right = page.locator("ol.notes > li").first.evaluate("note => note.getBoundingClientRect().right")
    # The widest number, of two digits and a full stop, is 2 em of 7 points.
    assert max(lefts) - right > 2 * 7 * 4 / 3


def test_paper_has_the_addresses_of_the_sources(page):
    page.goto(f"/meetings/{ARTICLE}/")
    address = page.locator(".source-address").first
    expect(address).to_be_hidden()
    page.emulate_media(media="print")
    expect(address).to_contain_text("https://")


@pytest.mark.parametrize("address", ["/", f"/meetings/{ARTICLE}/"])
def test_nothing_moves_for_those_who_want_it_still(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(MOVING) == 0


def test_focus_is_seen_in_colours_of_the_reader(open_page):
    page = open_page(forced_colors="active")
    page.goto("/")
    page.locator("#filter-q").focus()
    assert page.locator("#filter-q").evaluate("field => getComputedStyle(field).outlineStyle") == "solid"
    languages = page.locator(".languages a")
    lines = languages.evaluate_all("links => links.map(link => getComputedStyle(link).borderBottomColor)")
    assert len(set(lines)) == 2, "only the chosen language is underlined"
    bar = page.locator(".column rect").first
    assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(0, 0, 0)"
