"""What stands within records, and what they cite: lists of their own, which no page shows."""

import json

import pytest

from cooperation.models import Appointment, CommitmentChange, Meeting, Official, Participation, Source
from cooperation.record.filters import LISTED
from cooperation.record.formats import LISTS, PAGED, formats_of
from tests import factories as make
from tests.once import once
from tests.opendata.reading import as_cursor, content, rows_of_csv, rows_of_sheet, sheets_of

pytestmark = pytest.mark.django_db

ALONE = [noun for noun in LISTS if noun not in PAGED]


@once
def meeting():
    """Two meetings with seats and points, posts of who sat in them, and steps of what was promised."""
    fund, office = make.make_agency("Fund", slug="fund"), make.make_agency("Office", slug="office")
    branch = make.make_agency("Branch", slug="branch", parent=fund)
    body = make.make_body("Ministry", slug="ministry")
    ali, zeynab = make.make_official("Ali", slug="ali"), make.make_official("Zeynab", slug="zeynab")
    cited = make.make_source(
        "https://news.example/1", publisher="AZƏRTAC", language="az", published="2024-01", title="A"
    )
    newer = make.make_source("https://news.example/2", publisher="UN News", language="en", published="2025")
    undated = make.make_source("https://news.example/3")
    topic = make.make_topic("Mines", slug="mines")
    old = make.make_meeting("Old", "2023", slug="old", officials=[(zeynab, body), (ali, branch)], sources=[undated])
    talks = make.make_meeting(
        "Talks", "2024-01-11", slug="talks", agencies=[fund], officials=[(ali, body)], topics=[topic],
        sources=[cited, newer], title_ru="Беседа",
    )  # fmt: skip
    talks.participations.filter(agency=fund).update(role="host")
    seat = talks.participations.get(official=ali)
    more = {"participation": seat, "source": cited, "paragraph": 3}
    make.make_point(talks, "Agreed", [topic], kind="agreed", order=2)
    point = make.make_point(talks, "Said", [topic], kind="asked", order=1, **more)
    make.make_point(old, "Praised", kind="praised", participation=old.participations.get(official=zeynab))
    Appointment.objects.create(official=zeynab, agency=body, title_en="Minister", start="2020-07", end="2024-01")
    Appointment.objects.create(official=ali, agency=branch, title_en="Head", start="2025", source=cited)
    Appointment.objects.create(official=ali, agency=None, title_en="Envoy")
    made = make.make_commitment(point, body, "Will do", made_to=office, slug="made")
    CommitmentChange.objects.create(commitment=made, progress="fulfilled", on="2025-03", source=newer)
    CommitmentChange.objects.create(commitment=made, progress="under-way", on="2024", source=newer, note="Unseen")
    return talks


