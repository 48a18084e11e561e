import pytest

from cooperation.seed.merging import merge
from cooperation.seed.merging.material import CurationError

from .small_material import NOTICE, agency, official, post, three


def refusal_of(material) -> str:
    with pytest.raises(CurationError) as refusal:
        merge(*material.parts())
    return str(refusal.value)


def test_agencies_take_their_relatives_by_slug(material, merged):
    material.curation["agencies"] += [
        agency("Office", "un", parent="FUND", predecessor="FUND", succeeded_on="2019"),
    ]

    row = merged("agencies", "office")

    assert (row["parent"], row["predecessor"], row["succeeded_on"]) == ("fund", "fund", "2019")
    assert row["headquarters_country"] == "United States"


@pytest.mark.parametrize(("founded", "kept"), [("1865", None), ("1900", "1900"), ("2021-10", "2021-10"), (None, None)])
def test_agencies_are_founded_in_years_that_the_record_can_hold(material, merged, founded, kept):
    material.curation["agencies"][0]["founded"] = founded

    assert merged("agencies", "fund")["founded"] == kept


def test_agencies_that_curation_does_not_know_stop_the_build(material):
    material.gathered["un_agencies"].append({"acronym": "BANK", "name": "Bank"})

    assert refusal_of(material) == "un_agencies.jsonl, “Bank”: there is no agency “BANK”."


def test_agencies_with_an_unknown_parent_stop_the_build(material):
    material.curation["agencies"][0]["parent"] = "UN"

    assert refusal_of(material) == "agencies.json, “FUND”: there is no agency “UN”."


def test_agencies_of_one_name_stop_the_build(material):
    material.curation["agencies"][0]["also"] = ["Ministry"]

    assert refusal_of(material) == "agency, “Ministry”: this names both “fund” and “ministry”."


def test_topics_stand_below_their_parent(material, merged):
    assert merged("topics", "awareness")["parent"] == "mines"
    assert merged("topics", "mines")["parent"] is None


def test_officials_have_their_posts(material, merged):
    appointments = merged("officials", "jane-doe")["appointments"]

    assert appointments == [
        {"title_en": "Director", "agency": "fund", "start": "2020", "end": None, "source": NOTICE["url"]}
    ]


def test_officials_hold_a_post_once_with_what_is_known_of_its_time(material, merged):
    material.gathered["officials"][1]["posts"] = [
        post("Director", "FUND"),
        post("Director", "FUND", "2020"),
        post("Director", "FUND", "2020", source="https://other.example/"),
        post("Envoy", "FUND"),
        post("Envoy", "FUND", source="https://other.example/"),
    ]

    posts = merged("officials", "jane-doe")["appointments"]

    assert [(row["title_en"], row["start"], row["source"]) for row in posts] == [
        ("Director", "2020", NOTICE["url"]),
        ("Envoy", None, NOTICE["url"]),
    ]


def test_officials_cite_the_first_of_two_addresses_for_a_post(material, merged):
    material.gathered["officials"][1]["posts"] = [
        post("Envoy", "FUND", source="https://a.example/ ; https://b.example/")
    ]

    assert merged("officials", "jane-doe")["appointments"][0]["source"] == "https://a.example/"


def test_officials_have_their_posts_put_right(material, merged):
    material.gathered["officials"][1]["posts"] = [post("Director", "Government", "2020")]
    fix = {"role": "Director", "from": "2020", "organisation": "Ministry"}
    material.curation["people"][1]["posts_fix"] = [fix]
    assert merged("officials", "jane-doe")["appointments"][0]["agency"] == "ministry"

    fix["from"] = "2021"
    assert refusal_of(material) == "people.json, “Jane Doe”: there is no post ('Director', '2021') to put right."


