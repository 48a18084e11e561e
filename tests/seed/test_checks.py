import pytest

from cooperation.seed.checks import read_record
from cooperation.seed.files import DamagedError

from .small_record import SmallRecord, uid


def refusal_of(small: SmallRecord, name: str) -> str:
    """What is said of the fixture `name`, after its file and line, which are held to be right."""
    folder = small.write()
    with pytest.raises(DamagedError) as refusal:
        read_record(folder)
    place, _, problem = str(refusal.value).partition(": ")
    noun = next(noun for noun, rows in small.nouns.items() if small.of(name) in rows)
    assert place == f"{small.path(noun)}, line {small.line_of(name)}"
    return problem


def test_read_record_takes_a_sound_folder(small):
    rows = read_record(small.write())

    assert len(rows) == sum(map(len, small.nouns.values()))


def test_read_record_puts_what_stands_below_after_what_it_stands_below(small):
    topics = [row.uid for row in read_record(small.write()) if row.noun == "topics"]

    assert topics.index(uid("mines")) < topics.index(uid("awareness"))


DAMAGES = {
    "an unknown field": ("mines", {"colour": "red"}, "“colour” is no field of topics."),
    "a missing field": ("mines", {"name_en": None}, "“name_en” is missing."),
    "no text": ("mines", {"name_en": 7}, "“name_en” is no text."),
    "an empty text": ("mines", {"name_en": " "}, "“name_en” is no text."),
    "a text too long": ("mines", {"name_en": "x" * 301}, "“name_en” is longer than 300 characters."),
    "a NUL byte": ("mines", {"name_en": "a\0b"}, "“name_en” holds a control character."),
    "a lone surrogate": ("mines", {"name_en": "a\ud800b"}, "“name_en” holds a control character."),
    "no slug": ("mines", {"slug": None}, "“slug” is missing."),
    "a bad slug": ("mines", {"slug": "Mine action"}, "“slug” is no address: only"),
    "a slug with a letter that is not ASCII": ("mines", {"slug": "gəncə"}, "“slug” is no address: only"),
    "an unknown kind": ("unicef", {"kind": "club"}, "“kind” is 'club', none of: principal-organ, "),
    "a state that loading may not give": ("cop", {"state": "withdrawn"}, "“state” is 'withdrawn', none of: draft, "),
    "a day that is not": ("cop", {"start": "2024-02-30"}, "“start” is '2024-02-30', no date like 2024, "),
    "a year too far": ("cop", {"start": "20244"}, "“start” is '20244', no date like 2024, "),
    "a date that is a number": ("cop", {"start": 2024}, "“start” is 2024, no date like 2024, "),
    "full-width digits": ("cop", {"start": "２０２４"}, "“start” is '２０２４', no date like 2024, "),
    "an end before the start": ("cop", {"end": "2024-10"}, "“end” lies before “start”."),
    "an agreement that ended before": ("memorandum", {"in_force_until": "2023"}, "“in_force_until” lies before"),
    "a javascript address": ("report", {"url": "javascript:alert(1)"}, "“url” is 'javascript:alert(1)', no address"),
    "an ftp address": ("report", {"url": "ftp://news.example/a"}, "“url” is 'ftp://news.example/a', no address"),
    "two addresses": ("report", {"url": "https://a.example/ ; https://b.example/"}, "“url” is 'https://a.example/ ;"),
    "an address without a host": ("report", {"url": "https://"}, "“url” is 'https://', no address"),
    "a bad website": ("unicef", {"website": "unicef.example"}, "“website” is 'unicef.example', no address"),
    "an unknown topic": ("meeting", {"topics": ["mines", "space"]}, "there is no “space” in topics."),
    "a topic twice": ("meeting", {"topics": ["mines", "mines"]}, "“topics” names a record twice."),
    "topics that are no list": ("meeting", {"topics": "mines"}, "“topics” is no list of names."),
    "an unknown parent": ("awareness", {"parent": "space"}, "there is no “space” in topics."),
    "a parent that is no name": ("awareness", {"parent": 1}, "“parent” is no name of a record."),
    "an unknown source": ("cop", {"sources": ["https://x.example/"]}, "there is no “https://x.example/” in sources."),
    "a source that is no address": ("cop", {"sources": ["http://["]}, "there is no “http://[” in sources."),
    "goals that are none": ("awareness", {"sdgs": [18]}, "“sdgs” is no list of numbers from 1 to 17."),
    "aliases that are no list": ("unicef", {"aliases": "ЮНИСЕФ"}, "“aliases” is no list of texts."),
    "an alias of two lines": ("unicef", {"aliases": ["a\nb"]}, "“aliases” holds a text of more than one line."),
    "parts that are no list": ("meeting", {"points": {}}, "“points” is no list."),
    "a part that is no record": ("meeting", {"points": ["x"]}, "in “points”, no. 1, this is no record of points."),
    "the same event twice": (
        "meeting",
        {"events": [{"event": "cop", "relation": "visit"}, {"event": "cop", "relation": "discussed"}]},
        "“events” holds the same entry twice.",
    ),
}


