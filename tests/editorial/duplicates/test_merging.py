"""Two records made one: rows united without doubles, references led, addresses and histories kept; and back."""

import pytest

from cooperation.editorial.duplicates.merging import MergeError, merge, undo
from cooperation.editorial.proposals import propose
from cooperation.editorial.steps import move
from cooperation.models import (
    Address,
    Commitment,
    CommitmentChange,
    Correction,
    Meeting,
    Merge,
    Official,
    Participation,
    Point,
    PublicVersion,
    State,
    Version,
)
from cooperation.record.snapshots import restore, snapshot, take
from tests import factories as make

from .rows import every_row

pytestmark = pytest.mark.django_db


def two_meetings(**fields):
    """The same meeting twice: a shared official, a delegation and its named head, points and a source each."""
    unicef, ministry = make.make_agency("UNICEF"), make.make_body("Ministry")
    minister, head = make.make_official("A Minister"), make.make_official("A Head")
    topic, source = make.make_topic("Health"), make.make_source("https://news.example/a")
    one = make.make_meeting(
        "They met", agencies=[unicef], officials=[(minister, ministry)], topics=[topic], sources=[source], **fields
    )
    other = make.make_meeting(
        "They met again", officials=[(head, unicef), (minister, ministry)], topics=[topic], venue="Hall", **fields
    )
    other.sources.set([source, make.make_source("https://news.example/b")])
    other.participations.filter(official=minister).update(reported_title_en="Minister")
    make.make_point(one, "Schools", order=1, participation=one.participations.get(official=minister))
    make.make_point(other, "Schools", [topic], order=1)
    wells = make.make_point(other, "Wells", order=2, participation=other.participations.get(official=minister))
    make.make_commitment(wells, unicef, "To drill")
    return one, other


def test_rows_are_united_without_doubles(admin_user):
    one, other = two_meetings()
    merge(one, other, by=admin_user, taken={"venue": other.venue})
    seats = one.participations.values_list("official__name_en", "agency__name_en", "reported_title_en", "order")
    assert list(seats) == [("A Head", "UNICEF", None, 1), ("A Minister", "Ministry", "Minister", 2)]
    points = one.points.values_list("text_en", "order", "participation__official__name_en")
    assert list(points) == [("Schools", 1, "A Minister"), ("Wells", 3, "A Minister")]
    assert [topic.name_en for topic in one.points.get(order=1).topics.all()] == ["Health"]
    assert (one.topics.count(), one.sources.count(), one.commitments.count()) == (1, 2, 1)
    assert (Meeting.objects.get().venue, Meeting.objects.get().title_en) == ("Hall", "They met")


def test_points_and_commitments_are_the_same_by_a_text_that_both_have(admin_user):
    unicef = make.make_agency("UNICEF")
    one, other = (make.make_meeting("They met", agencies=[unicef]) for _ in range(2))
    for meeting, texts in (
        (one, [{"text_az": "Bir"}, {"text_ru": "Два"}]),
        (other, [{"text_az": "Bir", "text_en": "One"}, {"text_az": "Üç"}]),
    ):
        for number, text in enumerate(texts, 1):
            point = make.make_point(meeting, order=number, **{"text_en": None} | text)
            make.make_commitment(point, unicef, **{"text_en": None} | text)
    merge(one, other, by=admin_user)
    united = [("One", "Bir", None), (None, None, "Два"), (None, "Üç", None)]
    texts = ("text_en", "text_az", "text_ru")
    assert list(one.points.order_by("order").values_list(*texts)) == united
    assert list(one.commitments.order_by("pk").values_list(*texts)) == united


def test_a_delegation_that_spoke_stays_beside_a_named_person(admin_user):
    one, other = two_meetings()
    make.make_point(one, "Said by the delegation", order=2, participation=one.participations.get(official=None))
    merge(one, other, by=admin_user)
    assert one.participations.count() == 3
    assert one.points.get(order=2).participation.official is None


def test_the_other_address_leads_on_in_every_language_and_format(client, admin_user):
    one, other = two_meetings()
    uid, slug = other.uid, other.slug
    merge(one, other, by=admin_user)
    for path in ("", "/az", "/ru"):
        moved = client.get(f"{path}/meetings/{slug}/")
        assert (moved.status_code, moved["Location"]) == (301, f"{path}/meetings/{one.slug}/")
        assert client.get(f"{path}/id/{uid}/")["Location"] == f"{path}/meetings/{one.slug}/"
    for end in ("json", "ics"):
        moved = client.get(f"/meetings/{slug}.{end}")
        assert (moved.status_code, moved["Location"]) == (301, f"/meetings/{one.slug}.{end}")
    moved = client.get(f"/api/v1/meetings/{slug}/")
    assert (moved.status_code, moved["Location"].endswith(f"/api/v1/meetings/{one.slug}/")) == (301, True)


