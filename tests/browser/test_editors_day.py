"""An editor's day: a report becomes a meeting that readers find; its double is merged; two editors lose nothing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.signing_in import code_of

from .additions import KEY, PASSWORD

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

TITLE = "Foreign Minister and UNICEF on schools near mines"
REPORT = """Foreign Minister meets UNICEF Representative

On 14 October 2026, Minister of Foreign Affairs Jeyhun Bayramov received in Baku Vera Lindqvist, UNICEF Representative
in Azerbaijan.

Jeyhun Bayramov informed her about mine clearance around schools in the liberated territories. Vera Lindqvist said that
UNICEF would train twenty teachers in mine risk education.
"""


def come(open_page, name: str) -> Page:
    """An editor signs in with a password and a second factor."""
    page = open_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_of(KEY))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#site-name")).to_be_visible()
    return page


def box(page: Page, field: str) -> Locator:
    return page.locator(f"#id_{field} + .select2 .select2-selection")


def paste(page: Page, report: str, address: str) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="New meeting from a text").click()
    page.get_by_label("Text").fill(report)
    page.get_by_label("Web address").fill(address)
    page.get_by_label("Publisher").fill("Ministry of Foreign Affairs")
    page.get_by_label("Published").fill("2026-10-15")
    page.get_by_role("button", name="Read the text").click()


def said(page: Page) -> Locator:
    return page.locator(".messagelist")


def submit(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def entered(page: Page) -> None:
    """From the report to a draft: what was read is seen, one thing is corrected, and it is saved."""
    paste(page, REPORT, "https://mfa.example/news/1410")
    expect(page.locator("#id_date")).to_have_value("2026-10-14")
    expect(page.locator("#id_city")).to_have_value("Baku")
    expect(box(page, "participations-0-official")).to_contain_text("Jeyhun Bayramov")
    expect(box(page, "participations-1-agency")).to_contain_text("United Nations Children's Fund")
    expect(page.locator("#id_new_source_url")).to_have_value("https://mfa.example/news/1410")
    page.locator("#id_title_en").fill(TITLE)
    submit(page, "Save and continue editing")
    expect(said(page)).to_contain_text("was added successfully")
    expect(page.locator("#id_title_en")).to_have_value(TITLE)


def test_from_a_report_to_a_meeting_that_readers_find_and_back(open_page):
    editor, reader = come(open_page, "aytac"), open_page()
    entered(editor)
    draft = editor.url
    reader.goto("/meetings/")
    expect(reader.get_by_role("main")).not_to_contain_text(TITLE)

    submit(editor, "Save and send to review")
    editor.goto("/admin/queue/")
    editor.get_by_role("link", name=f"2026-10-14 {TITLE}").click()
    submit(editor, "Save and publish")
    expect(said(editor)).to_contain_text("Now public:")
    reader.goto("/meetings/")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    public = reader.url

    # The same report once more, by another hand.
    paste(editor, REPORT.replace("14 October", "15 October"), "https://unicef.example/news/7")
    editor.locator("#id_title_en").fill("UNICEF Representative meets the Minister")
    submit(editor, "Save and publish")
    expect(said(editor)).to_contain_text("may be there already")
    reader.goto("/meetings/")
    reader.get_by_role("link", name="UNICEF Representative meets the Minister").first.click()
    other = reader.url

    editor.goto("/admin/duplicates/")
    pair = editor.locator("form.pair", has_text=TITLE)
    pair.get_by_role("link", name="Side by side").click()
    if "UNICEF Representative meets" in editor.locator("th, .kept").first.inner_text():
        editor.get_by_role("link", name="Keep the other one instead").click()
    submit(editor, "Merge")
    expect(said(editor)).to_contain_text("The two are one now.")
    reader.goto(other)
    assert reader.url == public
    expect(reader.get_by_role("main")).to_contain_text("unicef.example")

    # What was published first is brought back, which waits until it is published.
    editor.goto(draft.replace("/change/", "/history/"))
    editor.locator(".versions a").last.click()
    editor.get_by_role("button", name=re.compile("Bring version")).click()
    expect(said(editor)).to_contain_text("The former version is proposed")
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("unicef.example")
    editor.get_by_role("link", name="Open it").click()
    submit(editor, "Publish these changes")
    expect(said(editor)).to_contain_text("The changes are public now.")
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text("unicef.example")


def say(page: Page, text: str) -> None:
    page.locator("#points-group .add-row a").click()
    page.locator("#id_points-0-kind").select_option("asked")
    page.locator("#id_points-0-text_en").fill(text)


def test_two_editors_at_one_meeting_lose_nothing(open_page):
    first, second = come(open_page, "kamran"), come(open_page, "nigar")
    first.goto("/admin/cooperation/meeting/add/")
    first.locator("#id_title_en").fill("Talks on water")
    first.locator("#id_date").fill("2024-03")
    submit(first, "Save and continue editing")
    expect(said(first)).to_contain_text("was added successfully")
    second.goto(first.url)

    first.locator("#id_venue").fill("Gulistan Palace")
    say(first, "Wells were asked for")
    submit(first, "Save and continue editing")
    expect(first.locator("#id_venue")).to_have_value("Gulistan Palace")
    second.locator("#id_city").fill("Ganja")
    say(second, "Canals were asked for")
    submit(second, "Save and continue editing")
    expect(second.locator(".errornote").first).to_be_visible()
    expect(second.locator(".standing:visible").first).to_contain_text("Gulistan Palace")
    expect(second.locator("#id_city")).to_have_value("Ganja")
    expect(second.locator("#id_venue")).to_have_value("Gulistan Palace")
    expect(second.locator("#id_points-0-text_en")).to_have_value("Wells were asked for")
    expect(second.locator("#id_points-1-text_en")).to_have_value("Canals were asked for")
    submit(second, "Save and continue editing")
    expect(said(second)).to_contain_text("Saved.")
    first.reload()
    expect(first.locator("#id_points-1-text_en")).to_have_value("Canals were asked for")
    expect(first.locator("#id_city")).to_have_value("Ganja")
    expect(first.locator("#id_venue")).to_have_value("Gulistan Palace")