def test_officials_hold_a_post_once_where_curation_gives_its_title_and_time(material, merged):
    material.gathered["officials"][1]["posts"] = [
        post("Director", "FUND", "2020"),
        post("Director of FUND (as reported)", "FUND"),
        post("Director, elected", "FUND", "2020-02"),
        post("Head of a choir", "FUND"),
    ]
    material.curation["people"][1]["posts_fix"] = [
        {"role": "Director", "from": "2020", "start": "2020-01", "end": "2021"},
        {"role": "Director of FUND (as reported)", "from": None, "title": "Director"},
        {"role": "Director, elected", "from": "2020-02", "drop": True},
        {"role": "Head of a choir", "from": None, "organisation": None},
    ]

    posts = merged("officials", "jane-doe")["appointments"]

    assert [(row["title_en"], row["agency"], row["start"], row["end"]) for row in posts] == [
        ("Director", "fund", "2020-01", "2021"),
        ("Head of a choir", None, None, None),
    ]


def test_a_post_that_is_dropped_takes_its_source_along(material):
    address = "https://other.example/"
    material.gathered["officials"][1]["posts"] += [post("Director-General", "FUND", source=address)]
    fix = {"role": "Director-General", "from": None, "drop": True}
    material.curation["people"][1]["posts_fix"] = [fix]

    assert address not in [source["url"] for source in merge(*material.parts())["sources"]]


def test_a_misspelt_decision_on_a_post_stops_the_build(material):
    material.curation["people"][1]["posts_fix"] = [{"role": "Director", "from": "2020", "titel": "Head"}]

    assert refusal_of(material) == "people.json, “Jane Doe”: there is no entry “titel” in “posts_fix”."


def test_officials_gathered_twice_are_one_person(material, merged):
    material.gathered["officials"].insert(0, official("J. Doe", post("Envoy", "FUND"), spellings=("Jane Doe", "Doe")))
    material.curation["people"].append({"key": "J. Doe", "same_as": "Jane Doe", **three("J. Doe")})

    row = merged("officials", "jane-doe")

    assert len(merge(*material.parts())["officials"]) == 2
    assert row["other_spellings"] == ["J. Doe", "Doe"]
    assert [held["title_en"] for held in row["appointments"]] == ["Director", "Envoy"]


def test_officials_that_are_the_same_as_nobody_stop_the_build(material):
    material.curation["people"][0]["same_as"] = "Nobody"

    assert refusal_of(material) == "people.json, “Anar Aliyev”: there is no official “Nobody” to be the same as."


@pytest.mark.parametrize("noun", ["people", "programs", "events"])
def test_curated_rows_and_gathered_rows_are_the_same(material, noun):
    gathered = "officials" if noun == "people" else noun
    row = material.gathered[gathered].pop()
    problem = "nothing of this name was gathered"
    assert refusal_of(material) == f"{noun}.json, “{row['name']}”: {problem}."

    material.gathered[gathered].append(row)
    material.curation[noun].pop()
    problem = "this was gathered, but the file has no row for it"
    assert refusal_of(material) == f"{noun}.json, “{row['name']}”: {problem}."


def test_bodies_have_an_acronym_in_each_language(material, merged):
    material.curation["agencies"][0]["acronym_ru"] = "ФОНД"

    row = merged("agencies", "fund")

    assert (row["acronym"], row["acronym_az"], row["acronym_ru"]) == ("FUND", None, "ФОНД")


def test_a_spelling_that_is_none_is_left_out(material, merged):
    material.gathered["officials"][1]["other_spellings"] = ["Jane D.", "ane Doe"]
    material.curation["people"][1]["no_spellings"] = ["ane Doe"]

    assert merged("officials", "jane-doe")["other_spellings"] == ["Jane D."]


def test_a_spelling_to_leave_out_that_nobody_gathered_stops_the_build(material):
    material.curation["people"][1]["no_spellings"] = ["ane Doe"]

    assert refusal_of(material) == "people.json, “Jane Doe”: there is no spelling “ane Doe” to leave out."
