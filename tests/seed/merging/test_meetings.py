import pytest

from cooperation.seed.merging import merge
from cooperation.seed.merging.material import CurationError

from .small_material import LATER, MEETING, NOTICE, REPORT, curated_event, event
from .test_works import agreement, visit

SLUG = "2024-02-minister-meets-director"


def refusal_of(material) -> str:
    with pytest.raises(CurationError) as refusal:
        merge(*material.parts())
    return str(refusal.value)


@pytest.fixture
def later(material):
    """The gathered row of the later meeting, which no article tells of, made certain."""
    row = material.gathered["meetings"][1]
    row["certain"] = True
    return row


def decide(material, **decisions) -> None:
    material.curation["meetings"] = [LATER | decisions]


def test_meetings_are_public_where_the_date_is_certain(material, merged, later):
    row = merged("meetings", SLUG)

    assert (row["state"], row["editor_note"]) == ("published", "")
    assert (row["mode"], row["city"], row["country"], row["venue"]) == ("in-person", "Baku", "Azerbaijan", None)
    assert (row["topics"], row["sources"], row["date_note"]) == (["mines"], [NOTICE["url"]], "Stated")


def test_meetings_whose_date_was_inferred_wait_with_a_note(material, merged, later):
    later |= {"certain": False, "date_note": "From the number of the page"}

    row = merged("meetings", SLUG)

    assert row["state"] == "review"
    assert row["editor_note"] == "The date was inferred (From the number of the page): check it before publishing."


def test_meetings_of_one_day_and_title_have_addresses_of_their_own(material, later):
    later["date"] = MEETING["date"]
    later["title"] = "Minister  meets director!"

    slugs = [row["slug"] for row in merge(*material.parts())["meetings"]]

    assert sorted(slugs) == ["2024-01-11-minister-meets-director", "2024-01-11-minister-meets-director-2"]


def test_meetings_seat_people_with_the_title_of_that_day(merged, later):
    later["participants"][0]["role"] = "Acting Minister"

    assert merged("meetings", SLUG)["participations"] == [
        {
            "number": 1,
            "agency": "ministry",
            "official": "anar-aliyev",
            "reported_name": None,
            "reported_title_en": "Acting Minister",
            "role": "participant",
        },
        {
            "number": 2,
            "agency": "fund",
            "official": "jane-doe",
            "reported_name": None,
            "reported_title_en": "Director",
            "role": "participant",
        },
    ]


def test_meetings_keep_a_name_as_it_was_reported(material, merged, later):
    material.gathered["officials"][1]["other_spellings"] = ["Janet Doe"]
    later["participants"][1]["name"] = "Janet Doe"

    seat = merged("meetings", SLUG)["participations"][1]

    assert (seat["official"], seat["reported_name"]) == ("jane-doe", "Janet Doe")


def seats(row) -> list[tuple]:
    return [(seat["agency"], seat.get("official"), seat.get("reported_name")) for seat in row["participations"]]


def test_meetings_seat_a_body_that_nobody_spoke_for_as_a_delegation(merged, later):
    later["participants"].pop()

    assert seats(merged("meetings", SLUG)) == [("ministry", "anar-aliyev", None), ("fund", None, None)]


@pytest.mark.parametrize("entry", ["add_delegations", "add_agencies"])
def test_meetings_seat_a_body_that_curation_adds(material, merged, later, entry):
    later["agencies"], later["participants"] = [], later["participants"][:1]
    decide(material, **{entry: ["FUND"]})

    assert seats(merged("meetings", SLUG))[1:] == [("fund", None, None)]


def test_meetings_seat_a_named_delegation_without_an_official(material, merged, later):
    later["participants"][1]["name"] = "Heads of agencies"
    decide(material, delegations=["Heads of agencies"])

    assert seats(merged("meetings", SLUG))[1] == ("fund", None, "Heads of agencies")


def test_meetings_seat_a_participant_without_a_name(merged, later):
    later["participants"][1]["name"] = None

    seat = merged("meetings", SLUG)["participations"][1]

    assert (seat["agency"], seat.get("official"), seat["reported_title_en"]) == ("fund", None, "Director")


def test_meetings_seat_one_who_spoke_for_two_bodies_twice(material, merged, later):
    decide(material, dual_roles={"Jane Doe": "Ministry"})

    assert seats(merged("meetings", SLUG))[1:] == [("fund", "jane-doe", None), ("ministry", "jane-doe", None)]


def test_meetings_give_participants_the_title_that_curation_says(material, merged, later):
    decide(material, titles={"Jane Doe": "Acting Director"})

    assert [seat["reported_title_en"] for seat in merged("meetings", SLUG)["participations"]] == [
        "Minister",
        "Acting Director",
    ]


def test_meetings_have_the_summary_that_curation_says(material, merged, later):
    assert merged("meetings", SLUG)["summary_en"] == "They met."

    decide(material, summary="The two of them met.")

    assert merged("meetings", SLUG)["summary_en"] == "The two of them met."


def test_meetings_seat_people_for_the_body_that_curation_says(material, merged, later):
    decide(material, organisations={"Jane Doe": "Ministry"})

    assert seats(merged("meetings", SLUG))[1:] == [("ministry", "jane-doe", None), ("fund", None, None)]


