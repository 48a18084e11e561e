"""Any query string gives a page or a clear 4xx, never a 500."""

import string

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.browse import errors
from tests import factories as make

LISTS = [
    "/",
    "/meetings/",
    "/agencies/",
    "/officials/",
    "/programs/",
    "/events/",
    "/topics/",
    "/agreements/",
    "/commitments/",
    "/search/",
]
NAMES = ["agency", "body", "topic", "official", "with", "program", "event", "place", "mode", "year", "from", "to", "q",
         "after", "before", "start", "sort", "kind", "side", "status", "by", "for", "progress", "x", ""]  # fmt: skip

BAD = [
    ("agency=unicf", "UNICEF"),
    ("agency=%00", "not known here"),
    ("agency=UNICEF%20", "not known here"),
    ("year=20244", "no year"),
    ("year=0000", "no year"),
    ("year=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%94", "no year"),
    ("from=2024-02-30", "no such day"),
    ("from=0000", "between 1900 and 2199"),
    ("to=%D9%A2%D9%A0%D9%A2%D9%A4", "Write a date"),
    ("from=2024&to=2023", "ends before it begins"),
    ("after=broken", "no place in the list"),
    ("before=2024", "no place in the list"),
    ("start=20244", "no place in the list"),
    ("sort=sideways", "no order"),
    ("mode=telepathy", "not known here"),
    ("q=" + "a" * 10_240, "200"),
    ("agency=%ED%A0%80", "not known here"),
    ("agency=%E2%80%AEunicef", "not known here"),
    ("agency=" + "&agency=".join(f"a{number}" for number in range(51)), "At most 50"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "says"), BAD, ids=[query[:30] for query, _ in BAD])
def test_a_bad_value_says_so_and_finds_nothing(client, query, says):
    meeting = make.make_meeting("Known meeting", agencies=[make.make_agency("UNICEF")])
    response = client.get(f"/meetings/?{query}")
    page = response.content.decode()
    assert response.status_code == 400
    assert says in page
    assert str(meeting.slug) not in page
    assert "\u202e" not in page


@pytest.mark.django_db
def test_ten_thousand_parameters_are_refused(client):
    assert client.get("/meetings/?" + "agency=a&" * 10_000).status_code == 400


@pytest.mark.django_db
def test_an_unknown_parameter_is_named_and_ignored(client):
    make.make_meeting("Known meeting")
    page = client.get("/meetings/?utm_source=x&<b>=1").content.decode()
    assert "utm_source" in page
    assert "&lt;b&gt;" in page
    assert "Known meeting" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["q=%00mines", "q=%22a%22+OR+1%3D1", "q=*", "q=NEAR(", "q=%FF%FE", "q=+", "agency=", "year=&from="]
)
def test_odd_searches_are_pages(client, query):
    make.make_meeting("Known meeting")
    assert client.get(f"/meetings/?{query}", follow=True).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/meetings/%00/", "/agencies/%ED%A0%80/", "/agencies/../admin/", "/meetings/" + "a" * 5000 + "/", "/Ə/"]
)
def test_odd_paths_are_not_there(client, path):
    assert client.get(path).status_code == 404


TEXTS = st.text(max_size=40) | st.text(string.printable, max_size=40) | st.sampled_from(
    ["unicef", "2024", "2024-02-30", "\0", "İ", "\u202e", "'", '"', "2024.5", "-1", "９", "%", "a" * 300]
)  # fmt: skip


class TestAnyQuery(TestCase):
    @settings(max_examples=60)
    @given(path=st.sampled_from(LISTS), query=st.lists(st.tuples(st.sampled_from(NAMES) | TEXTS, TEXTS), max_size=5))
    @example(path="/meetings/", query=[("after", "Ə.1"), ("q", "İ"), ("year", "2024")])
    def test_gives_a_page_or_a_clear_refusal(self, path, query):
        make.make_meeting("Known meeting", agencies=[make.make_agency("UNICEF")])
        given = [(name, value.encode("utf-8", "surrogatepass")) for name, value in query]
        response = Client().get(path, given, follow=True)
        assert response.status_code in {200, 400}, (response.status_code, path, query)

    @settings(max_examples=40)
    @given(path=st.sampled_from(LISTS), raw=st.binary(max_size=60))
    def test_raw_bytes_do_too(self, path, raw):
        response = Client().get(path, QUERY_STRING=raw.decode("latin-1"), follow=True)
        assert response.status_code in {200, 400}, (path, raw)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/nothing/", 404, "There is no such page"),
        ("/meetings/nothing-such/", 404, "There is no such page"),
        ("/meetings/twice/", 410, "This record was withdrawn"),
        ("/ru/meetings/twice/", 410, "Эта запись отозвана"),
    ],
)
def test_an_error_is_named_in_the_title(client, path, status, title):
    make.make_meeting("Twice", state="withdrawn", slug="twice")
    response = client.get(path)
    assert response.status_code == status
    html = response.content.decode()
    assert f"<title>{title} – " in html


@pytest.mark.django_db
def test_what_was_withdrawn_is_named_in_its_own_language(client):
    make.make_meeting("Twice", state="withdrawn", slug="twice", withdrawal_reason_en="Entered twice.")
    html = client.get("/az/meetings/twice/").content.decode()
    assert '<span lang="en">Twice</span>' in html
    assert '<span lang="en">Entered twice.</span>' in html
    assert '<span lang="en">' not in client.get("/meetings/twice/").content.decode()


@pytest.mark.parametrize(
    ("handler", "title"),
    [(errors.bad_request, "This address cannot be read"), (errors.forbidden, "This is not open to you")],
)
def test_an_error_without_a_readable_request_is_named_in_the_title(rf, handler, title):
    assert f"<title>{title} – " in handler(rf.get("/"), ValueError()).content.decode()
