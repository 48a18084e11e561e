"""A form has as many rows as are stored and some more, whatever a browser claims."""

import pytest
from django.contrib import admin

from cooperation.editorial.formsets import NEW_ROWS, BoundedFormSet
from cooperation.models import Meeting, Point, State
from tests.factories import make_meeting, make_point

from .posting import ADD, TABLES, change_url, errors_of, meeting_form, sent

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def rows_of(page):
    return {each.formset.prefix: len(each.formset.forms) for each in page.context["inline_admin_formsets"]}


def test_every_table_of_every_form_is_bounded():
    desks = admin.site._registry.values()
    assert [desk for desk in desks if desk.list_editable] == []
    inlines = [inline for desk in desks for inline in desk.inlines]
    assert len(inlines) >= 8
    assert [inline for inline in inlines if not issubclass(inline.formset, BoundedFormSet)] == []


@pytest.mark.parametrize("count", ["TOTAL", "INITIAL"])
def test_rows_that_are_only_claimed_cost_little(admin_client, count):
    claimed = {f"{table}-{name}_FORMS": "999999999" for table in TABLES for name in {count, "TOTAL"}}
    page = admin_client.post(ADD, meeting_form() | claimed)
    assert page.status_code == 200
    assert max(rows_of(page).values()) <= NEW_ROWS + 2
    assert len(page.content) < 4_000_000
    assert "This table takes 52 rows at once" in errors_of(page)["participations"][0]
    assert not Meeting.objects.exists()


def test_a_meeting_with_many_rows_is_saved_and_takes_more(admin_client):
    meeting = make_meeting("Of many", state=State.DRAFT)
    stored = NEW_ROWS + 30
    for number in range(1, stored + 1):
        make_point(meeting, order=number, text_en=f"Point {number}.")
    page = admin_client.get(change_url(meeting))
    assert rows_of(page)["points"] == stored

    def added(number):
        rows = {
            f"points-{place}-{name}": value
            for place in range(stored, stored + number)
            for name, value in {"order": place + 1, "kind": "informed", "text_en": "One more."}.items()
        }
        return admin_client.post(change_url(meeting), sent(page) | rows | {"points-TOTAL_FORMS": stored + number})

    refused = added(NEW_ROWS + 1)
    assert f"takes {stored + NEW_ROWS} rows at once" in errors_of(refused)["points"][0]
    # All but the one too many stand there still.
    assert rows_of(refused)["points"] == stored + NEW_ROWS
    assert added(NEW_ROWS).status_code == 302
    assert Point.objects.filter(meeting=meeting).count() == stored + NEW_ROWS
