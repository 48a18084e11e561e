"""Likely duplicates are found with their reasons, and nothing else is."""

import datetime

import pytest

from cooperation.editorial.duplicates import finding
from cooperation.models import Agency, Event, Meeting, NotDuplicate, Official
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def met():
    """Makes a meeting of a minister and the head of an agency, or of whom else is named."""
    unicef, ministry = make.make_agency("UNICEF"), make.make_body("Ministry")
    officials = {}

    def make_one(date, head="Regina De Dominicis", minister="Ceyhun Bayramov", **fields):
        seats = [
            (officials.setdefault(name, make.make_official(name)) if name else None, body)
            for name, body in ((head, unicef), (minister, ministry))
        ]
        # Titles that are not alike.
        title = fields.pop("title", 3 * f"{chr(97 + Meeting.objects.count())} ")
        return Meeting.objects.get(pk=make.make_meeting(title, date, officials=seats, **fields).pk)

    return make_one


def found(model=Meeting):
    return {
        (pair.one.pk, pair.other.pk): (pair.verdict.score, pair.verdict.reasons)
        for pair in finding.page_of(model).pairs
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024-01-11", "2024-01-11"),
        ("2024-01-11", "2024-01-14"),
        ("2024-01-11", "2024-01"),
        ("2024", "2024-01-11"),
        ("2024-01", "2024"),
    ],
)
def test_the_same_people_on_days_that_may_be_the_same(met, one, other):
    first, second = met(one), met(other, minister="Джейхун Байрамов")
    assert set(found()) == {(first.pk, second.pk)}
    assert [(pair.one, pair.other) for pair in finding.alike(second)] == [(first, second)]


@pytest.mark.parametrize("other", ["2024-01-16", "2024-02", "2023", "2024-02-01"])
def test_other_days_are_other_meetings(met, other):
    met("2024-01-11"), met(other)
    assert found() == {}


def test_another_person_city_or_occasion_is_another_meeting(met):
    met("2024-01-11"), met("2024-01-11", head="Another Person")
    met("2023-01-11", city="Baku"), met("2023-01", city="New York")
    for day in ("2022-01-11", "2022-01"):
        met(day).event_links.create(event=make.make_event(), relation="sidelines")
    assert found() == {}


def test_who_is_not_named_may_be_anybody_of_the_body(met):
    first, second = met("2024-01-11"), met("2024-01-11", head=None)
    ((score, reasons),) = found().values()
    assert (first.pk, second.pk) in found()
    assert (score, reasons) == (70, ("the same person: Ceyhun Bayramov", "the same date: 11 January 2024"))


def test_a_shared_source_and_title_add_reasons(met):
    source = make.make_source()
    met("2024-01", title="The minister met the director", sources=[source])
    met("2024-01-11", title="The director met the minister", sources=[source])
    ((score, reasons),) = found().values()
    assert score == 100
    assert reasons[2:] == ("the same source", "titles that are much alike")


def test_what_was_withdrawn_or_settled_is_not_asked_again(met):
    first, second = met("2024-01-11"), met("2024-01-11")
    met("2024-01-11", state="withdrawn")
    assert len(found()) == 1
    low, high = NotDuplicate.pair(second, first)
    NotDuplicate.objects.create(noun="meetings", first=low, second=high)
    assert (found(), finding.alike(first)) == ({}, [])


def test_officials_by_the_sound_of_their_names_and_their_bodies():
    agency = make.make_agency("UNICEF")
    one, other = make.make_official("Vagif Sadigov"), make.make_official("Vagif Sadikhov")
    make.make_official("Zaur Aliyev"), make.make_official("Yashar Aliyev")
    assert found(Official)[one.pk, other.pk] == (65, ("names that sound alike: Vagif Sadigov, Vagif Sadikhov",))
    for official in (one, other):
        make.make_meeting(officials=[(official, agency)])
        official.appointments.create(title_en="Ambassador", agency=agency)
    score, reasons = found(Official)[one.pk, other.pk]
    assert (score, reasons[1:]) == (100, ("both of: UNICEF", "the same post: Ambassador"))


def test_events_of_a_series_are_told_apart_by_number_and_day():
    seventh = make.make_event("7th World Forum on Intercultural Dialogue", start="2026-05")
    named = make.make_event("World Forum on Intercultural Dialogue 2026")
    make.make_event("6th World Forum on Intercultural Dialogue", start="2024-05")
    assert set(found(Event)) == {(seventh.pk, named.pk)}


def test_agencies_of_one_name():
    one, other = make.make_agency("World Health Organization"), make.make_agency("The World Health Organization")
    assert set(found(Agency)) == {(one.pk, other.pk)}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_one_pair_and_of_three(met, count, django_assert_num_queries):
    for number in range(count):
        day = (datetime.date(2024, 1, 1) + datetime.timedelta(days=10 * number)).isoformat()
        met(day), met(day)
    # The meetings of this page, the days that they cover. Twice for what is near and for what is likely: the meetings,
    # their seats, sources and occasions. The likely ones themselves, and what was said of them.
    with django_assert_num_queries(12):
        assert len(finding.page_of(Meeting).pairs) == count
    with django_assert_num_queries(8):
        finding.alike(Meeting.objects.first())


def test_the_list_goes_on_where_it_stopped(met, monkeypatch):
    monkeypatch.setattr(finding, "BATCH", 2)
    pairs = [(met(f"2024-0{month}-11"), met(f"2024-0{month}-11")) for month in (1, 2, 3)]
    seen, after = set(), None
    while True:
        page = finding.page_of(Meeting, after)
        seen |= {(pair.one, pair.other) for pair in page.pairs}
        after = page.after
        if after is None:
            break
    assert seen == set(pairs)
