"""A meeting begins as a copy of another: who met, where and about what, and nothing that was said there."""

import pytest

from cooperation.models import Meeting, State
from tests.factories import (
    make_agency,
    make_body,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)
from tests.once import once

from .permits.people import come_in
from .posting import ADD, change_url, errors_of, sent

pytestmark = pytest.mark.django_db


@once
def former():
    official, body = make_official("Jeyhun Bayramov"), make_body()
    linked = {"topics": [make_topic()], "programs": [make_program()], "sources": [make_source()]}
    meeting = make_meeting("The former", officials=[(official, body)], city="Baku", mode="video", **linked)
    meeting.participations.update(reported_title_en="Minister", role="host")
    make_participation(meeting, make_agency(), order=4, reported_name="Vera Lindqvist")
    make_point(meeting, participation=meeting.participations.first())
    return meeting


def copied(client, meeting):
    return client.get(ADD, {"copy": meeting.pk})


def test_the_form_of_a_copy_is_filled_in_and_nothing_is_saved(admin_client, former):
    page = copied(admin_client, former)
    fields = sent(page)
    assert Meeting.objects.count() == 1
    assert (fields["city"], fields["topics"], fields["programs"]) == (
        "Baku",
        [former.topics.get().pk],
        [former.programs.get().pk],
    )
    assert not {"title_en", "date", "sources"} & {name for name, value in fields.items() if value}
    assert fields["mode"] == "unknown"
    assert [fields[f"participations-{row}-order"] for row in (0, 1)] == [1, 2]
    assert fields["participations-0-official"] == former.participations.first().official_id
    assert not fields.get("participations-0-reported_title_en")
    assert fields["participations-1-reported_name"] == "Vera Lindqvist"
    assert not fields.get("points-0-text_en")
    assert change_url(former) in page.content.decode()


def test_a_copy_that_is_saved_is_a_draft_of_its_own(former):
    contributor = come_in("contributor")
    response = contributor.post(ADD, sent(copied(contributor, former), title_en="The next", date="2024-02"))
    assert response.status_code == 302, errors_of(response)
    meeting = Meeting.objects.get(title_en="The next")
    assert (meeting.state, meeting.participations.count(), meeting.points.count()) == (State.DRAFT, 2, 0)
    assert (former.participations.count(), former.points.count()) == (2, 1)


def test_a_copy_is_offered_on_the_page_and_in_the_list(admin_client, former):
    for page in (change_url(former), "/admin/cooperation/meeting/"):
        assert f"{ADD}?copy={former.pk}" in admin_client.get(page).content.decode()


@pytest.mark.parametrize("key", ["0", "x", "", "9" * 40, "²"])
def test_a_copy_of_nothing_is_an_empty_form(admin_client, key):
    page = admin_client.get(ADD, {"copy": key})
    assert (page.status_code, page.context["copied"]) == (200, None)
