"""What two made of one record is put together row by row, and nothing that anybody entered is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperation.record.snapshots import Snapshot, join
from cooperation.record.snapshots.nouns import SHAPES

BODIES, PEOPLE = ["unicef", "undp", "mfa"], ["", "vera", "jeyhun"]
WORDS, NEW = ["Mines", "Schools", "Water"], ["Roads", "Health"]
_FEW = st.integers(0, 3)
MEETING = {"uid": "m", "slug": "m", "state": "draft", "date": "2024", "mode": "unknown"}


def meeting(**parts):
    return Snapshot("meetings", MEETING | {name: value for name, value in parts.items() if value})


def seat(number, agency, official="", **more):
    return {"number": number, "agency": agency, "role": "guest", **({"official": official} if official else {}), **more}


def point(number, text, **more):
    return {"number": number, "kind": "informed", "text_en": text, **more}


def promise(uid, number, text="To build", **more):
    return {"uid": uid, "slug": uid, "point": number, "text_en": text, "made_by": "undp", "progress": "open", **more}


def rows(joined, table):
    return joined.whole.data.get(table, [])


def disputed(joined):
    return joined.theirs.data, joined.mine.data


def told(joined):
    return [(each.row, each.label, each.before, each.after) for each in joined.disputed]


def numbered(draw, parts):
    """The rows with numbers that rise, with or without gaps."""
    numbers = sorted(draw(st.sets(st.integers(1, 9), min_size=len(parts), max_size=len(parts))))
    return [{**part, "number": number} for part, number in zip(parts, numbers, strict=True)]


@st.composite
def meetings(draw):
    people = draw(st.lists(st.tuples(st.sampled_from(BODIES), st.sampled_from(PEOPLE)), unique=True, max_size=3))
    seats = numbered(draw, [seat(0, agency, official) for agency, official in people])
    points = numbered(draw, [_new_point(draw, seats, text) for text in draw(st.permutations(WORDS))[: draw(_FEW)]])
    made = [promise(f"c{place}", number["number"]) for place, number in enumerate(points) if draw(st.booleans())]
    events = [{"event": name, "relation": "visit"} for name in draw(st.sets(st.sampled_from(WORDS), max_size=2))]
    return _whole(seats, points, made, events, draw(st.sets(st.sampled_from(WORDS))))


def _new_point(draw, seats, text):
    speaker = draw(st.sampled_from([None, *(each["number"] for each in seats)]))
    # The texts in other languages are never edited here: by them a point is known, as by other words it would not be.
    return point(0, text, text_az=text, text_ru=text, **({"raised_by": speaker} if speaker else {}))


def _whole(seats, points, made, events, sources):
    tables = {"participations": seats, "points": points, "commitments": made, "events": events}
    entries = {entry.name: entry for entry in SHAPES["meetings"].fields}
    ordered = {name: entries[name].in_order(parts) for name, parts in tables.items()}
    return meeting(**ordered, sources=sorted(sources))


@st.composite
def edited(draw, base, side):
    """What an editor makes of a meeting: rows go, change and come, and get other numbers."""
    data = base.data
    seats = _edited(draw, data.get("participations", []), "role", ["host", "participant"])
    there = {(each["agency"], each.get("official", "")) for each in seats}
    # Of another role: else who comes could be one who went, under another name and the same number.
    people = draw(st.sets(st.tuples(st.sampled_from(BODIES), st.sampled_from(PEOPLE)), max_size=3))
    new = [seat(0, *who) | {"role": "expert"} for who in sorted(people)]
    seats += [each for each in new if (each["agency"], each.get("official", "")) not in there]
    renumbered = numbered(draw, seats)
    speakers = {old["number"]: now["number"] for old, now in zip(seats, renumbered, strict=True) if old["number"]}

    points = _edited(draw, data.get("points", []), "text_en", ["Mine risks", "New schools"])
    for each in points:
        speaker = speakers.get(each.pop("raised_by", None))
        each |= {"raised_by": speaker} if speaker else {}
    texts = draw(st.lists(st.sampled_from(NEW), max_size=2))
    points += [_new_point(draw, renumbered, text) | {"kind": "asked"} for text in texts]
    again = numbered(draw, points)
    numbers = {old["number"]: now["number"] for old, now in zip(points, again, strict=True) if old["number"]}

    made = _edited(draw, data.get("commitments", []), "due", ["2025", "2026"])
    made = [each | {"point": numbers[each["point"]]} for each in made if each["point"] in numbers]
    made += [promise(f"{side}{each['number']}", each["number"], "To teach") for each in again if draw(st.booleans())]
    events = _edited(draw, data.get("events", []), "relation", ["discussed", "sidelines"])
    coming = draw(st.sets(st.sampled_from(WORDS))) - {each["event"] for each in events}
    events += [{"event": name, "relation": "discussed"} for name in sorted(coming)]
    return _whole(renumbered, again, made, events, draw(st.sets(st.sampled_from(WORDS))))


def _edited(draw, parts, field, values):
    kept = []
    for part in parts:
        what = draw(st.sampled_from(["leave", "leave", "change", "remove"]))
        if what != "remove":
            kept.append(part | ({field: draw(st.sampled_from(values))} if what == "change" else {}))
    return kept


@st.composite
def two_at_once(draw):
    base = draw(meetings())
    return base, draw(edited(base, "x")), draw(edited(base, "y"))


def called(data):
    """The names of seats and points by their numbers."""
    seats = {row["number"]: (row["agency"], row.get("official", "")) for row in data.get("participations", [])}
    return seats, {row["number"]: row["text_az"] for row in data.get("points", [])}


def plain(data, table, names_of=None, there=None):
    """Its rows as (name, content), where each names others by name instead of by number, and only those `there`."""
    seats, points = called(names_of or data)
    if there is not None:
        seats, points = (
            {number: name for number, name in names.items() if name in still.values()}
            for names, still in zip((seats, points), called(there), strict=True)
        )
    found = set()
    for row in data.get(table, []):
        content = {name: value for name, value in row.items() if name not in ("number", "uid", "slug")}
        if "raised_by" in content:
            content["raised_by"] = seats.get(row["raised_by"])
            if there is not None and content["raised_by"] is None:
                del content["raised_by"]
        if "point" in content:
            content["point"] = points.get(row["point"])
        name = row.get("uid") or row.get("event") or row.get("text_az") or (row["agency"], row.get("official", ""))
        found.add((name, repr(sorted(content.items()))))
    return found


TABLES = ["participations", "points", "commitments", "events"]


@given(two_at_once())
def test_what_one_alone_changed_is_exactly_so(three):
    base, one, _other = three
    for joined in (join(base, one, base), join(base, base, one), join(base, one, one)):
        assert joined.whole.data == one.data
        assert disputed(joined) == ({}, {})


@given(two_at_once())
def test_it_is_the_same_whoever_came_first(three):
    base, one, other = three
    joined, turned = join(base, one, other), join(base, other, one)
    assert (disputed(joined) == ({}, {})) == (disputed(turned) == ({}, {}))
    if disputed(joined) == ({}, {}):
        for table in TABLES:
            # Which of two commitments that say the same keeps its uid is not the same: the one that is stored.
            contents = ({content for _name, content in plain(each.whole.data, table)} for each in (joined, turned))
            assert len(rows(joined, table)) == len(rows(turned, table))
            assert next(contents) == next(contents)
        assert joined.whole.data.get("sources") == turned.whole.data.get("sources")


@given(two_at_once())
def test_no_row_that_was_entered_and_not_removed_is_missing(three):
    base, mine, theirs = three
    joined = join(base, mine, theirs)
    whole = joined.whole.data
    for table in TABLES:
        before, now = plain(base.data, table), {content for _name, content in plain(whole, table)}
        for side, of_side in ((mine, joined.mine), (theirs, joined.theirs)):
            beside = {content for _name, content in plain(of_side.data, table, whole)}
            # Who spoke may be gone since the other removed him: that is not what this one entered.
            entered = plain(side.data, table, there=whole) - plain(base.data, table, there=whole)
            assert {content for _name, content in entered} <= now | beside
        left_alone = before & plain(mine.data, table) & plain(theirs.data, table)
        assert {content for _name, content in left_alone} <= now


@given(two_at_once())
def test_a_row_that_one_removed_and_the_other_left_alone_is_gone_unless_that_is_told(three):
    base, mine, theirs = three
    joined = join(base, mine, theirs)
    for table in TABLES:
        before = plain(base.data, table)
        kept = {name for name, _content in plain(joined.whole.data, table)}
        told_of = {name for data in disputed(joined) for name, _content in plain(data, table)}
        for one, other in ((mine, theirs), (theirs, mine)):
            removed = {name for name, _content in before} - {name for name, _content in plain(one.data, table)}
            gone = {name for name, _content in before & plain(other.data, table)} & removed
            assert gone & kept <= told_of


@given(two_at_once())
def test_what_comes_of_it_is_whole(three):
    """Each number is there once, and so is each participant; what a row refers to is there."""
    data = join(*three).whole.data
    for rule in SHAPES["meetings"].rules:
        rule(data)
    for entry in SHAPES["meetings"].fields:
        if entry.name in TABLES:
            told_apart = [entry.identity(row) for row in data.get(entry.name, [])]
            assert len(told_apart) == len(set(told_apart)), entry.name
            assert data.get(entry.name, []) == entry.in_order(data.get(entry.name, []))


def test_participants_that_each_added_are_there_with_their_points():
    base = meeting(participations=[seat(1, "unicef")], points=[point(1, "Mines", raised_by=1)])
    mine = meeting(
        participations=[seat(1, "unicef"), seat(2, "mfa")],
        points=[point(1, "Mines", raised_by=1), point(2, "Schools", raised_by=2)],
    )
    theirs = meeting(
        participations=[seat(1, "unicef"), seat(2, "undp")],
        points=[point(1, "Mines", raised_by=1), point(2, "Water", raised_by=2)],
    )
    joined = join(base, mine, theirs)
    assert rows(joined, "participations") == [seat(1, "unicef"), seat(2, "undp"), seat(3, "mfa")]
    assert rows(joined, "points") == [
        point(1, "Mines", raised_by=1),
        point(2, "Water", raised_by=2),
        point(3, "Schools", raised_by=3),
    ]
    assert disputed(joined) == ({}, {})


def test_a_point_keeps_its_speaker_whom_the_other_gave_a_name():
    base = meeting(participations=[seat(1, "unicef"), seat(2, "mfa")], points=[point(1, "Mines", raised_by=2)])
    named = meeting(
        participations=[seat(2, "mfa", "jeyhun"), seat(3, "unicef")], points=[point(1, "Mines", raised_by=2)]
    )
    said = meeting(participations=[seat(1, "unicef"), seat(2, "mfa")], points=[point(4, "Mine risks", raised_by=2)])
    for one, other in ((named, said), (said, named)):
        joined = join(base, one, other)
        assert rows(joined, "participations") == named.data["participations"]
        assert rows(joined, "points") == [point(4, "Mine risks", raised_by=2)]
        assert disputed(joined) == ({}, {})


def test_points_are_known_by_what_they_say_where_numbers_moved():
    base = meeting(points=[point(1, "Mines"), point(2, "Schools"), point(3, "Water")])
    moved = meeting(points=[point(1, "Schools"), point(2, "Water")])
    changed = meeting(points=[point(1, "Mines"), point(2, "Schools"), point(3, "Clean water")])
    for one, other in ((moved, changed), (changed, moved)):
        joined = join(base, one, other)
        assert rows(joined, "points") == [point(1, "Schools"), point(2, "Clean water")]
        assert disputed(joined) == ({}, {})


def test_a_row_that_both_changed_is_told_of_and_mine_stands():
    base, mine, theirs = (meeting(points=[point(1, text)]) for text in ("Mines", "Many mines", "Some mines"))
    joined = join(base, mine, theirs)
    assert rows(joined, "points") == [point(1, "Many mines")]
    assert told(joined) == [("Point 1", "What was said", "Some mines", "Many mines")]


def test_two_fields_of_a_row_are_both_kept_and_told_of():
    base = meeting(points=[point(1, "Mines")])
    mine = meeting(points=[point(1, "Many mines")])
    theirs = meeting(points=[point(1, "Mines", kind="asked")])
    joined = join(base, mine, theirs)
    assert rows(joined, "points") == [point(1, "Many mines", kind="asked")]
    assert {label for _row, label, _before, _after in told(joined)} == {"Kind", "What was said"}


@pytest.mark.parametrize("mine_removes", [True, False])
def test_a_row_that_one_removed_and_the_other_changed_stays_and_is_told_of(mine_removes):
    base, changed, removed = meeting(points=[point(1, "Mines")]), meeting(points=[point(1, "Many mines")]), meeting()
    joined = join(base, *((removed, changed) if mine_removes else (changed, removed)))
    assert rows(joined, "points") == [point(1, "Many mines")]
    sides = ("Many mines", "") if mine_removes else ("", "Many mines")
    assert ("Point 1", "What was said", *sides) in told(joined)


@pytest.mark.parametrize("mine_removes", [True, False])
def test_what_a_new_row_refers_to_stays_and_is_told_of(mine_removes):
    """A commitment keeps its point, and the point its speaker."""
    whole = {"participations": [seat(1, "undp")], "points": [point(1, "Mines", raised_by=1)]}
    base, removed, promised = meeting(**whole), meeting(), meeting(**whole, commitments=[promise("c", 1)])
    joined = join(base, *((removed, promised) if mine_removes else (promised, removed)))
    assert joined.whole == promised
    assert {row for row, *_rest in told(joined)} == {"Participant 1", "Point 1"}


def test_one_participant_whom_both_added_is_there_once():
    mine = meeting(participations=[seat(1, "mfa"), seat(2, "undp", role="host")], points=[point(1, "A", raised_by=2)])
    theirs = meeting(participations=[seat(1, "undp")], points=[point(1, "B", raised_by=1)])
    joined = join(meeting(), mine, theirs)
    assert [(row["agency"], row["role"]) for row in rows(joined, "participations")] == [
        ("undp", "host"),
        ("mfa", "guest"),
    ]
    assert [(row["text_en"], row["raised_by"]) for row in rows(joined, "points")] == [("B", 1), ("A", 1)]
    assert told(joined) == [("Participant 1", "Role", "Guest", "Host")]


def test_a_participant_whom_one_added_and_the_other_made_of_a_delegation_is_there_once():
    base = meeting(participations=[seat(1, "mfa")])
    named = meeting(participations=[seat(1, "mfa", "jeyhun")], points=[point(1, "Mines", raised_by=1)])
    added = meeting(
        participations=[seat(1, "mfa"), seat(2, "mfa", "jeyhun", role="host")],
        points=[point(1, "Schools", raised_by=2)],
    )
    joined = join(base, named, added)
    assert rows(joined, "participations") == [seat(1, "mfa", "jeyhun")]
    assert [(row["text_en"], row["raised_by"]) for row in rows(joined, "points")] == [("Schools", 1), ("Mines", 1)]
    assert ("Participant 1", "Role", "Host", "Guest") in told(joined)


def test_commitments_are_known_by_their_uid_and_keep_what_became_of_them():
    """Its text is changed on the form of the meeting, and its state meanwhile on its own page."""
    points = [point(1, "Mines"), point(2, "Schools")]
    base = meeting(points=points, commitments=[promise("a", 1), promise("b", 2)])
    change = {"progress": "fulfilled", "on": "2024", "source": "s"}
    theirs = meeting(points=points, commitments=[promise("a", 1, progress="fulfilled", changes=[change])])
    mine = meeting(points=points, commitments=[promise("a", 1, "To build two"), promise("b", 2), promise("c", 2)])
    joined = join(base, mine, theirs)
    assert rows(joined, "commitments") == [
        promise("a", 1, "To build two", progress="fulfilled", changes=[change]),
        promise("c", 2),
    ]
    assert ("Commitment: To build two", "What was undertaken", "To build", "To build two") in told(joined)


def test_a_commitment_that_both_entered_is_the_one_that_is_stored():
    points = [point(1, "Mines")]
    mine, theirs = (meeting(points=points, commitments=[promise(uid, 1)]) for uid in ("new", "stored"))
    joined = join(meeting(points=points), mine, theirs)
    assert joined.whole == theirs
    assert disputed(joined) == ({}, {})


def test_events_go_by_the_event():
    def of(**relations):
        return meeting(events=[{"event": name, "relation": how} for name, how in relations.items()])

    joined = join(of(cop="visit", wuf="visit"), of(cop="discussed", g20="visit"), of(cop="sidelines", wuf="visit"))
    assert joined.whole == of(cop="discussed", g20="visit")
    assert [each[2:] for each in told(joined)] == [("Held on its sidelines", "Discussed")]


def test_sources_and_topics_that_either_added_or_removed_are_so():
    base = meeting(sources=["a", "b"], topics=["t"])
    joined = join(base, meeting(sources=["a", "b", "c"]), meeting(sources=["b", "d"], topics=["t", "u"]))
    assert (joined.whole.data["sources"], joined.whole.data["topics"]) == (["b", "c", "d"], ["u"])
    assert disputed(joined) == ({}, {})


def test_a_field_that_both_changed_is_mine_and_told_of():
    base, mine, theirs = (Snapshot("meetings", MEETING | {"venue": venue}) for venue in ("A", "B", "C"))
    joined = join(base, mine, theirs)
    assert (joined.whole.data["venue"], told(joined)) == ("B", [("", "Venue", "C", "B")])


def test_posts_of_an_official_and_what_agencies_are_called_elsewhere():
    def official(*posts):
        return Snapshot("officials", {"uid": "o", "slug": "o", "name_en": "Vera", "appointments": list(posts)})

    old, ended = ({"title_en": "Director", "agency": "undp", **more} for more in ({}, {"end": "2024"}))
    new, other = ({"title_en": title, "agency": "unicef"} for title in ("Head", "Adviser"))
    joined = join(official(old), official(old, new), official(ended, other))
    assert sorted(map(repr, rows(joined, "appointments"))) == sorted(map(repr, [ended, new, other]))

    def agency(*values):
        identifiers = [{"scheme": "wikidata", "value": value} for value in values]
        return Snapshot("agencies", {"uid": "a", "slug": "a", "identifiers": identifiers})

    joined = join(agency("Q1"), agency("Q2"), agency("Q2", "Q3"))
    assert joined.whole == agency("Q2", "Q3")
