"""What a table would do to the record, row by row."""

import pytest
from django.utils import translation

from cooperation.models import Agency, State
from tests.factories import (
    make_agency,
    make_body,
    make_event,
    make_meeting,
    make_official,
    make_point,
    make_source,
    make_topic,
)

from .files import book_of, csv_of, imported, kinds_of, planned, problems_of

pytestmark = pytest.mark.django_db


def after(content, name="meetings.csv", **options):
    [change] = planned(content, name, **options).due
    return change.after.data


def test_a_new_meeting_is_a_draft_with_those_who_met():
    unicef, ministry = make_agency("UNICEF"), make_body("Ministry")
    person = make_official("Leyla Əliyeva")
    person.appointments.create(title_en="Minister", agency=ministry)
    row = {"date": "2024-03", "title_en": "Of two", "un_agencies": "unicef", "azerbaijani_bodies": "Ministry"}
    data = after(csv_of(row | {"officials": "leyla əliyeva"}))
    assert (data["date"], data["state"], data["mode"]) == ("2024-03", "draft", "unknown")
    assert [(each["agency"], each.get("official")) for each in data["participations"]] == [
        (str(ministry.uid), str(person.uid)),
        (str(unicef.uid), None),
    ]


def test_an_official_without_a_known_post_needs_an_agency():
    unicef = make_agency("UNICEF")
    person = make_official("A Person")
    row = {"date": "2024", "title_en": "Of two", "un_agencies": "UNICEF", "officials": "A Person"}
    [(number, column, text)] = problems_of(planned(csv_of(row)))
    assert (number, column) == (2, "officials")
    assert "name @ agency" in text
    data = after(csv_of(row | {"officials": "A Person @ UNICEF"}))
    assert [(each["agency"], each["official"]) for each in data["participations"]] == [
        (str(unicef.uid), str(person.uid))
    ]


def test_each_wrong_cell_is_told_with_what_is_near():
    make_agency("UNICEF"), make_topic("Education")
    row = {"date": "2024-13", "title_en": "", "mode": "fax", "topics": "Educaton", "sources": "ftp://x", "uid": "7"}
    assert [each[:2] for each in problems_of(planned(csv_of(row)))] == [(2, "uid")]
    del row["uid"]
    told = problems_of(planned(csv_of(row, row | {"date": "2024", "mode": "", "topics": "", "sources": ""})))
    assert [each[:2] for each in told] == [(2, "date"), (2, "mode"), (2, "topics"), (2, "sources"), (3, "")]
    assert "Near it: Education (education)" in told[2][2]
    assert told[4][2] == "“Title (English)” is missing."


def test_a_record_is_found_by_uid_code_former_code_or_name():
    agency = make_agency("World Health Organization", acronym_en="WHO")
    former = agency.slug
    agency.slug = "who-now"
    agency.save()
    for key, value in (
        ("uid", agency.uid),
        ("slug", "who-now"),
        ("slug", former),
        ("name_en", "world health organization"),
    ):
        row = {"name_en": agency.name_en, "website": "https://who.example/", key: value}
        made = planned(csv_of(row), "agencies.csv")
        assert kinds_of(made) == {"changed": 1}, key
        [change] = made.due
        assert [(each.label, each.after) for each in change.differences()][-1] == ("Website", "https://who.example/")


def test_an_unknown_code_is_that_of_a_new_record():
    row = {"slug": "new-body", "name_en": "New", "side": "BMT sistemi", "kind": "Fund or programme"}
    with translation.override("az"):
        side = str(Agency._meta.get_field("side").choices[0][1])
    imported(csv_of(row | {"side": side}), "agencies.csv")
    assert Agency.objects.values_list("slug", "side", "kind").get() == ("new-body", "un", "fund-or-programme")


def test_a_row_of_the_same_record_twice_is_refused():
    row = {"name_en": "New", "side": "un", "kind": "other-un"}
    assert [each[0] for each in problems_of(planned(csv_of(row, row), "agencies.csv"))] == [3]


def test_one_of_several_of_a_name_must_be_named_by_its_code():
    make_official("A Person"), make_official("A Person")
    row = {"date": "2024", "title_en": "Of two", "officials": "A Person"}
    assert "may be any of" in problems_of(planned(csv_of(row)))[0][2]


def test_an_empty_cell_leaves_what_is_there_unless_told_otherwise():
    topic = make_topic()
    meeting = make_meeting(venue="Hall", topics=[topic])
    row = {"uid": meeting.uid, "title_en": meeting.title_en, "venue": "", "topics": ""}
    assert kinds_of(planned(csv_of(row))) == {"unchanged": 1}
    data = after(csv_of(row), empties=True)
    assert not data.keys() & {"venue", "topics"}


def test_links_to_what_is_not_public_are_kept():
    hidden, shown = make_event(state=State.DRAFT), make_event()
    meeting = make_meeting(events=[hidden, shown])
    row = {"uid": meeting.uid, "events": shown.slug}
    assert kinds_of(planned(csv_of(row))) == {"unchanged": 1}
    data = after(csv_of(row | {"events": ""}), empties=True)
    assert [link["event"] for link in data["events"]] == [str(hidden.uid)]


