"""How many queries an answer costs, at one record and at three: a literal number, so that N+1 shows."""

import pytest

from cooperation.models import Appointment, Commitment, CommitmentChange, Correction, Meeting, Official, Point, Source
from tests.browse.test_query_counts import make_record
from tests.cold import forget_all_but_the_index
from tests.once import once

pytestmark = pytest.mark.django_db

FILTER = "agency=agency-0&body=body-0&topic=topic-0&official=person-0&program=program-0&place=baku&year=2024&q=meeting"
PARTS = "participations,points,programs,events,agreements,commitments,sources"

COUNTS = {
    # Each begins with the stamp of the record, by which it is known whether anything changed.
    "": 1,
    # meetings, their seats and topics; ids and total come from the index
    "meetings/": 4,
    # the words searched for; agencies, bodies and topics as trees; the official and the program
    f"meetings/?{FILTER}": 10,
    # and points with their topics; programs; events; agreements with parties, programs, topics and sources;
    # commitments with the topics of their points and their changes; sources
    f"meetings/?expand={PARTS}": 17,
    f"meetings/?{FILTER}&expand={PARTS}": 23,
    # the page's ids; the total; agencies, their identifiers, children and successors
    "agencies/": 7,
    # ids; officials, their identifiers and posts; the index of meetings says how many there are
    "officials/?expand=appointments": 5,
    # ids; total; topics and their children
    "topics/": 5,
    # ids; total; programs, their agencies, topics and sources
    "programs/": 7,
    "events/": 7,
    # also programs
    "agreements/": 8,
    # ids; total; commitments, the topics of their points, their changes
    "commitments/?expand=point,changes": 6,
    # ids; total; what was withdrawn and what was deleted; meetings, seats and topics
    "meetings/?updated_since=2020-01-01": 8,
    "officials/?updated_since=2020-01-01": 8,
    # agencies, bodies and topics as trees; officials, programs and events of the facets
    "meetings/facets/": 7,
    # as much as a list that leaves nothing out, and what was corrected
    "meetings/2024-01-11-meeting-0/": 18,
    "agencies/agency-0/": 6,
    "officials/person-0/": 5,
    "topics/topic-0/": 4,
    "programs/program-0/": 6,
    "events/event-0/": 6,
    "agreements/agreement-0/": 7,
    # meetings, their seats and topics; what was corrected
    "meetings/?expand=corrections": 5,
    # ids; total; corrections with their records
    "corrections/": 4,
    # ids; total; sources
    "sources/": 4,
    "sources/?publisher=AZƏRTAC&year=2024": 5,
    # the seats of these meetings, which the index knows; total; seats with all that they name
    "participations/": 4,
    # and all that the filter names: words, four trees, three records
    f"participations/?{FILTER}&for=body-0&person=person-0": 12,
    # total; the three facets at once; agencies as a tree; officials
    "participations/facets/": 5,
    # and the topics of points
    "points/": 5,
    f"points/?{FILTER}&kind=informed": 11,
    "points/facets/": 5,
    # and officials in their order
    "appointments/": 5,
    "progress/": 5,
}


@once(params=[1, 3])
def so_many(count):
    make_record(count)
    for meeting in Meeting.objects.all():
        Correction.objects.create(meeting=meeting, text_en="The day was wrong.")
    Source.objects.update(publisher="AZƏRTAC", published="2024")
    for official in Official.objects.all():
        Appointment.objects.create(official=official, title_en="Minister", source=Source.objects.first())
    for made in Commitment.objects.all():
        CommitmentChange.objects.create(commitment=made, progress="under-way", on="2024", source=Source.objects.first())
    for point in Point.objects.all():
        point.participation = point.meeting.participations.exclude(official=None).first()
        point.save()


@pytest.mark.parametrize(
    ("path", "queries"), COUNTS.items(), ids=[path.removeprefix("/api/v1/")[:30] for path in COUNTS]
)
def test_an_answer_costs_the_same_for_one_and_three(client, django_assert_num_queries, so_many, path, queries):
    forget_all_but_the_index()
    with django_assert_num_queries(queries):
        assert client.get(f"/api/v1/{path}").status_code == 200


def test_what_has_not_changed_costs_one_look(client, django_assert_num_queries):
    make_record(1)
    etag = client.get("/api/v1/meetings/")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/api/v1/meetings/", headers={"If-None-Match": etag}).status_code == 304
