import pytest

from cooperation.models import Commitment, Meeting, Participation, Point, State
from cooperation.record.search import matching
from tests.factories import (
    make_agency,
    make_body,
    make_commitment,
    make_event,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_source,
    make_topic,
)

from .posting import ADD, change_url, errors_of, meeting_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return make_body("Ministry of Foreign Affairs")


@pytest.fixture
def unicef():
    return make_agency("United Nations Children's Fund", acronym="UNICEF")


@pytest.fixture
def minister():
    return make_official("Jeyhun Bayramov", name_az="Ceyhun Bayramov")


@pytest.fixture
def seats(ministry, unicef, minister):
    return [
        {"order": 1, "agency": ministry.pk, "official": minister.pk, "reported_title_en": "Minister", "role": "host"},
        {"order": 2, "agency": unicef.pk, "role": "guest"},
    ]


def test_a_whole_meeting_is_entered_in_one_post(admin_client, admin_user, seats, unicef, ministry):
    topic, source, event = make_topic("Education"), make_source(), make_event("COP29", state=State.DRAFT)
    points = [
        {"order": 1, "raised_by": 1, "kind": "informed", "text_en": "On the rebuilding.", "paragraph": 5},
        {"order": 2, "raised_by": 2, "kind": "offered", "text_en": "To help the return.", "topics": [topic.pk]},
    ]
    commitments = [{"in_point": 2, "text_en": "To help the return", "made_by": unicef.pk, "made_to": ministry.pk}]
    links = [{"event": event.pk, "relation": "discussed"}]
    data = meeting_form(
        participations=seats, points=points, commitments=commitments, event_links=links, sources=[source.pk]
    )

    response = admin_client.post(ADD, data)

    assert response.status_code == 302, errors_of(response)
    meeting = Meeting.objects.get()
    minister, delegation = meeting.participations.all()
    first, second = meeting.points.all()
    commitment = meeting.commitments.get()
    assert (meeting.state, meeting.state_changed_by, meeting.published_at) == (State.DRAFT, admin_user, None)
    assert (minister.reported_title_en, delegation.official) == ("Minister", None)
    assert (first.participation, second.participation) == (minister, delegation)
    assert (first.source, second.source) == (source, source)
    assert list(second.topics.all()) == [topic]
    assert (commitment.point, commitment.made_by) == (second, unicef)
    assert [link.event for link in meeting.event_links.all()] == [event]


def test_the_new_meeting_is_found_by_who_sat_in_it(admin_client, seats):
    admin_client.post(ADD, meeting_form(participations=seats))
    assert matching(Meeting.objects.all(), "ceyhun").count() == 1


def test_points_of_a_meeting_with_two_sources_name_theirs(admin_client, seats):
    sources = [make_source().pk, make_source().pk]
    points = [{"kind": "informed", "text_en": "On the rebuilding."}]
    admin_client.post(ADD, meeting_form(participations=seats, points=points, sources=sources))
    assert Point.objects.get().source is None


def test_empty_numbers_follow_on(admin_client, seats, unicef):
    points = [{"order": "", "kind": "agreed", "text_en": text} for text in ("First.", "Second.")]
    rows = [seats[0] | {"order": 4}, seats[1] | {"order": ""}]
    admin_client.post(ADD, meeting_form(participations=rows, points=points))
    assert list(Participation.objects.values_list("order", flat=True)) == [4, 5]
    assert list(Point.objects.values_list("order", "text_en")) == [(1, "First."), (2, "Second.")]


def test_a_row_that_holds_only_its_number_is_empty(admin_client, seats):
    rows = [*seats, {"order": 3, "agency": "", "role": "participant"}]
    points = [{"order": 1, "kind": "", "text_en": ""}]
    assert admin_client.post(ADD, meeting_form(participations=rows, points=points)).status_code == 302
    assert (Participation.objects.count(), Point.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"points": [{"raised_by": 7}]}, "points-0-raised_by", "There is no participant no. 7 on this page."),
        ({"points": [{"raised_by": 0}]}, "points-0-raised_by", "There is no participant no. 0 on this page."),
        ({"points": [{"order": 1}, {"order": 1}]}, "points-1-order", "Two rows have the number 1."),
        ({"commitments": [{"in_point": 9}]}, "commitments-0-in_point", "There is no point no. 9 on this page."),
        ({"commitments": [{"in_point": ""}]}, "commitments-0-in_point", "This field is required."),
        ({"date": "2024-02-30"}, "date", "There is no such day in the calendar."),
        ({"title_en": ""}, "title_en", "This field is required."),
    ],
)
def test_an_error_names_its_field_and_saves_nothing(admin_client, seats, unicef, changes, field, message):
    point, commitment = {"kind": "informed", "text_en": "x"}, {"text_en": "x", "made_by": unicef.pk}
    tables = {
        "points": [point | typed for typed in changes.pop("points", [])],
        "commitments": [commitment | typed for typed in changes.pop("commitments", [])],
    }
    response = admin_client.post(ADD, meeting_form(participations=seats, **tables, **changes))
    assert errors_of(response) == {field: [message]}
    assert Meeting.objects.count() == 0


def test_a_half_filled_form_keeps_everything_typed(admin_client, seats):
    topic = make_topic("Mine awareness")
    points = [{"order": 1, "raised_by": 9, "kind": "offered", "text_en": "To help the return.", "topics": [topic.pk]}]
    data = meeting_form(title_en="", summary_en="They spoke.", participations=seats, points=points)
    page = admin_client.post(ADD, data).content.decode()
    assert "They spoke." in page
    assert "To help the return." in page
    assert 'value="9"' in page
    for chosen in ("Mine awareness", "Ministry of Foreign Affairs", "Jeyhun Bayramov"):
        assert f"selected>{chosen}</option>" in page


