"""Every save is a version; a public record's is a proposal; two editors lose nothing."""

import re

import pytest
from django.contrib.auth.models import Permission

from cooperation.models import (
    AuditAction,
    AuditEntry,
    Commitment,
    Meeting,
    Participation,
    Point,
    Proposal,
    PublicVersion,
    State,
    Version,
)
from cooperation.record.snapshots import snapshot
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

from .posting import ADD, change_url, errors_of, meeting_form, table

pytestmark = pytest.mark.django_db


def person(client_class, django_user_model, name, *codenames):
    user = django_user_model.objects.create_user(name, password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = client_class()
    client.force_login(user)
    return client


@pytest.fixture
def contributor(django_user_model):
    from django.test import Client

    return person(Client, django_user_model, "contributor", "view_meeting", "add_meeting", "change_meeting")


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(_[^"]+)" value="([^"]*)"', page.content.decode()))


def sent(page, **changes):
    """What the browser sends for a form page as it stands, with `changes`."""
    data = hidden(page)
    form = page.context["adminform"].form
    forms = [form]
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for each in forms:
        for bound in each:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data | changes


def actions():
    return list(Version.objects.order_by("id").values_list("noun", "action"))


def test_a_save_is_one_version_with_its_rows(admin_client, admin_user):
    agency = make_agency("UNICEF")
    seats = [{"order": 1, "agency": agency.pk, "role": "guest"}]
    admin_client.post(ADD, meeting_form(participations=seats, _reason="From the ministry"))
    version = Version.objects.get()
    assert (version.action, version.number, version.by, version.reason) == (
        "created",
        1,
        admin_user,
        "From the ministry",
    )
    assert version.data == snapshot(Meeting.objects.get())
    assert version.names[str(agency.uid)] == "UNICEF"


def test_what_was_never_kept_is_kept_before_it_changes(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    page = admin_client.get(change_url(meeting))
    admin_client.post(change_url(meeting), sent(page, title_en="Of three"))
    assert actions() == [("meetings", "found"), ("meetings", "edited")]
    assert [version.data["title_en"] for version in Version.objects.order_by("number")] == ["Of two", "Of three"]


def test_a_save_that_changes_nothing_is_no_version(admin_client):
    meeting = make_meeting(state=State.DRAFT)
    page = admin_client.get(change_url(meeting))
    for _ in range(2):
        admin_client.post(change_url(meeting), sent(page))
    assert actions() == [("meetings", "found")]


def whole_meeting(**fields):
    agency = make_agency()
    meeting = make_meeting("Of two", **fields)
    seat = make_participation(meeting, agency)
    make_commitment(make_point(meeting, "Said", participation=seat), agency, "To build")
    return meeting


def test_editing_what_is_public_makes_a_proposal(admin_client):
    meeting = whole_meeting()
    before = snapshot(meeting)
    page = admin_client.get(change_url(meeting))
    admin_client.post(change_url(meeting), sent(page, title_en="Of three", **{"points-0-text_en": "Said aloud"}))
    assert snapshot(meeting) == before
    proposed = Proposal.objects.get().version.data
    assert (proposed["title_en"], proposed["points"][0]["text_en"]) == ("Of three", "Said aloud")


def test_a_proposal_with_new_rows_is_shown_gone_on_with_and_published(admin_client):
    meeting = whole_meeting()
    other = make_agency("UNDP")
    page = admin_client.get(change_url(meeting))
    more = {"participations-TOTAL_FORMS": 2, "participations-1-agency": other.pk, "participations-1-role": "guest"}
    admin_client.post(change_url(meeting), sent(page, **more))
    assert Participation.objects.count() == 1
    page = admin_client.get(change_url(meeting))
    assert "not what readers see" in page.content.decode()
    assert Participation.objects.count() == 1
    again = sent(page, title_en="Of three", _publish="1")
    assert again["participations-INITIAL_FORMS"] == 2
    admin_client.post(change_url(meeting), again)
    meeting.refresh_from_db()
    assert (meeting.title_en, meeting.state, Proposal.objects.count()) == ("Of three", "published", 0)
    assert set(Participation.objects.values_list("agency__name_en", flat=True)) >= {"UNDP"}
    assert Participation.objects.count() == 2
    assert Version.objects.filter(noun="meetings").order_by("-number").first().action == "accepted"


def test_a_contributor_can_only_propose(contributor):
    meeting = make_meeting("Of two")
    page = contributor.get(change_url(meeting))
    assert 'name="_publish"' not in page.content.decode()
    contributor.post(change_url(meeting), sent(page, title_en="Of three", _publish="1"))
    assert Meeting.objects.get().title_en == "Of two"
    assert Proposal.objects.get().version.data["title_en"] == "Of three"


def test_keys_are_told_where_something_can_be_entered_only(contributor):
    shown = {}
    for state in ("draft", "published", "withdrawn"):
        reason = {"withdrawal_reason_en": "Wrong"} if state == "withdrawn" else {}
        meeting = make_meeting(state=state, **reason)
        shown[state] = '<p class="keys">' in contributor.get(change_url(meeting)).content.decode()
    assert shown == {"draft": True, "published": True, "withdrawn": False}


def test_a_contributor_publishes_nothing(contributor):
    contributor.post(ADD, meeting_form(_publish="1"))
    assert Meeting.objects.get().state == "draft"
    for action in ("publish", "withdraw", "send_back"):
        data = {"action": action, "_selected_action": [Meeting.objects.get().pk]}
        contributor.post("/admin/cooperation/meeting/", data)
    assert Meeting.objects.get().state == "draft"


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


def test_steps_are_kept_with_who_and_why(admin_client, admin_user):
    meeting = make_meeting(state=State.REVIEW)
    data = {"action": "send_back", "_selected_action": [meeting.pk], "comment": "Where was it?"}
    admin_client.post("/admin/cooperation/meeting/", data)
    moved = Version.objects.get(action="moved")
    assert (moved.state_before, moved.state, moved.comment, moved.by) == (
        "review",
        "draft",
        "Where was it?",
        admin_user,
    )


@pytest.mark.parametrize("step", ["_publish", "_save"])
def test_a_save_of_what_is_public_that_changes_nothing_says_so(admin_client, step):
    meeting = make_meeting()
    page = admin_client.post(
        change_url(meeting), sent(admin_client.get(change_url(meeting)), **{step: "1"}), follow=True
    )
    assert "Nothing was changed." in [str(message) for message in page.context["messages"]]
    assert (Proposal.objects.count(), PublicVersion.objects.count()) == (0, 0)


def test_a_proposal_is_published_as_it_stands(admin_client, contributor):
    meeting = make_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall"))
    admin_client.post(change_url(meeting), sent(admin_client.get(change_url(meeting)), _publish="1"))
    assert (Meeting.objects.get().venue, Proposal.objects.count()) == ("Hall", 0)


def test_a_draft_is_saved_and_sent_to_review_at_once(contributor):
    contributor.post(ADD, meeting_form(_review="1"))
    meeting = Meeting.objects.get()
    assert meeting.state == State.REVIEW
    assert actions() == [("meetings", "created"), ("meetings", "moved")]


def test_an_overtaken_draft_is_sent_to_review_with_what_was_entered(contributor):
    meeting = make_meeting(state=State.DRAFT)
    opened = sent(contributor.get(change_url(meeting)), venue="Hall", _review="1")
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), title_en="Of three"))
    page = contributor.post(change_url(meeting), opened)
    assert Meeting.objects.get().state == State.DRAFT
    contributor.post(change_url(meeting), sent(page, _review="1"))
    assert Meeting.objects.values_list("state", "venue").get() == (State.REVIEW, "Hall")