@pytest.mark.parametrize(("name", "change", "problem"), DAMAGES.values(), ids=DAMAGES.keys())
def test_read_record_names_file_and_line_of_a_damaged_row(small, name, change, problem):
    small.of(name).update(change)

    assert refusal_of(small, name).startswith(problem)


def test_read_record_refuses_a_bad_uid(small):
    small.nouns["topics"].append({"uid": "12", "slug": "x", "name_en": "X"})

    with pytest.raises(DamagedError, match="“uid” is no UUID"):
        read_record(small.write())


def test_read_record_refuses_an_entry_that_is_no_record(small):
    small.nouns["topics"].append("mines")

    with pytest.raises(DamagedError, match="this is no record of topics"):
        read_record(small.write())


def part(small: SmallRecord, name: str, place: int) -> dict:
    return small.of("meeting")[name][place]


@pytest.mark.parametrize(
    ("entry", "place", "change", "problem"),
    [
        ("participations", 0, {"role": "chair"}, "in “participations”, no. 1, “role” is 'chair'"),
        ("participations", 1, {"agency": None}, "in “participations”, no. 2, “agency” is missing"),
        ("participations", 1, {"agency": "mfa", "official": "bayramov"}, "“participations” holds the same entry twice"),
        ("participations", 1, {"number": 1}, "“participations” gives one number twice"),
        ("participations", 0, {"number": 0}, "in “participations”, no. 1, “number” is 0, no whole number from 1"),
        ("participations", 0, {"official": "nobody"}, "there is no “nobody” in officials"),
        ("points", 0, {"raised_by": 9}, "“raised_by” in “points” is 9, which is no number there"),
        ("points", 0, {"source": None}, "in “points”, no. 1, “paragraph” stands without its “source”"),
        ("points", 0, {"kind": "shouted"}, "in “points”, no. 1, “kind” is 'shouted'"),
        ("points", 0, {"number": 2}, "“points” holds the same entry twice"),
        ("commitments", 0, {"point": 9}, "“point” in “commitments” is 9, which is no number there"),
        ("commitments", 0, {"progress": "fulfilled"}, "in “commitments”, no. 1, “progress” is 'fulfilled'"),
    ],
)
def test_read_record_names_the_damaged_part_of_a_meeting(small, entry, place, change, problem):
    part(small, entry, place).update(change)

    assert refusal_of(small, "meeting").startswith(problem)


def test_read_record_refuses_a_uid_that_stands_in_another_file(small):
    small.of("mfa")["uid"] = uid("mines")

    with pytest.raises(DamagedError, match=rf"agencies\.json, line \d+: the uid {uid('mines')} is there already"):
        read_record(small.write())


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("youth", {"slug": "mines"}, "“mines”"),
        ("notice", {"url": "http://www.news.example/report/"}, "“news.example/report”"),
        ("mfa", {"side": "un", "acronym": "UNICEF"}, "the acronym “UNICEF”"),
        ("mfa", {"identifiers": [{"scheme": "wikidata", "value": "Q740308"}]}, "the identifier wikidata Q740308"),
    ],
)
def test_read_record_refuses_twins(small, name, change, what):
    small.of(name).update(change)

    assert refusal_of(small, name) == f"{what} is there already, in another record."


def test_read_record_refuses_a_circle(small):
    small.of("mines")["parent"] = "awareness"

    assert refusal_of(small, "awareness") == "this record stands below itself."


@pytest.mark.parametrize("spelling", ["lham Aliyev (misprint)", "Agatha [sic]"])
def test_read_record_refuses_a_remark_among_spellings(small, spelling):
    small.of("bayramov")["other_spellings"] = ["Ceyhun Bayramov", spelling]

    assert refusal_of(small, "bayramov") == (
        f"“other_spellings” holds brackets, so a remark and not only a name: “{spelling}”."
    )