def test_one_official_sits_once_for_an_agency(admin_client, seats):
    rows = [seats[0], seats[0] | {"order": 2}]
    response = admin_client.post(ADD, meeting_form(participations=rows))
    assert errors_of(response) == {"participations-1-__all__": ["This participant is there already."]}


def test_one_delegation_sits_once(admin_client, seats):
    rows = [seats[1], seats[1] | {"order": 3}]
    response = admin_client.post(ADD, meeting_form(participations=rows))
    assert errors_of(response) == {"participations-1-__all__": ["This participant is there already."]}


class TestStored:
    """A meeting that is there, with who spoke and what was promised."""

    @pytest.fixture(autouse=True)
    def _stored(self, ministry, unicef, minister):
        self.meeting = make_meeting(state=State.DRAFT)
        self.host = make_participation(self.meeting, ministry, minister, order=1)
        self.guest = make_participation(self.meeting, unicef, order=2)
        self.point = make_point(self.meeting, participation=self.guest, order=1)
        self.commitment = make_commitment(self.point, unicef)

    def rows(self) -> dict[str, list[dict]]:
        seats = [
            {
                "id": row.pk,
                "order": row.order,
                "agency": row.agency_id,
                "official": row.official_id or "",
                "role": "guest",
            }
            for row in (self.host, self.guest)
        ]
        point = {"id": self.point.pk, "order": 1, "raised_by": 2, "kind": "informed", "text_en": self.point.text_en}
        commitment = {
            "id": self.commitment.pk,
            "in_point": 1,
            "text_en": "To help",
            "made_by": self.commitment.made_by_id,
        }
        return {"participations": seats, "points": [point], "commitments": [commitment]}

    def send(self, client, rows):
        return client.post(change_url(self.meeting), meeting_form(**rows))

    def test_a_point_stays_with_its_speaker_when_numbers_change(self, admin_client):
        rows = self.rows()
        rows["participations"][0]["order"], rows["participations"][1]["order"] = 2, 1
        assert self.send(admin_client, rows).status_code == 302
        assert Point.objects.get().participation == self.guest

    def test_a_new_number_names_another_speaker(self, admin_client):
        rows = self.rows()
        rows["points"][0]["raised_by"] = 1
        assert self.send(admin_client, rows).status_code == 302
        assert Point.objects.get().participation == self.host

    def test_no_number_leaves_the_speaker_open(self, admin_client):
        rows = self.rows()
        rows["points"][0]["raised_by"] = ""
        assert self.send(admin_client, rows).status_code == 302
        assert Point.objects.get().participation is None

    def test_a_speaker_who_goes_is_missed(self, admin_client):
        rows = self.rows()
        rows["participations"][1]["DELETE"] = "on"
        response = self.send(admin_client, rows)
        assert errors_of(response) == {"points-0-raised_by": ["There is no participant no. 2 on this page."]}
        assert Participation.objects.count() == 2

    def test_a_speaker_goes_when_the_point_names_another(self, admin_client):
        rows = self.rows()
        rows["participations"][1]["DELETE"] = "on"
        rows["points"][0]["raised_by"] = 1
        assert self.send(admin_client, rows).status_code == 302
        assert Participation.objects.get() == self.host
        assert Point.objects.get().participation == self.host

    def test_a_speaker_is_replaced_under_the_same_number(self, admin_client):
        rows = self.rows()
        rows["participations"][1]["DELETE"] = "on"
        rows["participations"].append({"order": 2, "agency": make_agency("UNESCO").pk, "role": "guest"})
        assert self.send(admin_client, rows).status_code == 302
        assert Point.objects.get().participation.agency.name_en == "UNESCO"

    def test_a_speaker_who_goes_is_not_entered_anew(self, admin_client):
        rows = self.rows()
        rows["participations"][1]["DELETE"] = "on"
        rows["participations"].append({"order": 2, "agency": self.guest.agency_id, "role": "host"})
        response = self.send(admin_client, rows)
        assert errors_of(response) == {"participations-2-__all__": ["This participant is there already."]}

    def test_speaker_point_and_commitment_go_together(self, admin_client):
        rows = self.rows()
        rows["participations"][1]["DELETE"] = "on"
        rows["points"][0]["DELETE"] = "on"
        rows["commitments"][0]["DELETE"] = "on"
        assert self.send(admin_client, rows).status_code == 302
        assert (Participation.objects.count(), Point.objects.count(), Commitment.objects.count()) == (1, 0, 0)

    def test_a_point_with_a_commitment_stays(self, admin_client):
        rows = self.rows()
        rows["points"][0]["DELETE"] = "on"
        response = self.send(admin_client, rows)
        assert errors_of(response) == {"commitments-0-in_point": ["There is no point no. 1 on this page."]}
        assert Point.objects.count() == 1

    def test_a_row_that_someone_else_deleted_is_an_error(self, admin_client):
        rows = self.rows()
        Commitment.objects.all().delete()
        assert "commitments-0-id" in errors_of(self.send(admin_client, rows))

    def test_the_form_shows_numbers_and_the_agreements_signed(self, admin_client):
        page = admin_client.get(change_url(self.meeting)).content.decode()
        assert 'name="points-0-raised_by" value="2"' in page
        assert 'name="commitments-0-in_point" value="1"' in page
        assert f"/admin/cooperation/agreement/add/?meeting={self.meeting.pk}" in page


def test_the_empty_form_numbers_its_rows(admin_client):
    page = admin_client.get(ADD).content.decode()
    for name, number in (("participations-0", 1), ("participations-1", 2), ("points-0", 1)):
        assert f'name="{name}-order" value="{number}"' in page
