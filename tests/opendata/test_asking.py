"""A question for data is understood wholly or refused, by its own name."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cooperation.models import Address
from cooperation.record import door
from cooperation.record.formats import FORMATS
from tests import factories as make
from tests.once import once
from tests.opendata.reading import as_cursor

pytestmark = pytest.mark.django_db


@once
def record():
    agency = make.make_agency("UNICEF")
    make.make_meeting("First", "2023", agencies=[agency])
    make.make_meeting("Second", "2024-01-11")
    return agency


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return response.json()


@pytest.mark.parametrize(
    ("query", "code", "parameter", "near"),
    [
        ("agncy=unicef", "unknown-parameter", "agncy", ["agency"]),
        ("agency=unicf", "unknown-value", "agency", ["unicef"]),
        ("agency=", "empty-value", "agency", None),
        ("agency=unicef&agency=", "empty-value", "agency", None),
        ("q=%20", "empty-value", "q", None),
        ("q=%00", "empty-value", "q", None),
        ("q=%00%20", "empty-value", "q", None),
        ("q=%01%1F%C2%85", "empty-value", "q", None),
        ("from=", "empty-value", "from", None),
        ("from=2024-13", "bad-value", "from", None),
        ("from=2024-02-30", "bad-value", "from", None),
        ("to=%D9%A2%D9%A0%D9%A2%D9%A4", "bad-value", "to", None),
        ("from=2024&to=2023", "bad-value", "from", None),
        ("from=2023&from=2024", "repeated-parameter", "from", None),
        ("year=24", "bad-value", "year", None),
        ("mode=video&mode=telex", "unknown-value", "mode", ["in-person", "video", "phone", "unknown"]),
        ("sort=loudest", "bad-value", "sort", ["newest", "oldest"]),
        ("page_size=0", "bad-value", "page_size", None),
        ("page_size=501", "bad-value", "page_size", None),
        ("page_size=ten", "bad-value", "page_size", None),
        ("page_size=%D9%A1", "bad-value", "page_size", None),
        ("page_size=1e2", "bad-value", "page_size", None),
        ("cursor=nonsense", "bad-cursor", "cursor", None),
        ("cursor=%C9%99", "bad-cursor", "cursor", None),
        ("cursor=MjAyNA", "bad-cursor", "cursor", None),
        ("after=2024.1", "unknown-parameter", "after", None),
        ("colour=red", "unknown-parameter", "colour", None),
        ("fields=title,colour", "unknown-value", "fields", None),
        ("fields=titel", "unknown-value", "fields", ["title"]),
        ("fields=title,", "unknown-value", "fields", None),
        ("expand=title", "unknown-value", "expand", None),
        ("updated_since=yesterday", "bad-value", "updated_since", None),
        ("&".join(["agency=unicef"] * 51), "bad-value", "agency", None),
        ("updated_since=0001-01-01", "bad-value", "updated_since", None),
    ],
)
def test_what_is_not_understood_is_named(client, record, query, code, parameter, near):
    for path in ("/meetings.json", "/api/v1/meetings/"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400
        found = problem(response)
        assert (found["code"], found["parameter"], found.get("near")) == (code, parameter, near)
        assert found["detail"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("query", ["q=%00", "q=%00%20", "q=%7F"])
def test_a_search_without_a_letter_is_refused_in_every_format(client, record, suffix, query):
    assert problem(client.get(f"/meetings.{suffix}?{query}"))["code"] == "empty-value"


def test_control_characters_beside_words_are_blanks(client, record):
    assert [each["slug"] for each in client.get("/meetings.json?q=first%00").json()["results"]] == ["2023-first"]


def cursor_of(client, path):
    answer = client.get(path).json()
    return parse_qs(urlsplit(answer["next"]).query)["cursor"][0]


ONE = "page_size=1"
SEQUENCES = [
    f"/meetings.json?{ONE}",
    f"/meetings.json?{ONE}&sort=oldest",
    f"/meetings.json?{ONE}&updated_since=2020-01-01",
    f"/agencies.json?{ONE}",
    f"/agencies.json?{ONE}&updated_since=2020-01-01",
    f"/commitments.json?{ONE}",
]


@pytest.mark.parametrize("other", SEQUENCES)
def test_a_cursor_leads_on_where_it_was_given_alone(client, record, other):
    make.make_agency("UNDP")
    for number in range(2):
        point = make.make_point(make.make_meeting(f"Third {number}", "2024-05"))
        make.make_commitment(point, record, made_to=make.make_body())
    cursor = cursor_of(client, other)
    for path in SEQUENCES:
        response = client.get(f"{path}&cursor={cursor}")
        if path == other:
            assert len(response.json()["results"]) == 1
        else:
            assert problem(response)["code"] == "bad-cursor"
    assert problem(client.get(f"/meetings.atom?cursor={cursor}"))["code"] == "bad-cursor"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "2024-01-11.1"),
        ("", ":2024-01-11.1"),
        ("", "meetings:2024-01-11.1"),
        ("", "meetings:d:hello.1"),
        ("", "meetings:d:2024-02-30.1"),
        ("", "meetings:d:9999-99.1"),
        ("", "meetings:d:2024-01-11.007"),
        ("", "meetings:d:2024-01-11"),
        ("", "meetings:d:meetings:d:2024.1"),
        ("sort=oldest", "meetings:d:2024.1"),
        ("updated_since=2020-01-01", "meetings:c:2024.1"),
        ("updated_since=2020-01-01", "meetings:d:2024.1"),
        ("updated_since=2020-01-01", ".1"),
    ],
)
def test_a_made_up_cursor_is_refused(client, record, query, text):
    response = client.get(f"/meetings.json?{query}&cursor={as_cursor(text, _narrowed(query))}")
    assert problem(response)["code"] == "bad-cursor"


def _narrowed(query):
    return f"&{query.removeprefix('updated_since=')}" if query.startswith("updated") else f"{query}&"


def test_a_cursor_is_good_for_its_filters_alone(client, record):
    cursor = cursor_of(client, f"/meetings.json?{ONE}")
    for query in ("year=2024", "sort=oldest", "updated_since=2020-01-01"):
        assert problem(client.get(f"/meetings.json?{query}&cursor={cursor}"))["code"] == "bad-cursor"
    # What an answer shows of its records is another matter.
    assert client.get(f"/meetings.json?fields=slug&page_size=2&cursor={cursor}").status_code == 200


def test_a_cursor_has_one_spelling(client, record):
    cursor = cursor_of(client, f"/meetings.json?{ONE}")
    assert client.get(f"/meetings.json?cursor={cursor}").status_code == 200
    for respelt in (f"{cursor}=", f"{cursor}==", f"{cursor}%20", f"{cursor}A"):
        assert problem(client.get(f"/meetings.json?cursor={respelt}"))["code"] == "bad-cursor"


def test_pages_lead_past_records_without_a_date(client):
    for number, start in enumerate(["2024", "", "", "2023-05"]):
        make.make_program(f"Program {number}", start=start or None)
    for order in ("newest", "oldest"):
        url, found = f"/programs.json?page_size=1&sort={order}", []
        while url:
            answer = client.get(url).json()
            found += [each["slug"] for each in answer["results"]]
            url = answer["next"]
        assert (len(found), len(set(found))) == (4, 4)


def test_a_filter_that_finds_nothing_is_an_answer(client, record):
    for query in ("q=!!", "q=nowhere", "year=1999"):
        answer = client.get(f"/meetings.json?{query}").json()
        assert (answer["count"], answer["next"], answer["results"]) == (0, None, [])


def test_problems_are_in_english_in_every_language(client, record):
    english = client.get("/meetings.json?from=2024-13").json()
    assert problem(client.get("/az/meetings.atom?from=2024-13")) == english


def test_too_many_values_are_refused(client, record):
    query = "&".join(f"year={year}" for year in range(1950, 2010))
    assert problem(client.get(f"/meetings.json?{query}"))["detail"] == "At most 50 values."
    assert problem(client.get("/meetings.json?" + "&".join(["year=2020"] * 3000)))["code"] == "bad-request"


def test_a_former_slug_in_a_filter_leads_to_the_present_one(client, record):
    Address.objects.create(noun="agencies", slug="unicef-old", record_id=record.pk)
    response = client.get("/meetings.json?agency=unicef-old&page_size=1&sort=oldest")
    assert (response.status_code, response["Location"]) == (
        301,
        "/meetings.json?agency=unicef&page_size=1&sort=oldest",
    )
    assert client.get(response["Location"]).json()["count"] == 1


def test_each_order_runs_its_own_way(client, record):
    slugs = [each["slug"] for each in client.get("/meetings.json").json()["results"]]
    turned = [each["slug"] for each in client.get("/meetings.json?sort=oldest").json()["results"]]
    assert slugs == ["2024-01-11-second", "2023-first"]
    assert turned == slugs[::-1]


def test_a_list_by_name_has_no_order_to_choose(client, record):
    assert problem(client.get("/agencies.json?sort=newest"))["code"] == "unknown-parameter"


def test_chunks_walk_the_whole_selection(record):
    from django.http import HttpRequest

    from cooperation.opendata.asking import asked

    for number in range(5):
        make.make_meeting(date=f"20{10 + number}")
    question = asked(HttpRequest(), "meetings")
    chunks = list(question.chunks(size=3))
    assert [len(chunk) for chunk in chunks] == [3, 3, 1]
    everything = door.stretch(question.selection, door.Window(size=100)).ids
    assert tuple(pk for chunk in chunks for pk in chunk) == everything