def test_mirrors_learn_that_the_other_is_gone_and_later_that_it_is_back(client, admin_user):
    one, other = two_meetings()
    gone = {"uid": str(other.uid), "slug": other.slug}
    made = merge(one, other, by=admin_user)
    told = client.get("/api/v1/meetings/?updated_since=2024-01-01").json()
    assert ([each["slug"] for each in told["results"]], told["withdrawn"]) == ([one.slug], [gone])
    undo(made, by=admin_user)
    told = client.get("/api/v1/meetings/?updated_since=2024-01-01").json()
    assert ({each["uid"] for each in told["results"]}, told["withdrawn"]) == ({str(one.uid), str(other.uid)}, [])


def test_a_draft_leaves_no_trace_for_readers(client, admin_user):
    public, draft = make.make_meeting("Public"), make.make_meeting("A secret draft", state=State.DRAFT)
    uid, slug = draft.uid, draft.slug
    assert client.get(f"/meetings/{slug}/").status_code == 404
    merge(public, draft, by=admin_user, reason="The same")
    assert client.get(f"/meetings/{slug}/").status_code == 404
    assert client.get(f"/meetings/{slug}.json").status_code == 404
    assert client.get(f"/id/{uid}/").status_code == 404
    assert client.get("/api/v1/meetings/?updated_since=2024-01-01").json()["withdrawn"] == []
    assert "secret" not in client.get(f"/meetings/{public.slug}/history/").content.decode()
    assert not Address.objects.filter(slug=slug).exists()


def test_what_was_withdrawn_leads_on_and_stays_unread(client, admin_user):
    public, other = make.make_meeting("Public"), make.make_meeting("Withdrawn", venue="A secret hall")
    move(other, State.WITHDRAWN, by=admin_user, reason="It names somebody.")
    uid, slug = other.uid, other.slug
    assert PublicVersion.objects.filter(uid=uid).exists()
    merge(public, other, by=admin_user)
    assert client.get(f"/meetings/{slug}/")["Location"] == f"/meetings/{public.slug}/"
    page = client.get(f"/meetings/{public.slug}/history/").content.decode()
    assert "Withdrawn" not in page
    assert client.get(f"/meetings/{public.slug}/history/{uid}/1/").status_code == 404


def test_the_other_is_read_as_it_stood(client, admin_user):
    one, other = two_meetings()
    uid, slug = other.uid, other.slug
    merge(one, other, by=admin_user)
    old = client.get(f"/meetings/{slug}/history/")
    assert (old.status_code, old["Location"]) == (301, f"/meetings/{one.slug}/history/")
    address = f"/meetings/{one.slug}/history/{uid}/1/"
    assert address in client.get(old["Location"]).content.decode()
    assert "They met again" in client.get(address).content.decode()
    assert client.get(f"/meetings/{make.make_meeting().slug}/history/{uid}/1/").status_code == 404


def test_what_is_public_is_kept_and_a_waiting_proposal_is_not_lost(admin_user):
    public, draft = make.make_meeting(), make.make_meeting(state=State.DRAFT)
    with pytest.raises(MergeError, match="What is public is kept"):
        merge(draft, public, by=admin_user)
    propose(public, take(public), based_on="", by=admin_user)
    with pytest.raises(MergeError, match="waits"):
        merge(public, draft, by=admin_user)
    with pytest.raises(MergeError, match="one kind"):
        merge(public, make.make_official(), by=admin_user)
    assert Meeting.objects.count() == 2


def two_officials():
    agency = make.make_agency("UNICEF")
    one, other = make.make_official("Vagif Sadigov"), make.make_official("Vagif Sadikhov", name_ru="Вагиф Садыхов")
    both = make.make_meeting(officials=[(one, agency), (other, agency)])
    make.make_point(both, participation=both.participations.get(official=other))
    make.make_meeting(officials=[(other, agency)])
    one.appointments.create(title_en="Director", agency=agency)
    other.appointments.create(title_en="Director", agency=agency, start="2019")
    other.appointments.create(title_en="Head", agency=agency)
    Correction.objects.create(text_en="His name", official=other)
    return one, other, both


