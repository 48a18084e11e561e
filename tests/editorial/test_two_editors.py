"""Two editors at one record: what one alone changed is so, what both changed is decided on, and nothing is lost."""

import pytest

from cooperation.models import (
    Commitment,
    Meeting,
    Participation,
    Point,
    Proposal,
    State,
)
from tests.factories import (
    make_agency,
    make_body,
    make_commitment,
    make_event,
    make_meeting,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)

from .posting import change_url, errors_of, hidden, sent
from .test_keeping import whole_meeting

pytestmark = pytest.mark.django_db


def test_the_second_editor_sees_what_changed_and_loses_nothing(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    mine = admin_client.get(change_url(meeting))
    theirs = admin_client.get(change_url(meeting))
    gone = {"commitments-0-DELETE": "on", "points-0-DELETE": "on", "participations-0-DELETE": "on"}
    admin_client.post(change_url(meeting), sent(theirs, title_en="Theirs", **gone))
    assert (Point.objects.count(), Commitment.objects.count()) == (0, 0)
    page = admin_client.post(change_url(meeting), sent(mine, venue="Hall", **{"points-0-text_en": "Said aloud"}))
    assert page.status_code == 200
    assert Meeting.objects.get().title_en == "Theirs"
    assert "Please correct the error" not in page.content.decode()
    assert "Somebody else has saved" in page.content.decode()
    assert ("Title", "Of two", "Theirs") in [(d.label, d.before, d.after) for d in page.context["meanwhile"]]
    assert {d.label for d in page.context["entered"]} == {"Venue", "What was said"}
    assert page.context["adminform"].form["venue"].value() == "Hall"
    over = sent(page)
    assert over["points-0-text_en"] == "Said aloud"
    assert admin_client.post(change_url(meeting), over).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.title_en) == ("Hall", "Theirs")
    # What he had left alone is gone, but for the speaker of his point.
    assert Point.objects.get().text_en == "Said aloud"
    assert (Participation.objects.count(), Commitment.objects.count()) == (1, 0)


def told(page):
    return [(each.row, each.label, each.before, each.after) for each in page.context["disputed"]]


def row(name, place, **fields):
    """A row that is added to a table of so many."""
    return {f"{name}-TOTAL_FORMS": place + 1} | {f"{name}-{place}-{field}": value for field, value in fields.items()}


@pytest.mark.parametrize("is_public", [False, True])
def test_rows_that_each_editor_added_changed_or_removed_are_so(admin_client, is_public):
    """Participants, events, points and commitments alike, in a draft and in the proposal for what is public."""
    agency, body, undp = make_agency("UNICEF"), make_body("Ministry"), make_agency("UNDP")
    cop, wuf, sources = make_event("COP29"), make_event("WUF13"), [make_source(), make_source()]
    meeting = make_meeting(agencies=[], officials=[], state=State.PUBLISHED if is_public else State.DRAFT)
    seat = make_participation(meeting, agency, order=1)
    for number, text in enumerate(("Mines", "Schools", "Water"), 1):
        make_commitment(make_point(meeting, text, participation=seat, order=number), agency, f"To {text}")
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    of_theirs = row("participations", 1, order=2, agency=body.pk, role="host")
    of_theirs |= row("points", 3, order=4, raised_by=2, kind="asked", text_en="Roads")
    of_theirs |= row("commitments", 3, in_point=4, made_by=body.pk, text_en="To pave")
    of_theirs |= row("event_links", 0, event=cop.pk, relation="visit") | {"sources": [sources[0].pk]}
    of_theirs |= {"commitments-0-DELETE": "on", "points-0-DELETE": "on", "points-1-text_en": "New schools"}
    admin_client.post(change_url(meeting), sent(theirs, **of_theirs))
    of_mine = row("participations", 1, order=2, agency=undp.pk, role="guest")
    of_mine |= row("points", 3, order=4, raised_by=2, kind="offered", text_en="Trees")
    of_mine |= row("commitments", 3, in_point=4, made_by=undp.pk, text_en="To plant")
    of_mine |= row("event_links", 0, event=wuf.pk, relation="discussed") | {"sources": [sources[1].pk]}
    of_mine |= {"points-2-text_en": "Clean water", "commitments-1-due": "2025"}
    page = admin_client.post(change_url(meeting), sent(mine, **of_mine))
    assert (page.status_code, told(page)) == (200, [])
    publishing = {"_publish": "1"} if is_public else {}
    response = admin_client.post(change_url(meeting), sent(page, **publishing))
    assert response.status_code == 302, errors_of(response)
    seats = meeting.participations.order_by("order").values_list("order", "agency__name_en", "role")
    assert list(seats) == [(1, "UNICEF", "participant"), (2, "Ministry", "host"), (3, "UNDP", "guest")]
    points = meeting.points.order_by("order").values_list("text_en", "participation__agency__name_en")
    assert list(points) == [
        ("New schools", "UNICEF"),
        ("Clean water", "UNICEF"),
        ("Roads", "Ministry"),
        ("Trees", "UNDP"),
    ]
    made = meeting.commitments.order_by("point__order").values_list("text_en", "point__text_en", "due")
    assert list(made) == [
        ("To Schools", "New schools", "2025"),
        ("To Water", "Clean water", None),
        ("To pave", "Roads", None),
        ("To plant", "Trees", None),
    ]
    assert set(meeting.event_links.values_list("event", "relation")) == {(cop.pk, "visit"), (wuf.pk, "discussed")}
    assert set(meeting.sources.all()) == set(sources)


