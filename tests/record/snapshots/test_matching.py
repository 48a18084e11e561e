"""A row is known again wherever it moved, and no two rows are taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperation.record.snapshots import Snapshot, differences, join
from cooperation.record.snapshots.matching import content_of, match, rows_of
from cooperation.record.snapshots.nouns import SHAPES

from .test_joining import meeting, point, promise, rows, seat

TABLES = {entry.name: entry for entry in SHAPES["meetings"].fields}
TEXTS = ["Mines", "Mine risks", "Clearing mines in the north", "Schools", "New schools in the north", "Water"]
_TEXT = st.sampled_from(TEXTS)


@st.composite
def tables(draw, name="points"):
    """Rows that rise by number, of which some say the same and some nearly."""
    said = draw(st.lists(st.fixed_dictionaries(FIELDS[name], optional=MORE[name]), max_size=5))
    numbers = sorted(draw(st.sets(st.integers(1, 9), min_size=len(said), max_size=len(said))))
    return [{"number": number, **row} for number, row in zip(numbers, said, strict=True)]


FIELDS = {
    "points": {"kind": st.sampled_from(["asked", "informed"]), "text_en": _TEXT},
    "participations": {"agency": st.sampled_from(["undp", "mfa"]), "role": st.sampled_from(["host", "guest"])},
}
MORE = {
    "points": {"text_az": _TEXT, "raised_by": st.integers(1, 2)},
    "participations": {"official": st.sampled_from(["vera", "jeyhun"]), "reported_title_en": _TEXT},
}
_name = st.sampled_from(sorted(FIELDS))
two = _name.flatmap(lambda name: st.tuples(st.just(name), tables(name), tables(name)))


def matched(name, before, after):
    return match(*(rows_of(TABLES[name], each) for each in (before, after)))


@given(two)
def test_no_two_rows_are_taken_for_one(found):
    name, before, after = found
    pairs = matched(name, before, after)
    assert len(set(pairs.values())) == len(pairs)
    assert pairs.keys() <= set(range(len(after)))
    assert set(pairs.values()) <= set(range(len(before)))


@given(two)
def test_it_is_the_same_whichever_was_first(found):
    name, before, after = found
    there, back = matched(name, before, after), matched(name, after, before)
    assert {key: place for place, key in there.items()} == back


@given(tables(), st.data())
def test_what_nobody_changed_is_itself_wherever_it_moved(before, data):
    """Whatever became of the others; of several that say the same each is one of those."""
    moved = data.draw(st.permutations(before))
    numbers = sorted(data.draw(st.sets(st.integers(1, 20), min_size=len(moved), max_size=len(moved))))
    after = [row | {"number": number} for row, number in zip(moved, numbers, strict=True)]
    changed = data.draw(st.sets(st.integers(0, 4)))
    after = [row | ({"text_en": f"{row['text_en']} at last"} if at in changed else {}) for at, row in enumerate(after)]
    after = [row for at, row in enumerate(after) if not data.draw(st.booleans()) or at not in changed]
    pairs = matched("points", before, after)
    still = {place for place, row in enumerate(after) if content_of(row) in map(content_of, before)}
    assert still <= pairs.keys()
    assert all(content_of(before[pairs[place]]) == content_of(after[place]) for place in still)


@given(tables())
def test_a_table_that_is_as_it_was_is_matched_place_by_place(table):
    assert matched("points", table, table) == {place: place for place in range(len(table))}


def test_of_two_that_say_the_same_the_one_with_its_number_is_meant():
    assert matched("points", [point(1, "Mines"), point(2, "Mines")], [point(2, "Mines")]) == {0: 1}


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        pytest.param(["Mines", "Schools"], [(1, "New schools")], {0: 1}, id="longer, with a freed number"),
        pytest.param(["Mines", "New schools"], [(1, "Schools")], {0: 1}, id="shorter, with a freed number"),
        pytest.param(["Mines"], [(1, "Water")], {0: 0}, id="written over"),
        pytest.param(["Mines"], [(2, "Water")], {}, id="another one"),
        pytest.param(["Mines", "Schools"], [(1, "Schools"), (2, "Mines")], {0: 1, 1: 0}, id="changed places"),
        pytest.param(["Mines and roads"], [(1, "Roads"), (2, "Mines and roads")], {1: 0}, id="moved on by a new one"),
    ],
)
def test_what_a_row_says_goes_before_its_number(before, after, pairs):
    numbered = [point(number, text) for number, text in enumerate(before, 1)]
    assert matched("points", numbered, [point(number, text) for number, text in after]) == pairs


def test_one_who_speaks_twice_of_one_topic_says_two_things():
    alike = {"raised_by": 1, "topics": ["t"], "source": "s"}
    assert matched("points", [point(1, "Mines", **alike)], [point(2, "Water", **alike)]) == {}


def test_a_point_that_grew_and_moved_is_known_whoever_said_it():
    before, after = point(2, "Mines are cleared", raised_by=1), point(3, "Mines are cleared in the north", raised_by=2)
    assert matched("points", [before], [after]) == {0: 0}


def test_who_holds_a_like_post_elsewhere_is_another_participant():
    before, after = (seat(n, who, reported_title_en="Deputy Minister") for n, who in ((1, "mfa"), (2, "undp")))
    assert matched("participations", [before], [after]) == {}


def test_of_two_editors_a_point_with_a_freed_number_is_not_the_one_that_went():
    base = meeting(points=[point(1, "Mines"), point(2, "Schools")])
    freed = meeting(points=[point(1, "New schools")])
    other = meeting(points=[point(1, "Mines"), point(2, "Schools", kind="asked")])
    for mine, theirs in ((freed, other), (other, freed)):
        joined = join(base, mine, theirs)
        assert rows(joined, "points") == [point(1, "New schools", kind="asked")]


def told(before, after):
    return [(each.row, each.label, each.before, each.after) for each in differences(before, after)]


def test_a_point_that_moved_is_told_by_its_number_alone():
    one, two, three = "Mines", "Schools", "Water"
    before = meeting(points=[point(1, one), point(2, two), point(3, three)])
    after = meeting(points=[point(1, two), point(2, three), point(3, one)])
    assert told(before, after) == [
        ("Point 1", "No.", "2", "1"),
        ("Point 2", "No.", "3", "2"),
        ("Point 3", "No.", "1", "3"),
    ]


def test_a_point_that_moved_and_changed_is_told_by_both():
    before = meeting(points=[point(1, "Mines"), point(2, "Schools")])
    after = meeting(points=[point(1, "New schools"), point(2, "Mines")])
    assert told(before, after) == [
        ("Point 1", "No.", "2", "1"),
        ("Point 1", "What was said", "Schools", "New schools"),
        ("Point 2", "No.", "1", "2"),
    ]


def test_participants_that_moved_still_say_what_they_said():
    points, made = [point(1, "Mines", raised_by=1)], [promise("c", 1)]
    before = meeting(participations=[seat(1, "undp"), seat(2, "mfa")], points=points, commitments=made)
    moved = [point(2, "Mines", raised_by=2)]
    after = meeting(participations=[seat(1, "mfa"), seat(2, "undp")], points=moved, commitments=[promise("c", 2)])
    assert told(before, after) == [
        ("Participant 1", "No.", "2", "1"),
        ("Participant 2", "No.", "1", "2"),
        ("Point 2", "No.", "1", "2"),
    ]


def test_another_speaker_is_told_by_name_though_the_number_is_the_same():
    names = {"undp": "UNDP", "mfa": "Ministry", "vera": "Vera"}
    points = [point(1, "Mines", raised_by=1)]
    before, after = (
        Snapshot("meetings", meeting(participations=seats, points=points).data, names)
        for seats in ([seat(1, "undp", "vera")], [seat(1, "mfa", role="host"), seat(2, "undp", "vera")])
    )
    assert ("Point 1", "Raised by", "1. Vera", "1. Ministry") in told(before, after)