def test_everything_that_referred_to_an_official_refers_to_the_kept_one(client, admin_user):
    one, other, both = two_officials()
    merge(one, other, by=admin_user)
    assert set(Participation.objects.values_list("official__name_en", flat=True)) == {"Vagif Sadigov"}
    assert both.participations.count() == 1
    assert Point.objects.get().participation.official == one
    assert sorted(one.appointments.values_list("title_en", "start")) == [("Director", "2019"), ("Head", None)]
    assert (Correction.objects.get().official, Official.objects.count()) == (one, 1)
    assert Official.objects.get().other_spellings.splitlines() == ["Vagif Sadikhov", "Вагиф Садыхов"]
    assert client.get("/officials/vagif-sadikhov/")["Location"] == "/officials/vagif-sadigov/"
    assert client.get("/meetings/?official=vagif-sadikhov")["Location"] == "/meetings/?official=vagif-sadigov"
    assert b"Vagif Sadigov" in client.get("/search/?q=Sadikhov").content


def test_a_version_from_before_leads_to_the_kept_official(admin_user):
    one, other, _both = two_officials()
    meeting = Meeting.objects.order_by("pk").last()
    before = take(meeting)
    merge(one, other, by=admin_user)
    assert [version.action for version in Version.objects.of(meeting).order_by("number")] == ["found", "edited"]
    restore(before)
    assert meeting.participations.get().official == one


@pytest.mark.parametrize("make_two", [two_meetings, two_officials])
def test_undone_every_row_is_what_it_was(admin_user, make_two):
    one, other, *_more = make_two()
    before = every_row()
    made = merge(one, other, by=admin_user, reason="The same")
    assert every_row() != before
    undo(made, by=admin_user)
    assert every_row() == before
    with pytest.raises(MergeError, match="already"):
        undo(Merge.objects.get(), by=admin_user)


def test_commitments_that_are_the_same_become_one_with_its_progress(client, admin_user):
    one, other = two_meetings()
    agency = Commitment.objects.get().made_by
    mine = make.make_commitment(one.points.get(), agency, "To drill")
    theirs = other.commitments.get()
    CommitmentChange.objects.create(commitment=theirs, progress="fulfilled", on="2025", meeting=other)
    before, slug, uid = every_row(), theirs.slug, theirs.uid
    made = merge(one, other, by=admin_user)
    assert (Commitment.objects.get(), Commitment.objects.get().progress) == (mine, "fulfilled")
    assert CommitmentChange.objects.get().meeting == one
    assert client.get(f"/commitments/{slug}/")["Location"] == f"/commitments/{mine.slug}/"
    assert client.get(f"/id/{uid}/")["Location"] == f"/commitments/{mine.slug}/"
    undo(made, by=admin_user)
    assert every_row() == before


def test_what_was_changed_since_stays_with_the_kept_one(admin_user):
    one, other = two_meetings()
    made = merge(one, other, by=admin_user, taken={"venue": "Hall", "city": "Baku"})
    Meeting.objects.update(venue="Another hall")
    make.make_point(Meeting.objects.get(), "Later", order=9)
    undo(made, by=admin_user)
    one.refresh_from_db()
    assert (one.venue, one.city, [point.text_en for point in one.points.all()]) == (
        *("Another hall", ""),
        ["Schools", "Later"],
    )


def test_a_draft_whose_address_was_given_away_is_not_brought_back(admin_user):
    one, other = (make.make_meeting("Draft", state=State.DRAFT) for _ in range(2))
    made = merge(one, other, by=admin_user)
    assert make.make_meeting("Draft", state=State.DRAFT).slug == other.slug
    before = every_row()
    with pytest.raises(MergeError, match="given to another record"):
        undo(made, by=admin_user)
    assert (every_row(), Merge.objects.standing().count()) == (before, 1)


def test_a_merge_of_a_merged_record_is_undone_last(admin_user):
    one, two, three = (make.make_meeting() for _ in range(3))
    first = merge(two, three, by=admin_user)
    second = merge(one, two, by=admin_user)
    assert Merge.objects.leading([three.uid]) == {str(three.uid): str(one.uid)}
    with pytest.raises(MergeError, match="undo that first"):
        undo(first, by=admin_user)
    for made in (second, first):
        undo(made, by=admin_user)
    assert Meeting.objects.count() == 3


def test_both_histories_are_kept_and_readers_see_no_name(client, admin_user):
    one, other = two_meetings()
    snapshots = [snapshot(one), snapshot(other)]
    merge(one, other, by=admin_user, reason="Entered twice", taken={"venue": "Hall"})
    for record, taken in zip((one, other), snapshots, strict=True):
        found, merged = Version.objects.of(record).order_by("number")
        assert (found.action, found.data, merged.action, merged.reason) == ("found", taken, "merged", "Entered twice")
        assert PublicVersion.objects.filter(uid=record.uid).exists()
    page = client.get(f"/meetings/{one.slug}/history/").content.decode()
    assert "Entered twice" in page
    assert "They met again" in page
    assert admin_user.username not in page