def results(client, path, **query):
    response = client.get(path if path.startswith("/") else f"/api/v1/{path}/", query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def reference(noun, slug, **name):
    return {"noun": noun, "slug": slug, "name": name, "acronym": {}}


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"], response.json().get("parameter")


TALKS = reference("meetings", "talks", en="Talks", ru="Беседа")
ALI = reference("officials", "ali", en="Ali")
MINISTRY = reference("agencies", "ministry", en="Ministry")
SEAT = {"number": 2, "agency": MINISTRY, "official": ALI, "name": "Ali", "title": {}, "role": "participant"}


def source():
    told = {"url": "https://news.example/1", "title": "A", "publisher": "AZƏRTAC", "published": "2024-01"}
    uid = str(Source.objects.get(url=told["url"]).uid)
    return {"uid": uid, **told, "language": "az", "archived_url": ""}


def test_each_is_told_with_what_it_stands_in(client, meeting):
    of_meeting = {"meeting": TALKS, "meeting_date": "2024-01-11"}
    assert results(client, "participations")[1] == of_meeting | SEAT
    assert results(client, "points")[0] == of_meeting | {
        "number": 1, "kind": "asked", "text": {"en": "Said"}, "raised_by": SEAT,
        "topics": [reference("topics", "mines", en="Mines")], "source": source(), "paragraph": 3,
    }  # fmt: skip

    assert results(client, "appointments")[0] == {
        "official": ALI, "agency": reference("agencies", "branch", en="Branch"), "title": {"en": "Head"},
        "start": "2025", "end": None, "source": source(),
    }  # fmt: skip
    first = results(client, "progress")[0]
    assert (first["commitment"]["slug"], first["progress"], first["on"]) == ("made", "under-way", "2024")
    assert source() in results(client, "sources")


@pytest.mark.parametrize("noun", ALONE)
def test_every_format_holds_the_same_in_the_same_order(client, meeting, noun):
    told = results(client, noun)
    assert told
    assert [each.suffix for each in formats_of(noun)] == ["csv", "xlsx", "json", "ndjson"]
    assert results(client, f"/{noun}.json") == told
    assert [json.loads(line) for line in content(client.get(f"/{noun}.ndjson")).splitlines()] == told
    rows = rows_of_csv(content(client.get(f"/{noun}.csv")))
    sheet = rows_of_sheet(sheets_of(client.get(f"/{noun}.xlsx"))[noun])
    key = next(name for name in ("number", "url", "title_en", "on") if name in rows[0])
    in_json = [str(each["title"]["en"] if key == "title_en" else each[key]) for each in told]
    assert [row[key] for row in rows] == [str(row[key]) for row in sheet] == in_json


def in_meetings(found):
    return [(each["meeting"]["slug"], each["number"]) for each in found]


def test_they_run_as_their_records_and_within_one_by_their_numbers(client, meeting):
    for noun in ("participations", "points"):
        newest = results(client, noun)
        assert in_meetings(newest)[:2] == [("talks", 1), ("talks", 2)]
        assert in_meetings(results(client, noun, sort="oldest")) == in_meetings(newest[2:] + newest[:2])
    assert [each["official"]["slug"] for each in results(client, "appointments")] == ["ali", "ali", "zeynab"]
    assert [each["on"] for each in results(client, "progress", sort="oldest")] == ["2024", "2025-03"]
    assert [each["published"] for each in results(client, "sources")] == ["2025", "2024-01", None]
    assert problem(client.get("/api/v1/appointments/?sort=oldest")) == (400, "unknown-parameter", "sort")


@pytest.mark.parametrize("order", ["", "&sort=oldest"])
@pytest.mark.parametrize("noun", ALONE)
def test_pages_lead_through_them(client, meeting, noun, order):
    # Most meetings have nothing in them.
    for number in range(30):
        make.make_meeting(date=f"20{number:02}")
    order = "" if noun == "appointments" else order
    path, found = f"/api/v1/{noun}/?page_size=1{order}", []
    while path:
        answer = client.get(path).json()
        assert len(answer["results"]) == 1
        found += answer["results"]
        path = answer["next"]
    assert found == results(client, f"/api/v1/{noun}/?{order}")
    assert len(found) == answer["count"]


def test_a_page_goes_on_where_the_last_row_has_gone(client, meeting):
    for noun in ("participations", "points"):
        following = client.get(f"/api/v1/{noun}/?page_size=1").json()["next"]
        getattr(meeting, noun).filter(order=1).update(order=0)
        getattr(meeting, noun).filter(order=0).update(meeting=Meeting.objects.get(slug="old"))
        assert in_meetings(client.get(following).json()["results"]) == [("talks", 2)]
    following = client.get("/api/v1/participations/?page_size=1").json()["next"]
    Meeting.objects.filter(pk=meeting.pk).update(state="withdrawn", withdrawal_reason_en="Twice.")
    assert in_meetings(client.get(following).json()["results"]) == [("old", 0)]


def test_the_rest_of_a_meeting_is_asked_for_by_the_same_filter(client, meeting):
    following = client.get("/api/v1/participations/?page_size=1&topic=mines").json()["next"]
    meeting.topics.clear()
    answer = client.get(following).json()
    assert (answer["count"], answer["results"], answer["next"]) == (0, [], None)


def test_a_place_among_rows_may_have_a_long_name(client):
    official = make.make_official("Ə" * 150)
    make.make_meeting(officials=[(official, make.make_body())])
    Official.objects.update(sort_key_en="x" * 200)
    for _ in range(2):
        Appointment.objects.create(official=official, title_en="Envoy")
    following = client.get("/api/v1/appointments/?page_size=1").json()["next"]
    assert len(client.get(following).json()["results"]) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("participations/?agency=office", []),
        # A filter of meetings chooses these, whose seats all are there.
        ("participations/?agency=fund&year=2024", ["talks 1", "talks 2"]),
        ("participations/?official=zeynab", ["old 1", "old 2"]),
        ("participations/?topic=mines&to=2024", ["talks 1", "talks 2"]),
        # These choose among the seats; a body includes those below it.
        ("participations/?person=ali", ["talks 2", "old 2"]),
        ("participations/?for=fund", ["talks 1", "old 2"]),
        ("participations/?for=fund&for=ministry&person=ali", ["talks 2", "old 2"]),
        ("participations/?role=host", ["talks 1"]),
        ("participations/?role=host&official=zeynab", []),
        ("participations/?q=talks&person=ali", ["talks 2"]),
        ("points/?official=ali", ["talks 1", "talks 2", "old 1"]),
        ("points/?kind=agreed&kind=praised", ["talks 2", "old 1"]),
        ("points/?person=ali", ["talks 1"]),
        ("points/?by=ministry&year=2023", ["old 1"]),
    ],
)
def test_meetings_are_chosen_by_their_filters_and_rows_by_their_own(client, meeting, query, found):
    answer = client.get(f"/api/v1/{query}").json()
    told = [f"{each['meeting']['slug']} {each['number']}" for each in answer["results"]]
    assert (told, answer["count"]) == (found, len(found))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("official=ali", ["Head", "Envoy"]),
        ("at=fund", ["Head"]),
        ("at=ministry&at=branch", ["Head", "Minister"]),
        ("body=ministry&agency=fund", ["Head", "Envoy"]),
        # What is not known may have been then.
        ("from=2024-02", ["Head", "Envoy"]),
        ("to=2020", ["Envoy", "Minister"]),
        ("from=2021&to=2023", ["Envoy", "Minister"]),
        ("q=zeynab", ["Minister"]),
    ],
)
def test_posts_are_chosen_by_official_body_and_time(client, meeting, query, found):
    assert [each["title"]["en"] for each in results(client, f"/api/v1/appointments/?{query}")] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("publisher=UN+News", "2"), ("language=az&language=en", "21"), ("year=2024", "1"), ("year=1999", "")],
)
def test_sources_are_chosen_by_publisher_language_and_year(client, meeting, query, found):
    assert [each["url"][-1] for each in results(client, f"/api/v1/sources/?{query}")] == list(found)


