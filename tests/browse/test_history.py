"""The public history: what changed, as it stood, and nothing that was never public."""

import datetime

import pytest
from django.utils import translation

from cooperation.editorial.proposals import propose, publish_change
from cooperation.editorial.steps import move
from cooperation.models import Meeting, PublicVersion, State
from cooperation.record.history import lines_of
from cooperation.record.snapshots import Snapshot, take
from tests.factories import (
    make_agency,
    make_commitment,
    make_meeting,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db


def change(meeting, user, **fields):
    taken = take(meeting)
    return publish_change(meeting, Snapshot("meetings", taken.data | fields, taken.names), by=user, reason="A typo")


def page(client, record, end=""):
    return client.get(f"{record.get_absolute_url()}history/{end}")


@pytest.fixture
def meeting(admin_user):
    draft = make_program("Secret program", state=State.DRAFT)
    meeting = make_meeting("Of two", agencies=[make_agency("UNICEF")], programs=[draft], editor_note="Doubtful")
    return change(meeting, admin_user, title_en="Of three")


def test_the_history_tells_what_changed_and_why(client, meeting):
    text = page(client, meeting).content.decode()
    assert "<del>two</del><ins>three</ins>" in text
    assert "A typo" in text
    assert "UNICEF" in page(client, meeting, "1/").content.decode()


def test_a_version_holds_what_stood_whatever_becomes_of_the_record(client, meeting):
    Meeting.objects.update(title_en="Other")
    make_agency("Renamed")
    assert "Of two" in page(client, meeting, "1/").content.decode()
    assert "Of three" in page(client, meeting, "2/").content.decode()
    assert page(client, meeting, "3/").status_code == 404


def test_a_day_leads_to_the_version_that_stood_then(client, meeting):
    PublicVersion.objects.filter(number=2).update(at="2025-06-15T08:00:00Z")
    for day, number in (("2025-06-14", 1), ("2025-06-15", 2)):
        found = page(client, meeting, f"?on={day}")
        assert found["Location"] == f"{meeting.get_absolute_url()}history/{number}/"
    for day in ("2023-01-01", "2025-02-30", "nonsense", ""):
        assert page(client, meeting, f"?on={day}").status_code == 404


def test_nothing_private_is_kept_or_shown(client, meeting, admin_user):
    propose(meeting, take(meeting), based_on="", by=admin_user, reason="Secret reason")
    kept = repr(list(PublicVersion.objects.values()))
    pages = "".join(page(client, meeting, end).content.decode() for end in ("", "1/", "2/"))
    for secret in ("Doubtful", "Secret", admin_user.username):
        assert secret not in kept
        assert secret not in pages


def test_what_is_withdrawn_or_a_draft_has_no_history(client, meeting, admin_user):
    move(meeting, State.WITHDRAWN, by=admin_user, reason="Entered twice.")
    draft = make_meeting("Hidden", state=State.DRAFT)
    for end in ("", "1/", "?on=2026-01-01"):
        assert page(client, meeting, end).status_code == 410
        assert page(client, draft, end).status_code == 404


def test_publishing_keeps_the_first_version(client, admin_user):
    draft = make_meeting("Of two", state=State.DRAFT, topics=[make_topic("Education")])
    assert PublicVersion.objects.count() == 0
    move(draft, State.PUBLISHED, by=admin_user)
    kept = PublicVersion.objects.get()
    assert (kept.number, kept.at.date()) == (1, datetime.datetime.now(datetime.UTC).date())
    assert "Education" in page(client, draft, "1/").content.decode()


def test_each_language_has_its_history(client, meeting):
    assert page(client, meeting).status_code == 200
    assert client.get(f"/az{meeting.get_absolute_url()}history/1/").status_code == 200


@pytest.fixture
def whole(admin_user):
    """What the public saw of a meeting with a participant, a point and a commitment."""
    meeting = make_meeting("Of two", mode="in-person")
    agency = make_agency("UNICEF")
    seat = make_participation(meeting, agency, reported_name="Vera", reported_title_en="Representative", role="guest")
    point = make_point(meeting, "Told of schools", participation=seat, kind="informed")
    make_commitment(point, agency, "To build a school")
    change(meeting, admin_user, title_en="Of three")
    return PublicVersion.objects.get(number=2).content


@pytest.mark.parametrize(
    ("language", "mode", "person"),
    [
        ("en", ("Mode", "In person"), ("Name", "Title", "Role", "Guest")),
        ("az", ("Forma", "Əyani"), ("Ad", "Vəzifə", "Rol", "Qonaq")),
        ("ru", ("Форма проведения", "Очно"), ("Имя", "Должность", "Роль", "Гость")),
    ],
)
def test_a_kept_record_speaks_the_language_of_its_reader(whole, language, mode, person):
    with translation.override(language):
        lines = [(line.label.rpartition(": ")[2], line.text) for line in lines_of(whole)]
    name, title, role, guest = person
    assert {mode, (name, "Vera"), (title, "Representative"), (role, guest)} <= set(lines)
    assert not [text for _label, text in lines if text in {"Informed", "Open"}] or language == "en"


def test_what_hangs_on_a_meeting_does_not_repeat_it(whole):
    said = [line.label for line in lines_of(whole) if line.label.startswith("Commitment 1: ")]
    assert said == [f"Commitment 1: {label}" for label in ("Text", "By", "Progress")]


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_takes_as_many_queries_for_three_versions(
    client, meeting, admin_user, count, django_assert_num_queries
):
    for number in range(count):
        change(meeting, admin_user, venue=f"Hall {number}")
    # The record, what was merged into it, its versions.
    with django_assert_num_queries(3):
        page(client, meeting)


def test_a_day_leads_to_the_record_where_it_has_not_changed_since(client):
    """What was loaded and never changed has no version; it stood as it stands since it is public."""
    unchanged = make_meeting("Loaded", published_at="2024-06-15T22:00:00Z")
    assert page(client, unchanged, "?on=2024-06-16")["Location"] == unchanged.get_absolute_url()
    assert page(client, unchanged, "?on=2024-06-15").status_code == 404


def numbered(*texts):
    return [{"number": number, "kind": "informed", "text_en": text} for number, text in enumerate(texts, 1)]


def told(client, record):
    """What the last step changed, as the page says it; which field of a part comes first depends on the engine."""
    _version, changes = page(client, record).context["steps"][0]
    return {(each.label, each.before, each.after) for each in changes}


def test_a_point_that_moved_is_told_by_its_number_alone(client, meeting, admin_user):
    change(meeting, admin_user, points=numbered("Mines", "Schools", "Water"))
    change(meeting, admin_user, points=numbered("Schools", "Water", "Mines"))
    assert told(client, meeting) == {("Point 1: No.", "2", "1"), ("Point 2: No.", "3", "2"), ("Point 3: No.", "1", "3")}
    assert "<dt>Point 3: No.</dt><dd><del>1</del> → <ins>3</ins></dd>" in page(client, meeting).content.decode()


def test_a_new_point_rewrites_none_that_follow(client, meeting, admin_user):
    change(meeting, admin_user, points=numbered("Mines", "Schools"))
    change(meeting, admin_user, points=numbered("Roads", "Mines", "New schools"))
    assert told(client, meeting) == {
        *(("Point 1: No.", "", "1"), ("Point 1: Kind", "", "Informed"), ("Point 1: Text", "", "Roads")),
        ("Point 2: No.", "1", "2"),
        *(("Point 3: No.", "2", "3"), ("Point 3: Text", "Schools", "New schools")),
    }


def test_a_participant_that_moved_still_says_what_he_said(client, whole, admin_user):
    meeting = Meeting.objects.get()
    taken = take(meeting).data
    first = {"number": 1, "agency": taken["participations"][0]["agency"], "role": "host"}
    seats = [first, taken["participations"][0] | {"number": 2}]
    change(meeting, admin_user, participations=seats, points=[taken["points"][0] | {"raised_by": 2}])
    assert told(client, meeting) == {
        *(
            (f"Participant 1: {label}", "", text)
            for label, text in (("Agency", "UNICEF"), ("Role", "Host"), ("No.", "1"))
        ),
        ("Participant 2: No.", "1", "2"),
    }


def test_a_source_that_came_first_changes_no_other(client, meeting, admin_user):
    change(meeting, admin_user, sources=[str(make_source("https://un.example/b").uid)])
    change(
        meeting,
        admin_user,
        sources=[str(each.uid) for each in (make_source("https://un.example/a"), *meeting.sources.all())],
    )
    assert [(before, after) for _label, before, after in told(client, meeting)] == [("", "https://un.example/a")]
