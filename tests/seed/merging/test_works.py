import pytest

from cooperation.seed.merging import merge
from cooperation.seed.merging.material import CurationError

from .small_material import LATER, MEETING, NOTICE, REPORT, curated_event, event, three


def visit(*meetings: dict, **fields) -> dict:
    return {
        "key": "2024-01-director",
        **three("Visit of the director"),
        **three("She came.", "summary"),
        "start": "2024-01-11",
        "end": None,
        "city": "Baku",
        "country": "Azerbaijan",
        "organisers": [],
        "topics": ["mines"],
        "meetings": list(meetings),
        "note": "Stated.",
        "certain": True,
        **fields,
    }


def agreement(**fields) -> dict:
    return {
        "key": "fund-memorandum",
        **three("Memorandum", "title"),
        "kind": "memorandum",
        "parties": ["Ministry", "FUND"],
        "other_parties": None,
        "signed": "2024-01-11",
        "in_force_until": "2025",
        "meeting": MEETING,
        "cited_by": [],
        "cited_in_programs": [],
        "programs": ["Risk education"],
        "topics": ["mines"],
        "note": "As stated.",
        "certain": True,
        **fields,
    }


def refusal_of(material) -> str:
    with pytest.raises(CurationError) as refusal:
        merge(*material.parts())
    return str(refusal.value)


def test_programs_take_dates_and_sources_from_what_was_gathered(merged):
    row = merged("programs", "risk-education")

    assert (row["start"], row["sources"], row["state"]) == ("2021", [REPORT["url"]], "published")
    assert (row["agencies"], row["topics"]) == (["fund"], ["awareness"])


def test_programs_on_an_unknown_topic_stop_the_build(material):
    material.curation["programs"][0]["topics"] = ["space"]

    assert refusal_of(material) == "programs.json, “Risk education”: there is no topic “space”."


def test_events_with_sources_of_their_own_are_public_where_they_are_certain(material, merged):
    assert merged("events", "cop")["state"] == "published"

    material.curation["events"][0] |= {"certain": False, "note": "The days are common knowledge"}
    row = merged("events", "cop")

    assert (row["state"], row["start"]) == ("review", "2024-11")
    assert row["editor_note"] == "The days are common knowledge"


@pytest.fixture
def named_only(material):
    """An event that no source of its own speaks of, named in both meetings, of which one is certain."""
    material.gathered["events"].append(event("Forum"))
    material.curation["events"].append(curated_event("Forum", slug="forum"))
    for row in material.gathered["meetings"]:
        row["events"] = ["Forum"]
    return material


def test_events_named_in_meetings_stand_on_those_that_are_public(named_only, merged):
    row = merged("events", "forum")

    assert (row["state"], row["sources"]) == ("published", [REPORT["url"]])


def test_events_named_in_no_public_meeting_wait_with_what_is_known(named_only, merged):
    named_only.gathered["meetings"][0]["events"] = []
    named_only.curation["events"][1] |= {"certain": False, "start": "2024-10", "note": "common knowledge"}

    row = merged("events", "forum")

    assert (row["state"], row["sources"], row["start"]) == ("review", [NOTICE["url"]], "2024-10")


def test_events_named_in_a_public_meeting_leave_out_days_that_nothing_states(named_only, merged):
    times = {"start": "2024-10-01", "end": "2024-10-03", "city": "New York", "country": "USA"}
    named_only.curation["events"][1] |= {"certain": False, "note": "common knowledge", **times}

    row = merged("events", "forum")

    assert row["state"] == "published"
    assert [row[name] for name in times] == [None] * 4
    note = "Left out until a source states it: 2024-10-01 to 2024-10-03, New York, United States (common knowledge)."
    assert row["editor_note"] == note


def test_events_that_are_uncertain_in_more_than_time_and_place_wait(named_only, merged):
    named_only.curation["events"][1]["certain"] = False

    assert merged("events", "forum")["state"] == "review"


def test_visits_are_events_with_the_sources_of_their_public_meetings(material, merged):
    material.curation["visits"] = [visit(MEETING, LATER)]

    row = merged("events", "visit-2024-01-director")

    assert (row["kind"], row["status"], row["state"]) == ("visit", "held", "published")
    assert row["sources"] == [REPORT["url"]]


@pytest.mark.parametrize(("meeting", "certain"), [(LATER, True), (MEETING, False)])
def test_visits_wait_where_they_or_all_of_their_meetings_are_uncertain(material, merged, meeting, certain):
    material.curation["visits"] = [visit(meeting, certain=certain)]

    assert merged("events", "visit-2024-01-director")["state"] == "review"


def test_visits_with_an_unknown_meeting_stop_the_build(material):
    material.curation["visits"] = [visit({"date": "2024", "title": "Nothing"})]

    assert refusal_of(material) == "visits.json, “2024-01-director”: there is no meeting “2024 Nothing”."


def test_agreements_cite_the_meeting_that_they_were_signed_at(material, merged):
    material.curation["agreements"] = [agreement(cited_by=[LATER])]

    row = merged("agreements", "fund-memorandum")

    assert row["meeting"] == "2024-01-11-minister-meets-director"
    assert row["sources"] == [REPORT["url"], NOTICE["url"]]
    assert (row["parties"], row["programs"]) == (["fund", "ministry"], ["risk-education"])
    assert (row["state"], row["editor_note"]) == ("published", "As stated.")


def test_agreements_that_are_uncertain_wait(material, merged):
    material.curation["agreements"] = [agreement(certain=False)]

    assert merged("agreements", "fund-memorandum")["state"] == "review"


def test_agreements_without_any_meeting_stop_the_build(material):
    material.curation["agreements"] = [agreement(meeting=None)]

    problem = "this names no meeting and no program, so it has no source"
    assert refusal_of(material) == f"agreements.json, “fund-memorandum”: {problem}."


def test_agreements_known_from_a_program_cite_its_sources(material, merged):
    program = material.gathered["programs"][0]
    material.curation["agreements"] = [agreement(meeting=None, cited_in_programs=[program["name"]])]

    row = merged("agreements", "fund-memorandum")

    assert row["meeting"] is None
    assert row["sources"] == [source["url"] for source in program["sources"]]