def test_only_a_draft_is_sent_to_review(contributor):
    meeting = make_meeting()
    fields = sent(contributor.get(change_url(meeting)), venue="Hall", _review="1")
    contributor.post(change_url(meeting), fields)
    assert (Meeting.objects.get().state, Proposal.objects.count()) == (State.PUBLISHED, 1)


def test_a_proposal_takes_nothing_back_that_became_public_after_it(admin_client, contributor):
    """Neither a field, nor what became of a commitment on its own page."""
    meeting = whole_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall", _reason="A letter"))
    commitment, source = Commitment.objects.get(), make_source()
    commitment.changes.create(progress="fulfilled", on="2024-05", source=source)
    Meeting.objects.filter(pk=meeting.pk).update(city="Ganja")
    page = admin_client.get(change_url(meeting))
    assert "City" in {change.label for change in page.context["since_proposed"]}
    assert {change.label for change in page.context["proposed"]} == {"Venue"}
    assert 'value="A letter"' in page.content.decode()
    admin_client.post(change_url(meeting), sent(page, _publish="1", _reason="A letter"))
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.city) == ("Hall", "Ganja")
    assert Commitment.objects.get().changes.get().progress == "fulfilled"
    assert PublicVersion.objects.order_by("-number").first().reason == "A letter"


def test_what_became_of_a_commitment_stands_in_the_public_history_of_its_meeting(admin_client):
    meeting = whole_meeting()
    commitment = Commitment.objects.get()
    row = table("changes", [{"progress": "fulfilled", "on": "2024-05", "source": make_source().pk}])
    response = admin_client.post(change_url(commitment), sent(admin_client.get(change_url(commitment))) | row)
    assert response.status_code == 302, errors_of(response)
    assert [version.uid for version in PublicVersion.objects.order_by("number")] == [meeting.uid] * 2


def test_a_publication_is_a_step_in_history_and_audit(admin_client):
    admin_client.post(ADD, meeting_form(_publish="1", _reason="Complete now"))
    assert actions() == [("meetings", "created"), ("meetings", "moved")]
    assert AuditEntry.objects.filter(action=AuditAction.PUBLISHED).count() == 1
    assert PublicVersion.objects.get().reason == "Complete now"


def test_who_goes_on_with_what_was_sent_back_reads_why(admin_client, contributor):
    meeting = make_meeting(state=State.REVIEW)
    data = {"action": "send_back", "_selected_action": [meeting.pk], "comment": "Where was it?"}
    admin_client.post("/admin/cooperation/meeting/", data)
    assert "Where was it?" in contributor.get(change_url(meeting)).content.decode()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), _review="1"))
    assert "Where was it?" not in contributor.get(change_url(meeting)).content.decode()


def test_a_revert_leaves_a_proposal_that_waits(admin_client, contributor):
    meeting = make_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall"))
    page = admin_client.post(f"/admin/cooperation/meeting/{meeting.pk}/history/", {"revert": "1"}, follow=True)
    assert "A proposal waits here: decide on it first." in [str(message) for message in page.context["messages"]]
    assert Proposal.objects.get().version.data["venue"] == "Hall"
