"""What holds for every kind of page, in every language."""

import pytest

from .addresses import ERRORS, SHORT, WHOLE, in_language
from .axe import COLOURS, TARGETS, complaints
from .watching import watch
from .weight import arrivals

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

KILOBYTE = 1024
# The page, its icon, two scripts and the style sheets.
FILES = 16
PHONE = {"width": 360, "height": 740}
# What a window of 1280 pixels leaves at 400 %.
ZOOMED = {"width": 320, "height": 256}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# How far things have moved since they were first drawn.
SHIFTS = """new Promise((tell) => new PerformanceObserver((list) =>
    tell(list.getEntries().reduce((sum, entry) => sum + (entry.value || 0), 0))
).observe({type: "layout-shift", buffered: true}) || setTimeout(() => tell(0), 50))"""

FEET = "bars => bars.map(bar => Math.round(bar.getBoundingClientRect().bottom))"
VISIBILITY = "element => getComputedStyle(element).visibility"
# Whether each stands whole within the frame that it scrolls in, and not behind the names on its left.
IN_FRAME = """cells => cells.map((cell) => {
    const frame = cell.closest(".grid-frame").getBoundingClientRect();
    const names = cell.closest("tr").firstElementChild.getBoundingClientRect();
    const own = cell.getBoundingClientRect();
    return own.left >= names.right - 1 && own.right <= frame.right + 1;
})"""

each_page = pytest.mark.parametrize("address", WHOLE.values(), ids=WHOLE)


@each_page
def test_axe_finds_nothing(same_page, address):
    same_page.goto(address)
    assert complaints(same_page) == []


# Colours do not depend on the language, so that one of them is looked at in the dark.
@pytest.mark.parametrize(("language", "scheme"), [("az", "light"), ("ru", "dark")])
@pytest.mark.parametrize("address", SHORT.values(), ids=SHORT)
def test_axe_finds_nothing_in_another_language_or_in_the_dark(same_page, address, language, scheme):
    same_page.emulate_media(color_scheme=scheme)
    same_page.goto(in_language(language, address))
    assert same_page.locator("html").get_attribute("lang") == language
    assert complaints(same_page, without=COLOURS if scheme == "light" else None) == []


@each_page
def test_a_narrow_page_leaves_room_for_fingers(same_page, address):
    same_page.set_viewport_size(PHONE)
    same_page.goto(address)
    assert complaints(same_page, only=TARGETS) == []


@pytest.mark.parametrize("language", ["en", "az", "ru"])
@each_page
def test_a_narrow_page_scrolls_one_way(same_page, address, language):
    same_page.set_viewport_size(PHONE)
    same_page.goto(in_language(language, address))
    assert same_page.evaluate(OVERFLOW) == 0
    same_page.set_viewport_size(ZOOMED)
    assert same_page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("address", ["/", "/pictures/", "/agencies/unrco/"])
@pytest.mark.parametrize("width", [768, 1000, 1280])
def test_the_bars_of_all_years_stand_in_one_row(same_page, address, width):
    same_page.set_viewport_size({"width": width, "height": 900})
    same_page.goto(address)
    feet = same_page.locator(".histogram").first.locator("li").evaluate_all(FEET)
    assert len(feet) > 12
    assert len(set(feet)) == 1


def test_a_phone_has_a_row_of_bars_for_each_decade(same_page):
    same_page.set_viewport_size(PHONE)
    same_page.goto("/")
    bars = same_page.locator(".histogram li")
    feet = bars.evaluate_all(FEET)
    decades = [year[:3] for year in bars.locator(".year-name").all_text_contents()]
    assert len(set(feet)) == len(set(decades)) == len(set(zip(feet, decades, strict=True)))


@pytest.mark.parametrize("width", [320, 768, 1024])
def test_a_matrix_opens_at_the_latest_year_and_says_that_there_are_more(same_page, width):
    same_page.set_viewport_size({"width": width, "height": 900})
    same_page.goto("/pictures/")
    frame = same_page.locator(".grid-frame:has(.by-year)").first
    frame.scroll_into_view_if_needed()
    heads = frame.locator("thead th")
    seen = heads.evaluate_all(IN_FRAME)
    assert seen[-2:] == [True, True], "the latest year and the sum"
    assert not seen[0], "the first year"
    assert frame.locator(".grid-hint").evaluate(VISIBILITY) == "visible"
    assert frame.locator("tbody .last").first.is_visible()
    frame.evaluate("frame => frame.scrollTo(-frame.scrollWidth, 0)")
    seen = heads.evaluate_all(IN_FRAME)
    assert (seen[0], seen[-1]) == (True, True), "the first year and the sum"


def test_a_matrix_without_more_years_says_nothing_of_them(same_page):
    same_page.set_viewport_size({"width": 1440, "height": 900})
    same_page.goto("/pictures/?agency=unicef")
    assert same_page.locator(".grid-frame:has(.by-year) .grid-hint").first.evaluate(VISIBILITY) == "hidden"


@each_page
def test_the_first_view_is_light_and_stands_still(same_page, address):
    with arrivals(same_page) as arrived:
        same_page.goto(address)
        moved = same_page.evaluate(SHIFTS)
    assert sum(each.size for each in arrived) <= 100 * KILOBYTE
    assert sum(each.size for each in arrived if each.kind == "Script") <= 20 * KILOBYTE
    assert len(arrived) <= FILES
    assert moved < 0.01


@pytest.mark.parametrize(("address", "status"), ERRORS.values(), ids=ERRORS)
def test_an_error_has_its_number(same_page, address, status):
    assert same_page.goto(address).status == status


def test_what_a_page_must_not_do_is_noticed(chromium, site):
    page = chromium.new_page(base_url=site)
    watched = watch(page, site)
    page.goto("/about/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.evaluate("fetch('/static/nothing').catch(() => 0)")
    page.evaluate("fetch('http://localhost:9/').catch(() => 0)")
    page.evaluate("setTimeout(() => nothing())")
    page.wait_for_function("performance.now() > 100")
    page.context.close()
    said = " ".join(watched.problems)
    assert "Content Security Policy" in said
    assert "/static/nothing" in said
    assert "http://localhost:9/" in said
    assert "script: nothing is not defined" in said