def test_meetings_relate_to_events_as_curation_says(material, merged, later):
    for name in ("Forum", "Summit"):
        material.gathered["events"].append(event(name))
        material.curation["events"].append(curated_event(name, slug=name.lower()))
    material.curation["visits"] = [visit(LATER)]
    later["events"] = ["COP", "Forum", "Summit"]
    decide(material, sidelines=["Forum"], part_of_visit=["Summit"])

    relations = {link["event"]: link["relation"] for link in merged("meetings", SLUG)["events"]}

    assert relations == {
        "cop": "discussed",
        "forum": "sidelines",
        "summit": "visit",
        "visit-2024-01-director": "visit",
    }


def test_meetings_tell_editors_what_is_unclear(material, merged, later):
    decide(material, relation_unclear=["COP"], note="Somebody should ask.")

    note = merged("meetings", SLUG)["editor_note"]

    assert note == "How the meeting relates to “COP” is not clear from the sources.\nSomebody should ask."


def test_meetings_keep_program_names_without_a_match_for_editors(material, merged, later):
    later["programs"] = ["Lessons", "A memorandum", "A strategy", "Hopes"]
    nothing = {"program": None, "agreement": None, "event": None, "note": None}
    material.curation["program_matches"] = {
        "Lessons": nothing | {"program": "Risk education"},
        "A memorandum": nothing | {"agreement": "fund-memorandum"},
        "A strategy": nothing | {"note": "National."},
        "Hopes": nothing,
    }
    material.curation["agreements"] = [agreement()]

    row = merged("meetings", SLUG)

    assert row["programs"] == ["risk-education"]
    assert row["editor_note"].splitlines() == [
        "Named as a program, kept as an agreement: “A memorandum” (see “Memorandum”).",
        "Named as a program, and matched to none: “A strategy”. National.",
        "Named as a program, and matched to none: “Hopes”.",
    ]


def test_meetings_add_the_topics_that_curation_adds(material, merged, later):
    decide(material, add_topics=["awareness"])

    assert merged("meetings", SLUG)["topics"] == ["awareness", "mines"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"topics": ["space"]}, "meetings.jsonl, “{key}”: there is no topic “space”."),
        ({"agencies": ["BANK"]}, "meetings.jsonl, “{key}”: there is no agency “BANK”."),
        ({"events": ["Fair"]}, "meetings.jsonl, “{key}”: there is no event “Fair”."),
        ({"format": "by post"}, "meetings.jsonl, “{key}”: there is no format “by post”."),
        (
            {"location": "Ganja"},
            "places.json, “Ganja”: a meeting was held there, but the file has no row for it.",
        ),
        ({"programs": ["X"]}, "program_matches.json, “X”: {key} names this, but the file has no row for it."),
    ],
)
def test_meetings_with_a_value_that_curation_does_not_know_stop_the_build(material, later, change, problem):
    later |= change

    assert refusal_of(material) == problem.format(key="2024-02 Minister meets director")


def test_meetings_with_an_unknown_participant_stop_the_build(material, later):
    later["participants"][0]["name"] = "Nobody"

    assert refusal_of(material) == "meetings.jsonl, “2024-02 Minister meets director”: there is no official “Nobody”."


@pytest.mark.parametrize(
    ("name", "rows", "problem"),
    [
        ("meetings", [{"date": "2024", "title": "X"}], "meetings.json, “X”: there is no meeting “2024 X”."),
        ("meetings", [LATER, LATER], "meetings.json, “date and title”: a meeting stands there twice."),
        ("places", {"Ganja": {}}, "places.json, “Ganja”: no meeting was held there."),
        ("program_matches", {"X": {}}, "program_matches.json, “X”: no meeting names this."),
    ],
)
def test_decisions_on_what_was_not_gathered_stop_the_build(material, name, rows, problem):
    if isinstance(rows, dict):
        material.curation[name] |= rows
    else:
        material.curation[name] = rows

    assert refusal_of(material) == problem


@pytest.mark.parametrize("entry", ["organisations", "dual_roles", "titles", "delegations"])
def test_decisions_on_who_did_not_take_part_stop_the_build(material, entry):
    decide(material, **{entry: {"Nobody": "FUND"}})

    problem = f"“Nobody” in “{entry}” did not take part"
    assert refusal_of(material) == f"meetings.json, “2024-02 Minister meets director”: {problem}."


def test_a_program_matched_to_an_unknown_agreement_stops_the_build(material, later):
    later["programs"] = ["X"]
    material.curation["program_matches"] = {"X": {"program": None, "agreement": "none", "note": None}}

    assert refusal_of(material) == "program_matches.json, “X”: there is no agreement “none”."


def test_a_meeting_that_is_online_and_in_person_stops_the_build(material):
    material.curation["places"]["Baku, Azerbaijan"]["online"] = True

    assert "is online, but no video or phone call" in refusal_of(material)


def test_building_twice_gives_the_same(material):
    assert merge(*material.parts()) == merge(*material.parts())


def test_the_meeting_of_the_article_cites_what_was_gathered_too(merged):
    assert merged("meetings", "2024-01-11-minister-meets-director")["sources"] == [REPORT["url"]]