def test_a_row_that_both_editors_changed_is_shown_and_decided_on(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    admin_client.post(change_url(meeting), sent(theirs, **{"points-0-text_en": "Shouted", "commitments-0-due": "2026"}))
    page = admin_client.post(change_url(meeting), sent(mine, **{"points-0-text_en": "Sung"}))
    assert told(page) == [("Point 1", "What was said", "Shouted", "Sung")]
    assert "What both of you changed" in page.content.decode()
    over = sent(page)
    assert (over["points-0-text_en"], over["commitments-0-due"]) == ("Sung", "2026")
    response = admin_client.post(change_url(meeting), over | {"points-0-text_en": "Shouted and sung"})
    assert response.status_code == 302, errors_of(response)
    assert (Point.objects.get().text_en, str(Commitment.objects.get().due)) == ("Shouted and sung", "2026")


@pytest.mark.parametrize("is_removed", [True, False])
def test_a_row_that_one_editor_removed_and_the_other_changed_is_decided_on(admin_client, is_removed):
    """It keeps its uid, its address and what became of it."""
    meeting = whole_meeting(state=State.DRAFT)
    made = Commitment.objects.get()
    made.changes.create(progress="fulfilled", on="2024-05", source=make_source())
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    admin_client.post(change_url(meeting), sent(theirs, **{"commitments-0-DELETE": "on"}))
    assert Commitment.objects.count() == 0
    page = admin_client.post(change_url(meeting), sent(mine, **{"commitments-0-text_en": "To build two"}))
    assert ("Commitment: To build two", "What was undertaken", "", "To build two") in told(page)
    removed = {"commitments-0-DELETE": "on"} if is_removed else {}
    response = admin_client.post(change_url(meeting), sent(page, **removed))
    assert response.status_code == 302, errors_of(response)
    left = [(each.uid, each.slug, each.text_en, each.changes.count()) for each in Commitment.objects.all()]
    assert left == ([] if is_removed else [(made.uid, made.slug, "To build two", 1)])


def test_a_third_save_in_between_is_shown_too_and_takes_nothing_back(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    admin_client.post(change_url(meeting), sent(theirs, city="Ganja", **row("points", 1, kind="asked", text_en="One")))
    page = admin_client.post(
        change_url(meeting), sent(mine, venue="Hall", **row("points", 1, kind="asked", text_en="Two"))
    )
    third = sent(admin_client.get(change_url(meeting)), **row("points", 2, kind="asked", text_en="Three"))
    admin_client.post(change_url(meeting), third)
    again = admin_client.post(change_url(meeting), sent(page))
    assert [change.row for change in again.context["meanwhile"]] == ["Point 3"] * 3
    # A form that is not valid carries on what it stands on.
    wrong = admin_client.post(change_url(meeting), sent(again, date="nonsense"))
    assert wrong.status_code == 200
    response = admin_client.post(change_url(meeting), sent(wrong, date="2024"))
    assert response.status_code == 302, errors_of(response)
    meeting.refresh_from_db()
    assert (meeting.city, meeting.venue) == ("Ganja", "Hall")
    assert [point.text_en for point in meeting.points.order_by("order")] == ["Said", "One", "Three", "Two"]


@pytest.mark.parametrize("is_of_another", [True, False])
def test_what_a_form_carries_is_its_own(admin_client, is_of_another):
    """Not altered, nor of another record: its rows would be those of another."""
    pages = []
    for _record in range(2):
        meeting = whole_meeting(state=State.DRAFT)
        mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
        admin_client.post(change_url(meeting), sent(theirs, city="Ganja"))
        pages.append(admin_client.post(change_url(meeting), sent(mine, venue="Hall")))
    joined = hidden(pages[0])["_joined"] if is_of_another else "nonsense"
    response = admin_client.post(change_url(meeting), sent(pages[1], title_en="Of four", _joined=joined))
    assert response.status_code == 302, errors_of(response)
    meeting.refresh_from_db()
    assert (meeting.title_en, meeting.points.count(), Commitment.objects.count()) == ("Of four", 1, 2)


def test_a_proposal_and_what_became_public_after_it_are_one_row_by_row(admin_client, contributor):
    meeting = whole_meeting()
    added = row("points", 1, kind="asked", text_en="Asked")
    contributor.post(
        change_url(meeting), sent(contributor.get(change_url(meeting)), **added, **{"points-0-text_en": "Sung"})
    )
    make_point(meeting, "Shouted", order=2)
    Point.objects.filter(order=1).update(text_en="Spoken")
    page = admin_client.get(change_url(meeting))
    assert told(page) == [("Point 1", "What was said", "Spoken", "Sung")]
    response = admin_client.post(change_url(meeting), sent(page, _publish="1"))
    assert response.status_code == 302, errors_of(response)
    assert [point.text_en for point in meeting.points.order_by("order")] == ["Sung", "Shouted", "Asked"]


def test_a_field_that_the_second_editor_left_alone_keeps_what_the_first_wrote(admin_client):
    topic, source, program = make_topic(), make_source(), make_program()
    meeting = make_meeting("Of two", state=State.DRAFT, date="2024", topics=[topic], sources=[source])
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    changes = {"date": "2024-01", "city": "Baku", "summary_en": "A\nB", "topics": [], "programs": [program.pk]}
    admin_client.post(change_url(meeting), sent(theirs, **changes))
    page = admin_client.post(change_url(meeting), sent(mine, city="Ganja", editor_note="Mine"))
    assert {change.label for change in page.context["meanwhile"]} >= {"Date", "City", "Summary", "Topics", "Programs"}
    admin_client.post(change_url(meeting), sent(page))
    meeting.refresh_from_db()
    assert (meeting.date, meeting.city, meeting.summary_en, meeting.editor_note) == ("2024-01", "Ganja", "A\nB", "Mine")
    assert (list(meeting.topics.all()), list(meeting.programs.all())) == ([], [program])
    assert list(meeting.sources.all()) == [source]


@pytest.mark.parametrize("is_public", [False, True])
def test_rows_that_the_second_editor_left_alone_are_those_of_the_first(admin_client, is_public):
    """In a draft, and in the proposal for what is public: points, their commitments and participants alike."""
    meeting = whole_meeting(state=State.PUBLISHED if is_public else State.DRAFT)
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    more = {"points-TOTAL_FORMS": "2", "points-1-order": "2", "points-1-kind": "asked", "points-1-text_en": "Asked"}
    gone = {"commitments-0-DELETE": "on"}
    admin_client.post(change_url(meeting), sent(theirs, **more, **gone, **{"points-0-text_en": "Shouted"}))
    page = admin_client.post(change_url(meeting), sent(mine, venue="Hall", _reason="A letter says so"))
    assert page.context["adminform"].form["venue"].value() == "Hall"
    over = sent(page)
    assert [over[f"points-{place}-text_en"] for place in range(2)] == ["Shouted", "Asked"]
    assert 'value="A letter says so"' in page.content.decode()
    publishing = {"_publish": "1"} if is_public else {}
    response = admin_client.post(change_url(meeting), over | publishing)
    assert response.status_code == 302, errors_of(response)
    meeting.refresh_from_db()
    assert [point.text_en for point in meeting.points.order_by("order")] == ["Shouted", "Asked"]
    assert (meeting.venue, Commitment.objects.count(), meeting.participations.count()) == ("Hall", 0, 1)


def test_rows_that_only_the_second_editor_changed_are_his(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    mine, theirs = (admin_client.get(change_url(meeting)) for _editor in range(2))
    admin_client.post(change_url(meeting), sent(theirs, city="Ganja"))
    page = admin_client.post(change_url(meeting), sent(mine, **{"points-0-text_en": "Shouted"}))
    assert admin_client.post(change_url(meeting), sent(page)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.city, Point.objects.get().text_en, Commitment.objects.count()) == ("Ganja", "Shouted", 1)


def test_an_overtaken_draft_is_published_where_that_was_asked(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    opened = admin_client.get(change_url(meeting))
    Meeting.objects.filter(pk=meeting.pk).update(title_en="Theirs")
    seen = admin_client.post(change_url(meeting), sent(opened, city="Ganja", _publish="1"))
    assert admin_client.post(change_url(meeting), sent(seen, _publish="1")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.city) == (State.PUBLISHED, "Ganja")


def test_what_became_public_meanwhile_is_not_changed_unseen(admin_client, contributor):
    meeting = make_meeting("Of two", state=State.DRAFT)
    page = contributor.get(change_url(meeting))
    admin_client.post("/admin/cooperation/meeting/", {"action": "publish", "_selected_action": [meeting.pk]})
    shown = contributor.post(change_url(meeting), sent(page, title_en="Of three"))
    assert ("State", "Draft", "Published") in [(d.label, d.before, d.after) for d in shown.context["meanwhile"]]
    contributor.post(change_url(meeting), sent(shown))
    assert Meeting.objects.get().title_en == "Of two"
    assert Proposal.objects.get().version.data["title_en"] == "Of three"


def test_an_overtaken_draft_is_sent_to_review_with_what_was_entered(contributor):
    meeting = make_meeting(state=State.DRAFT)
    opened = sent(contributor.get(change_url(meeting)), venue="Hall", _review="1")
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), title_en="Of three"))
    page = contributor.post(change_url(meeting), opened)
    assert Meeting.objects.get().state == State.DRAFT
    contributor.post(change_url(meeting), sent(page, _review="1"))
    assert Meeting.objects.values_list("state", "venue").get() == (State.REVIEW, "Hall")
