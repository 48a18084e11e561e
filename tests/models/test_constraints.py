"""What the database itself refuses, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cooperation.models import Agency, CommitmentChange, Identifier, Meeting, Point, Program, Source, State
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "ftp://news.example/",
    "//news.example",
    "x",
]


def refused(records, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        records.update(**values)


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_that_is_not_of_the_web(url):
    make.make_source(), make.make_body()
    refused(Source.objects.all(), url=url)
    refused(Source.objects.all(), archived_url=url)
    refused(Agency.objects.all(), website=url)
    make.make_agreement()
    from cooperation.models import Agreement

    refused(Agreement.objects.all(), text_url=url)


@pytest.mark.parametrize(
    ("values"),
    [
        {"title_en": ""},
        {"title_en": None},
        {"mode": "telepathy"},
        {"state": "lost"},
        {"slug": ""},
        {"published_at": None},
        {"state": State.WITHDRAWN, "withdrawal_reason_en": ""},
    ],
    ids=str,
)
def test_a_meeting_that_makes_no_sense(values):
    make.make_meeting()
    refused(Meeting.objects.all(), **values)


def test_closed_lists_stay_closed():
    point = make.make_point(make.make_meeting())
    commitment = make.make_commitment(point, make.make_agency())
    refused(Point.objects.all(), kind="shouted")
    refused(type(commitment).objects.all(), progress="forgotten")
    refused(Agency.objects.all(), side="both")


def test_a_record_is_not_its_own_relative():
    agency = make.make_agency()
    refused(Agency.objects.all(), parent=agency)
    refused(Agency.objects.all(), predecessor=agency)


def test_an_end_does_not_lie_before_its_start():
    make.make_program(start="2024")
    refused(Program.objects.all(), end="2023")
    Program.objects.update(end="2024-01")


def test_a_change_of_progress_cites_what_shows_it():
    commitment = make.make_commitment(make.make_point(make.make_meeting()), make.make_agency())
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentChange.objects.create(commitment=commitment, progress="fulfilled", on="2024")


def test_the_newest_change_says_where_a_commitment_stands():
    meeting = make.make_meeting()
    commitment = make.make_commitment(make.make_point(meeting), make.make_agency())
    for on, progress in (("2025", "fulfilled"), ("2024-05", "under-way")):
        CommitmentChange.objects.create(commitment=commitment, progress=progress, on=on, meeting=meeting)
    commitment.refresh_from_db()
    assert commitment.progress == "fulfilled"


def test_an_identifier_belongs_to_one_record():
    agency, official = make.make_agency(), make.make_official()
    Identifier.objects.create(agency=agency, scheme="wikidata", value="Q1")
    for owner in ({}, {"agency": agency, "official": official}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identifier.objects.create(scheme="wikidata", value="Q2", **owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(official=official, scheme="wikidata", value="Q1")


def test_nobody_sits_twice_for_one_agency():
    agency, official = make.make_agency(), make.make_official()
    meeting = make.make_meeting(officials=[(official, agency)])
    for person in (official, None):
        make.make_participation(meeting, agency, None) if person is None else None
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_participation(meeting, agency, person)


def test_one_address_is_one_source():
    make.make_source("https://www.news.example/a/")
    with pytest.raises(DatabaseError), transaction.atomic():
        make.make_source("http://NEWS.example/a#top")
    assert make.make_source("https://news.example/a?page=2").url_key == "news.example/a?page=2"
