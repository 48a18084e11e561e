"""A contributor fills the form of a meeting in by keys alone, enters who is missing, and loses nothing."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .test_signing_in import OVERFLOW, show_password

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

ADD = "/admin/cooperation/meeting/add/"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('unsaved ')).length"

# The fields that reach over the edge of their row, whose frame hides the rest of them.
CUT_OFF = """() => [...document.querySelectorAll(".rows .inline-related :is(input, select, textarea)")]
    .filter((field) => field.checkVisibility() && !field.matches(".select2-hidden-accessible"))
    .filter((field) => field.getBoundingClientRect().right > field.closest("fieldset").getBoundingClientRect().right)
    .map((field) => field.id)"""


@pytest.fixture
def desk(open_page) -> Page:
    page = open_page()
    show_password(page, "sevil")
    expect(page.locator("#site-name")).to_be_visible()
    page.goto(ADD)
    return page


def box(page: Page, field: str):
    """What is seen of a list that is searched by typing."""
    return page.locator(f"#id_{field} + .select2 .select2-selection")


def choose(page: Page, text: str, wanted: str) -> None:
    """Search in the list that has the focus, and take what comes first."""
    # Each letter asks; what the first of them found must not be taken.
    with page.expect_response(lambda answer: f"term={quote(text)}&" in answer.url):
        page.keyboard.type(text)
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(wanted)
    page.keyboard.press("Enter")


def expect_kept(page: Page, count: int) -> None:
    """How many pieces of unsaved work the browser has, once its scripts have run.

    Playwright's own way to wait evaluates text, which the site's policy forbids.
    """
    for _attempt in range(50):
        if page.evaluate(KEPT) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(KEPT))


def test_a_meeting_is_entered_by_keys_alone(desk):
    keys = desk.keyboard
    expect(desk.locator("#id_title_en")).to_be_focused()
    keys.type("The minister received a new director")
    keys.press("Enter")
    keys.type("2024-03-05")
    box(desk, "participations-0-agency").focus()
    choose(desk, "foreign affairs", "Ministry of Foreign Affairs")
    box(desk, "participations-0-official").focus()
    choose(desk, "bayramov", "Jeyhun Bayramov")
    offer = desk.locator("#participations-0 .title-offer")
    expect(offer).to_contain_text("Minister of Foreign Affairs – ")
    desk.locator("#id_participations-0-reported_title_en").focus()
    keys.press("Enter")
    expect(desk.locator("#id_participations-0-reported_title_en")).to_have_value("Minister of Foreign Affairs")
    expect(offer).to_be_hidden()
    expect(desk.locator("#odd")).to_contain_text("No UN agency takes part.")

    keys.press("Alt+Shift+N")
    expect(box(desk, "participations-2-agency")).to_be_focused()
    choose(desk, "unicef", "United Nations Children's Fund")
    expect(desk.locator("#odd")).not_to_contain_text("No UN agency takes part.")
    box(desk, "participations-2-official").focus()
    choose(desk, "Vera Lindqvist", "Create “Vera Lindqvist”")
    expect(box(desk, "participations-2-official")).to_contain_text("Vera Lindqvist")
    expect(desk.locator("#participations-2 .created")).to_contain_text("Entered.")
    for width in (1280, 768, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate(OVERFLOW) == 0, width
        assert desk.evaluate(CUT_OFF) == [], width

    keys.press("Control+s")
    expect(desk).to_have_url(re.compile(r"/meeting/\d+/change/$"))
    expect(box(desk, "participations-1-official")).to_contain_text("Vera Lindqvist")
    expect_kept(desk, 0)
    desk.goto(desk.url.replace("/change/", "/history/"))
    expect(desk.locator(".versions")).to_contain_text("Created")
    assert desk.evaluate(OVERFLOW) == 0


def test_nothing_is_lost_with_a_tab_or_a_session(desk):
    desk.locator("#id_title_en").fill("Talks that nobody saved")
    desk.locator("#id_date").fill("2024-03")
    box(desk, "participations-0-agency").focus()
    choose(desk, "unicef", "United Nations Children's Fund")
    desk.locator("#points-group .add-row a").click()
    desk.locator("#id_points-1-text_en").fill("A second point")
    expect_kept(desk, 1)

    # The tab is closed before anything is saved, and another one opened.
    desk.goto("about:blank")
    desk.goto(ADD)
    desk.get_by_role("button", name="Restore it").click()
    expect(desk.locator("#restored")).to_contain_text("Nothing of it is saved yet.")
    expect(desk.locator("#id_title_en")).to_have_value("Talks that nobody saved")
    expect(desk.locator("#id_points-1-text_en")).to_have_value("A second point")
    expect(box(desk, "participations-0-agency")).to_contain_text("United Nations Children's Fund")

    desk.locator("#points-1 .inline-deletelink").click()
    desk.locator("#id_venue").fill("Hall")
    # After twelve hours both are gone, and the form is still open.
    for cookie in ("sessionid", "csrftoken"):
        desk.context.clear_cookies(name=cookie)
    desk.keyboard.press("Control+Enter")
    desk.get_by_label("Username").fill("sevil")
    desk.get_by_label("Password").fill("correct horse battery")
    desk.get_by_role("button", name="Sign in", exact=True).click()
    expect(desk.locator("#restored")).to_be_visible()
    expect(desk.locator("#id_venue")).to_have_value("Hall")
    desk.keyboard.press("Control+Enter")
    expect(desk).to_have_url(re.compile(r"/admin/cooperation/meeting/$"))
    expect_kept(desk, 0)

    desk.goto(ADD)
    desk.locator("#id_title_en").fill("Another one")
    expect_kept(desk, 1)
    desk.get_by_role("button", name="Log out").click()
    expect(desk).to_have_url(re.compile("/accounts/login/"))
    expect_kept(desk, 0)


def test_what_cannot_be_saved_any_more_is_shown(desk):
    desk.locator("#id_title_en").fill("Talks that nobody saved")
    box(desk, "participations-0-agency").focus()
    choose(desk, "unicef", "United Nations Children's Fund")
    expect_kept(desk, 1)
    desk.goto("/admin/cooperation/meeting/from-text/")
    expect(desk.locator("#begun")).to_contain_text("was not saved")

    desk.goto("/admin/cooperation/meeting/?state__exact=withdrawn")
    desk.locator("#result_list tbody .field-english_title a").first.click()
    expect(desk.locator("#unsaved")).to_be_hidden()
    expect(desk.locator("#points-group .readonly").first).to_be_visible()
    # As if its form had been open when the record was withdrawn.
    desk.evaluate(
        """() => {
            const [key] = Object.keys(localStorage).filter((key) => key.startsWith("unsaved "));
            localStorage[key] = JSON.stringify({ ...JSON.parse(localStorage[key]), path: location.pathname });
        }"""
    )
    desk.reload()
    shown = desk.locator("#unsaved")
    expect(shown).to_contain_text("you may no longer change this record")
    expect(shown.locator("dl")).to_contain_text("TitleTalks that nobody saved")
    expect(shown.locator("dl")).to_contain_text("Participant 1: AgencyUnited Nations Children's Fund")
    for width in (1280, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate(OVERFLOW) == 0, width
    shown.get_by_role("button", name="Discard it").click()
    expect(shown).to_be_hidden()
    expect_kept(desk, 0)


def test_lists_of_records_need_no_scrolling_sideways_on_a_phone(desk):
    desk.set_viewport_size({"width": 360, "height": 800})
    for noun in ("event", "meeting", "agency", "source"):
        desk.goto(ADD.replace("meeting/add", noun))
        expect(desk.locator("#result_list tbody tr").first).to_be_visible()
        hidden = "document.querySelector('#changelist .results').scrollWidth > document.documentElement.clientWidth"
        assert not desk.evaluate(hidden), noun
        assert desk.evaluate(OVERFLOW) == 0, noun