def test_a_precision_beside_a_date_makes_it_no_more_exact():
    row = {"title_en": "Of two", "date": "2024-01-01", "date_precision": "month"}
    assert after(csv_of(row))["date"] == "2024-01"
    assert problems_of(planned(csv_of(row | {"date": "2024-01-02"})))[0][1] == "date"


def test_a_new_source_is_made_once():
    known = make_source("https://news.example/known")
    rows = [
        {
            "date": "2024",
            "title_en": f"No. {number}",
            "sources": "https://www.news.example/known/ https://new.example/a",
        }
        for number in (1, 2)
    ]
    made = planned(csv_of(*rows))
    new = [change for change in made.due if change.noun == "sources"]
    assert [change.after.data["url"] for change in new] == ["https://new.example/a"]
    assert {uid for change in made.due if change.noun == "meetings" for uid in change.after.data["sources"]} == {
        str(known.uid),
        new[0].uid,
    }


def test_a_body_of_the_other_side_is_refused():
    make_body("Ministry")
    row = {"date": "2024", "title_en": "Of two", "un_agencies": "Ministry"}
    assert "other side" in problems_of(planned(csv_of(row)))[0][2]


def test_participants_and_points_go_with_a_meeting_of_the_same_file():
    agency, person = make_agency("UNICEF"), make_official("A Person")
    content = book_of(
        meetings=[["slug", "date", "title_en"], ["the-one", "2024", "Of two"]],
        participations=[
            ["meeting", "agency", "official", "name", "title_en"],
            ["the-one", "UNICEF", "A Person", "A Person", "Director"],
        ],
        points=[["meeting", "agency", "kind", "text_en"], ["the-one", "unicef", "asked", "For more"]],
    )
    data = after(content, "a.xlsx")
    assert data["participations"] == [
        {
            "number": 1,
            "agency": str(agency.uid),
            "official": str(person.uid),
            "reported_title_en": "Director",
            "role": "participant",
        }
    ]
    assert [(each["raised_by"], each["text_en"]) for each in data["points"]] == [(1, "For more")]


def points_after(meeting, *rows):
    columns = {"meeting": meeting.slug, "kind": "asked", "text_en": "", "text_az": "", "text_ru": ""}
    made = planned(csv_of(*(columns | row for row in rows)), "points.csv")
    assert problems_of(made) == []
    [change] = made.due
    return [{name: text for name, text in each.items() if name[:5] == "text_"} for each in change.after.data["points"]]


def test_a_point_is_known_by_its_text_in_a_language_that_both_have():
    meeting = make_meeting("Of two")
    make_point(meeting, "For more", order=1)
    make_point(meeting, text_en=None, text_az="Bir", order=2)
    rows = [{"text_az": "İki"}, {"text_en": "One", "text_az": "Bir"}, {"text_en": "For more", "text_ru": "Ещё"}]
    assert points_after(meeting, *rows) == [
        {"text_en": "For more", "text_ru": "Ещё"},
        {"text_en": "One", "text_az": "Bir"},
        {"text_az": "İki"},
    ]


def test_a_point_in_no_language_is_refused():
    meeting = make_meeting("Of two")
    content = csv_of({"meeting": meeting.slug, "kind": "asked", "paragraph": "1", "text_ru": ""})
    assert [each[2] for each in problems_of(planned(content, "points.csv"))] == ["“What was said” is missing."]


def test_an_empty_cell_may_take_the_english_text_where_another_stays():
    meeting = make_meeting("Of two")
    make_point(meeting, "For more", order=1, text_az="Daha")
    make_point(meeting, "For less", order=2)
    rows = [{"meeting": meeting.slug, "number": str(each), "text_en": "", "text_az": ""} for each in (1, 2)]
    del rows[0]["text_az"], rows[1]["text_az"]
    made = planned(csv_of(rows[0]), "points.csv", empties=True)
    assert [each.get("text_en") for each in made.due[0].after.data["points"]] == [None, "For less"]
    assert problems_of(planned(csv_of(rows[1]), "points.csv", empties=True))[0][2] == "“What was said” is missing."


def test_what_would_be_a_circle_is_refused():
    above = make_topic("Above")
    make_topic("Below", parent=above)
    row = {"slug": "above", "name_en": "Above", "parent": "Below"}
    assert "below itself" in problems_of(planned(csv_of(row), "topics.csv"))[0][2]


def test_new_records_of_one_file_may_stand_below_each_other():
    rows = [{"slug": "b", "name_en": "Below", "parent": "Above"}, {"slug": "a", "name_en": "Above", "parent": ""}]
    made = planned(csv_of(*rows), "topics.csv")
    assert [change.title for change in made.due] == ["Above", "Below"]


def test_a_cell_full_of_spaces_is_read_at_once():
    row = {"date": "2024", "title_en": "Of two", "topics": "a" + " " * 49_000 + "b", "officials": "a" + " " * 49_000}
    assert [each[1] for each in problems_of(planned(csv_of(row)))] == ["topics", "officials"]
