"""What was corrected, told beside each record and as a list of its own."""

import feedparser
import pytest

from cooperation.models import Correction, Meeting
from tests import factories as make
from tests.once import once
from tests.opendata.reading import content, rows_of_csv, rows_of_sheet, sheets_of

pytestmark = pytest.mark.django_db


def corrected(text="The day was wrong.", day="2024-02-01", **record):
    return Correction.objects.create(text_en=text, corrected_on=day, **record)


@once
def meeting():
    meeting = make.make_meeting("Talks", slug="talks", title_az="Danışıqlar")
    corrected("First", "2024-02-01", meeting=meeting, text_ru="Первое")
    corrected("Second", "2024-03-01", meeting=meeting)
    corrected("Of another", "2024-02-15", agency=make.make_agency("Fund", slug="fund"))
    return meeting


def told(answer):
    return [each["text"]["en"] for each in answer]


def test_a_record_tells_what_was_corrected_in_it(client, meeting):
    for path in ("/api/v1/meetings/talks/", "/meetings/talks.json"):
        second, first = client.get(path).json()["corrections"]
        assert told([second, first]) == ["Second", "First"]
        assert (first["corrected_on"], first["text"]) == ("2024-02-01", {"en": "First", "ru": "Первое"})
        assert (first["record"]["noun"], first["record"]["slug"]) == ("meetings", "talks")
    assert told(client.get("/api/v1/agencies/fund/").json()["corrections"]) == ["Of another"]


def test_one_in_azerbaijani_alone_is_told_in_it(client, meeting):
    corrected(None, "2024-04-01", meeting=meeting, text_az="Gün səhv idi.")
    assert client.get("/corrections.json").json()["results"][0]["text"] == {"az": "Gün səhv idi."}
    first = rows_of_csv(content(client.get("/corrections.csv")))[0]
    assert [first[f"text_{language}"] for language in ("en", "az", "ru")] == ["", "Gün səhv idi.", ""]
    assert "Gün səhv idi." in client.get("/corrections.atom").content.decode()


def test_a_list_tells_it_where_it_is_asked_to(client, meeting):
    make.make_meeting("Other", "2020")
    assert "corrections" not in client.get("/api/v1/meetings/").json()["results"][0]
    answer = client.get("/api/v1/meetings/?fields=slug&expand=corrections").json()
    assert [told(each["corrections"]) for each in answer["results"]] == [["Second", "First"], []]
    lines = content(client.get("/meetings.ndjson?fields=slug,corrections")).decode()
    assert lines.count("Second") == 1


def test_a_record_within_another_has_none(client, meeting):
    corrected(agreement=make.make_agreement("Memorandum", meeting=meeting))
    answer = client.get("/api/v1/meetings/talks/").json()
    assert "corrections" not in answer["agreements"][0]


def test_all_of_them_are_a_list_the_newest_first(client, meeting):
    for path in ("/corrections.json", "/api/v1/corrections/"):
        answer = client.get(path).json()
        assert (answer["count"], told(answer["results"])) == (3, ["Second", "Of another", "First"])
    assert told(client.get("/corrections.json?sort=oldest").json()["results"])[0] == "First"
    assert client.get("/corrections.json?fields=uid").json()["results"][0].keys() == {"uid"}


@pytest.mark.parametrize("path", ["/corrections.json?page_size=1", "/api/v1/corrections/?page_size=2&sort=oldest"])
def test_pages_lead_through_them(client, meeting, path):
    texts = []
    while path:
        answer = client.get(path).json()
        texts += told(answer["results"])
        path = answer["next"]
    assert sorted(texts) == ["First", "Of another", "Second"]


def test_tables_hold_the_same(client, meeting):
    rows = rows_of_csv(content(client.get("/corrections.csv")))
    assert [(row["noun"], row["record"], row["record_name_en"]) for row in rows] == [
        ("meetings", "talks", "Talks"), ("agencies", "fund", "Fund"), ("meetings", "talks", "Talks"),
    ]  # fmt: skip
    sheet = rows_of_sheet(sheets_of(client.get("/corrections.xlsx"))["corrections"])
    assert [row["uid"] for row in sheet] == [row["uid"] for row in rows]
    assert content(client.get("/corrections.ndjson")).decode().count("\n") == 3


def test_a_feed_brings_what_was_entered_last(client, meeting):
    corrected("Long ago", "2021-01-01", meeting=meeting, text_az="Çoxdan")
    feed = feedparser.parse(client.get("/corrections.atom?page_size=2").content)
    assert not feed.bozo
    assert [each.summary for each in feed.entries] == [
        "<p>Corrected on 1 January 2021: Long ago</p>", "<p>Corrected on 15 February 2024: Of another</p>",
    ]  # fmt: skip
    assert feed.entries[0].link == "http://testserver/meetings/talks/#corrections"
    (following,) = [link.href for link in feed.feed.links if link.rel == "next"]
    assert len(feedparser.parse(client.get(following).content).entries) == 2
    azerbaijani = feedparser.parse(client.get("/az/corrections.atom").content)
    assert azerbaijani.entries[0].title == "Danışıqlar"
    assert "Çoxdan" in azerbaijani.entries[0].summary
    assert [each.summary_detail.language for each in azerbaijani.entries[:2]] == ["az", "en"]


@pytest.mark.parametrize(
    "query", ["updated_since=2020", "expand=record", "agency=fund", "cursor=x", "page_size=0", "fields=slug"]
)
def test_what_they_do_not_take_is_refused(client, meeting, query):
    response = client.get(f"/corrections.json?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_they_are_gone_with_their_record(client, meeting):
    Meeting.objects.update(state="withdrawn", withdrawal_reason_en="Twice.")
    assert told(client.get("/corrections.json").json()["results"]) == ["Of another"]
    for suffix in ("csv", "ndjson", "atom"):
        text = content(client.get(f"/corrections.{suffix}")).decode()
        assert "Of another" in text
        assert "Second" not in text


def test_who_keeps_a_copy_is_told_with_the_record(client, meeting):
    token = client.get("/api/v1/meetings/").json()["token"]
    corrected("Third", "2024-04-01", meeting=meeting)
    answer = client.get(f"/api/v1/meetings/?updated_since={token}&expand=corrections").json()
    assert told(answer["results"][0]["corrections"])[0] == "Third"


def test_the_page_of_corrections_offers_them(client, meeting):
    page = client.get("/about/corrections/").content.decode()
    for suffix in ("csv", "xlsx", "json", "ndjson", "atom"):
        assert f'<a href="/corrections.{suffix}"' in page