def test_steps_are_chosen_as_commitments_are(client, meeting):
    assert len(results(client, "progress", **{"for": "office", "by": "ministry"})) == 2
    assert results(client, "progress", by="fund") == []


def test_facets_count_rows_by_what_rows_hold(client, meeting):
    def facets(query):
        answer = client.get(f"/api/v1/{query}").json()
        return {each["name"]: {value["value"]: value["count"] for value in each["values"]} for each in answer["facets"]}

    assert facets("participations/facets/") == {
        "person": {"ali": 2, "zeynab": 1},
        "role": {"participant": 3, "host": 1},
        "for": {"fund": 2, "branch": 1, "ministry": 2},
    }
    assert facets("participations/facets/?year=2024&role=host&facets=role") == {"role": {"host": 1, "participant": 1}}
    assert facets("points/facets/?facets=kind") == {"kind": {"agreed": 1, "asked": 1, "praised": 1}}
    assert facets("appointments/facets/?facets=at") == {"at": {"fund": 1, "branch": 1, "ministry": 1}}
    assert facets("sources/facets/") == {
        "publisher": {"AZƏRTAC": 1, "UN News": 1}, "language": {"az": 1, "en": 1}, "year": {"2025": 1, "2024": 1},
    }  # fmt: skip
    assert problem(client.get("/api/v1/participations/facets/?facets=year"))[:2] == (400, "unknown-value")
    assert problem(client.get("/api/v1/progress/facets/"))[:2] == (404, "not-found")


@pytest.mark.parametrize("noun", ALONE)
@pytest.mark.parametrize("parameter", ["updated_since=2020", "expand=meeting", "colour=red"])
def test_what_they_do_not_take_is_refused(client, meeting, noun, parameter):
    for path in (f"/api/v1/{noun}/", f"/{noun}.json", f"/{noun}.csv"):
        refused = client.get(f"{path}?{parameter}")
        assert problem(refused) == (400, "unknown-parameter", parameter.partition("=")[0])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("participations/?role=hst", "role"), ("participations/?person=nobody", "person"), ("points/?kind=loud", "kind"),
     ("appointments/?at=nowhere", "at"), ("sources/?publisher=None", "publisher"), ("points/?agency=none", "agency"),
     ("participations/?fields=slug", "fields")],
)  # fmt: skip
def test_values_that_are_not_known_are_named(client, meeting, query, parameter):
    assert problem(client.get(f"/api/v1/{query}")) == (400, "unknown-value", parameter)


def test_a_range_that_ends_before_it_begins(client, meeting):
    assert problem(client.get("/api/v1/appointments/?from=2024&to=2023"))[:2] == (400, "bad-value")


@pytest.mark.parametrize(
    "place",
    ["participations:d:2024-01-11.1", "participations:d:1.2024-13.1.1", "participations:d:x.2024.1.1",
     "participations:d:.2024.1.1", "participations:d:1..1", "participations:d:1.2024.x.1", "points:d:1.2024.1.1"],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(client, meeting, place):
    refused = client.get(f"/api/v1/participations/?cursor={as_cursor(place)}")
    assert problem(refused) == (400, "bad-cursor", "cursor")
    assert client.get(f"/api/v1/participations/?cursor={as_cursor('participations:d:1.2024.1.1')}").status_code == 200


def test_fields_choose_among_what_there_is(client, meeting):
    assert results(client, "participations", fields="meeting,role")[0] == {"meeting": TALKS, "role": "host"}
    lines = content(client.get("/points.ndjson?fields=number&kind=agreed")).splitlines()
    assert [json.loads(line) for line in lines] == [{"number": 2}]


def test_what_only_drafts_hold_is_in_none(client, meeting):
    Meeting.objects.update(state="draft")
    for noun in ALONE:
        answer = client.get(f"/api/v1/{noun}/").json()
        assert (answer["count"], answer["results"]) == (0, []), noun
    assert Participation.objects.count() == 4


def test_none_of_them_has_a_record_of_its_own(client, meeting):
    for noun in ALONE:
        assert problem(client.get(f"/api/v1/{noun}/1/"))[:2] == (404, "not-found")
        assert problem(client.get(f"/{noun}/1.json"))[:2] == (404, "not-found")


def test_all_that_is_listed_is_filtered(client):
    assert set(LISTS) == set(LISTED)
