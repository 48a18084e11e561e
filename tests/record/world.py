"""A random record, and in plain Python what each filter means: the reference for the door."""

import random
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cooperation.models import Meeting, PartialDate, Record
from cooperation.record import changes
from cooperation.record.index.keeper import keeper
from cooperation.record.indexing import postponed
from cooperation.record.search import fold, query_words
from tests import factories as make

PLACES = [
    ("", ""),
    ("Baku", "Azerbaijan"),
    ("Gəncə", "Azerbaijan"),
    ("Geneva", "Switzerland"),
    ("Panama", "Panama"),
    ("", "Panama"),
]
DATES = ["2019", "2019-12", "2020", "2020-02", "2020-02-29", "2020-03-01", "2021", "2021-12-31"]
WORDS = ["Mine", "mines", "Gəncə", "school", "Şəki", "health", "Мины"]
# How English spells the Azerbaijani words above, in the folded form.
ENGLISH = {"gence": {"ganja", "genje"}, "seki": {"sheki", "shaki"}}
QUERIES = ["mine", "gence", "ganja", "sheki seki", "health m", "мин", "Ə", "!!", "school health"]


@dataclass
class World:
    """Records of every noun, and the meetings that stand on them."""

    chance: random.Random
    un: list[Any] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)
    officials: list[Any] = field(default_factory=list)
    programs: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)

    @cached_property
    def facts(self) -> "list[Facts]":
        """The facts of the published meetings."""
        return [_facts(meeting) for meeting in self.meetings if meeting.state == "published"]

    def some(self, records: list, most: int) -> list:
        return self.chance.sample(records, self.chance.randint(0, min(most, len(records))))


def make_world(seed: int, meetings: int) -> World:
    # Examples of one test are rolled back one after the other, and their generations come again.
    changes.forget()
    keeper.forget()
    with postponed():
        return _make_world(seed, meetings)


def _make_world(seed: int, meetings: int) -> World:
    world = World(random.Random(seed))
    world.un = [make.make_agency("UN A"), make.make_agency("UN B")]
    world.un.append(make.make_agency("UN C", parent=world.un[0]))
    world.bodies = [make.make_body("Ministry A"), make.make_body("Ministry B")]
    world.topics = [make.make_topic("Topic A"), make.make_topic("Topic B")]
    world.topics.append(make.make_topic("Topic C", parent=world.topics[0]))
    world.topics.append(make.make_topic("Topic D", parent=world.topics[2]))
    world.officials = [make.make_official(f"Person {letter}") for letter in "ABC"]
    states = ["published", "published", "draft"]
    world.programs = [make.make_program(f"Program {number}", state=state) for number, state in enumerate(states)]
    world.events = [make.make_event(f"Event {number}", state=state) for number, state in enumerate(states)]
    # Without a published meeting an official is nobody whom a filter may name.
    everyone = make.make_meeting(date="2019", officials=[(official, world.un[1]) for official in world.officials])
    world.meetings = [everyone, *(_make_meeting(world) for _ in range(meetings))]
    return world


def _make_meeting(world: World) -> Meeting:
    chance = world.chance
    city, country = chance.choice(PLACES)
    sides = world.un + world.bodies
    meeting = make.make_meeting(
        " ".join(chance.sample(WORDS, 2)),
        chance.choice(DATES),
        chance.choice(["published"] * 4 + ["draft", "review", "withdrawn"]),
        agencies=world.some(sides, 2),
        officials=[(official, chance.choice(sides)) for official in world.some(world.officials, 2)],
        topics=world.some(world.topics, 2),
        programs=world.some(world.programs, 2),
        events=world.some(world.events, 2),
        city=city,
        country=country,
        mode=chance.choice(["video", "unknown"]),
    )
    for kind in chance.sample(["agreed", "agreed", "asked"], chance.randint(0, 3)):
        make.make_point(meeting, kind=kind)
    return meeting


def values_of(world: World) -> dict[str, list]:
    """Every value that each parameter may take, as it stands in an address."""
    slugs = {
        "agency": world.un,
        "body": world.bodies,
        "topic": world.topics,
        "official": world.officials,
        "program": [each for each in world.programs if each.state == "published"],
        "event": [each for each in world.events if each.state == "published"],
    }
    return {name: [each.slug for each in records] for name, records in slugs.items()} | {
        "mode": ["video", "unknown", "phone"],
        "year": ["2019", "2020", "2021", "2022"],
    }


def random_filter(world: World) -> dict[str, list[str]]:
    chosen = {name: world.some(values, 2) for name, values in values_of(world).items() if world.chance.random() < 0.25}
    if world.chance.random() < 0.2:
        chosen["from"] = [world.chance.choice(DATES)]
    if world.chance.random() < 0.2:
        chosen["to"] = [world.chance.choice(DATES)]
    if world.chance.random() < 0.2:
        chosen["q"] = [world.chance.choice(QUERIES)]
    if world.chance.random() < 0.1:
        chosen["with"] = [world.chance.choice(world.officials).slug]
    start, end = chosen.get("from"), chosen.get("to")
    if start and end and start[0] > end[0]:
        chosen["from"], chosen["to"] = end, start
    return {name: values for name, values in chosen.items() if values}


@dataclass(frozen=True)
class Facts:
    """What a meeting holds, by parameter: the values under which it must be found."""

    pk: int
    date: PartialDate
    values: dict[str, set[str]]
    words: set[str]

    def hold(self, name: str, asked: list[str]) -> bool:
        if name == "from":
            return self.date.latest >= PartialDate(asked[0]).earliest
        if name == "to":
            return self.date.earliest <= PartialDate(asked[0]).latest
        if name == "q":
            return self._match(query_words(asked[0]))
        return bool(self.values["official" if name == "with" else name] & set(asked))

    def _match(self, asked: list[list[str]]) -> bool:
        whole = all(any(form in self.words for form in forms) for forms in asked[:-1])
        return bool(asked) and whole and any(word.startswith(form) for form in asked[-1] for word in self.words)


def _facts(meeting: Meeting) -> Facts:
    seats = list(meeting.participations.select_related("agency__parent", "official"))
    topics = list(meeting.topics.all())
    values = {
        side: {slug for seat in seats if seat.agency.side == value for slug in _upwards(seat.agency)}
        for side, value in (("agency", "un"), ("body", "azerbaijan"))
    }
    values |= {
        "topic": {slug for topic in topics for slug in _upwards(topic)},
        "official": {seat.official.slug for seat in seats if seat.official},
        "program": {program.slug for program in meeting.programs.all()},
        "event": {event.slug for event in meeting.events.all()},
        "mode": {meeting.mode},
        "year": {meeting.date[:4]},
    }
    texts = [meeting.title_en, meeting.city, meeting.country, *(topic.name_en for topic in topics)]
    texts += [record.name_en for relation in (meeting.programs, meeting.events) for record in relation.published()]
    texts += [name for seat in seats for name in (seat.agency.name_en, seat.official.name_en if seat.official else "")]
    words = {word for text in texts for word in fold(text)}
    return Facts(
        meeting.pk, PartialDate(meeting.date), values, words.union(*(ENGLISH[word] for word in words & ENGLISH.keys()))
    )


def _upwards(record: Record | None) -> set[str]:
    return {record.slug} | _upwards(record.parent) if record else set()


def expected(world: World, chosen: dict[str, list[str]]) -> list[int]:
    """The ids that the filter must find, newest first."""
    found = [facts for facts in world.facts if all(facts.hold(name, values) for name, values in chosen.items())]
    return [facts.pk for facts in sorted(found, key=lambda facts: (facts.date, facts.pk), reverse=True)]
