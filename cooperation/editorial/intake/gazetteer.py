"""All names that the record knows, and the phrases that tell what a sentence does, in one automaton.

It is made of the stems of one language's texts; names of all languages are in it, since texts mix them.
"""

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import ahocorasick

from cooperation.models import PartialDate
from cooperation.record.changes import remembered

from . import names
from .loose import LooseNames
from .tables import table
from .tables import words as vocabulary
from .words import Word, fold, skeleton, stem, stems_of, verb_forms

# A word of a title tells whose it is where so many bodies at most have it in theirs.
FEW = 3

# What stands in the text itself, each stretch one thing: the longest name wins.
NAMES = frozenset({"agency", "post", "official", "program", "event", "place"})


class Entry(NamedTuple):
    """What a phrase means. `shouted` asks for capitals throughout, `capital` for one at the beginning.

    `written` is the acronym itself: UNECE and UNECA have one stem where a last letter may be a case. `begins` is what
    the last word begins with where its stem does not: the stem of a beginning may be cut too short.
    """

    kind: str
    value: str
    shouted: bool = False
    capital: bool = False
    written: str = ""
    begins: str = ""


@dataclass(frozen=True)
class Hit:
    """A phrase found: `first` and `last` are places in the list of words."""

    kind: str
    values: tuple[str, ...]
    first: int
    last: int
    start: int
    end: int

    @property
    def value(self) -> str:
        return self.values[0]

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass
class Gazetteer:
    """The names that one language's texts may hold."""

    language: str
    entries: dict[tuple[str, ...], set[Entry]] = field(default_factory=lambda: defaultdict(set))
    beginnings: dict[tuple[str, ...], set[Entry]] = field(default_factory=lambda: defaultdict(set))
    skeletons: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, str] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    title_stems: set[str] = field(default_factory=set)
    name_stems: set[str] = field(default_factory=set)
    officials: dict[str, names.Person] = field(default_factory=dict)
    events: dict[str, names.Happening] = field(default_factory=dict)
    periods: dict[str, tuple[PartialDate | None, PartialDate | None]] = field(default_factory=dict)
    topics_of: dict[str, frozenset[str]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    seated_at: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    presidencies: dict[str, str] = field(default_factory=dict)
    words_of_body: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    automaton: Any = None
    loose: LooseNames = field(init=False)

    def __post_init__(self) -> None:
        self.loose = LooseNames(self.language)

    def add(self, kind: str, value: str, phrase: str, *, capital: bool = False, shouted: bool = False) -> None:
        stems = stems_of(phrase, self.language)
        if stems:
            self.entries[stems].add(Entry(kind, value, shouted, capital, fold(phrase) if shouted else ""))

    def add_topic(self, topic: str, phrase: str) -> None:
        """A phrase; with * behind a word it stands for every word that begins so, inside a phrase for its stem."""
        stems = tuple(stem for word in phrase.split() for stem in stems_of(word, self.language))
        if phrase.endswith("*"):
            self.beginnings[stems].add(Entry("topic", topic, begins=fold(phrase.split()[-1].rstrip("*"))))
        else:
            self.entries[stems].add(Entry("topic", topic))

    def body_of(self, hit: Hit) -> Hit:
        """A name in a title as that of a body: an event stands for who presides over it."""
        return replace(hit, values=(self.presidencies[hit.value],)) if hit.kind == "event" else hit

    def closed(self) -> "Gazetteer":
        """With its automaton made; nothing may be added after."""
        # A foundation is called after a person: such words are names first.
        self.title_stems -= self.name_stems
        for name in ("regions", "not in names"):
            self.title_stems.update(stems_of(" ".join(vocabulary(name, self.language)), self.language))
        self.automaton = ahocorasick.Automaton()
        for stems, entries in self.entries.items():
            self.automaton.add_word(f" {' '.join(stems)} ", (len(stems), tuple(sorted(entries))))
        for stems, entries in self.beginnings.items():
            self.automaton.add_word(f" {' '.join(stems)}", (len(stems), tuple(sorted(entries))))
        self.automaton.make_automaton()
        self.loose.close()
        return self

    def find(self, words: list[Word]) -> list[Hit]:
        """Every phrase in the text, of names only the longest at each place."""
        hits = list(self._all(words))
        topics = _longest(_at_one_place([hit for hit in hits if hit.kind == "topic"]))
        cues = _clear([hit for hit in hits if hit.kind == "cue"])
        return sorted([*_longest([hit for hit in hits if hit.kind in NAMES]), *topics, *cues], key=_order)

    def _all(self, words: list[Word]) -> Iterator[Hit]:
        # Where each word ends in the line of stems that is looked through.
        ends = list(itertools.accumulate(len(word.stem) + 1 for word in words))
        line = f" {' '.join(word.stem for word in words)} "
        for end, (count, entries) in self.automaton.iter(line) if words else ():
            last = bisect_left(ends, end)
            yield from _fitting(words, last - count + 1, last, entries, self.language)


def _fitting(words: list[Word], first: int, last: int, entries: Iterable[Entry], language: str) -> Iterator[Hit]:
    fits = [entry for entry in entries if _written_so(words[first : last + 1], entry, language)]
    exact = [entry for entry in fits if entry.written and entry.written == words[first].folded]
    fits = [entry for entry in fits if not exact or not entry.written or entry in exact]
    for kind, group in itertools.groupby(fits, key=lambda entry: entry.kind):
        values = tuple(dict.fromkeys(entry.value for entry in group))
        yield Hit(kind, values, first, last, words[first].start, words[last].end)


def _written_so(found: list[Word], entry: Entry, language: str) -> bool:
    if entry.begins:
        last = found[-1]
        return last.folded.startswith(entry.begins) or last.stem == stem(entry.begins, language)
    if entry.shouted:
        return all(word.shouted for word in found)
    return not entry.capital or found[0].capital


def _at_one_place(hits: list[Hit]) -> list[Hit]:
    """Hits on the same words as one hit of all their values."""
    by_place: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        known = by_place.get((hit.first, hit.last))
        values = (*known.values, *hit.values) if known else hit.values
        by_place[hit.first, hit.last] = replace(hit, values=tuple(dict.fromkeys(values)))
    return list(by_place.values())


def _order(hit: Hit) -> tuple[int, int, str]:
    return hit.first, -hit.last, hit.kind


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Names that do not overlap; where two are equally long, a body before a post, and an event before a body."""
    rank = {"event": 0, "program": 1, "agency": 2, "post": 3, "official": 4, "place": 5, "topic": 6}
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last, len(hit.values) > 1, rank[hit.kind])):
        if hit.first > reached:
            yield hit
            reached = hit.last


def _clear(cues: list[Hit]) -> list[Hit]:
    """Cues without those that mean another thing inside a longer one: received, but not received by whom it was led."""
    longer = [cue for cue in cues if {"attended", "mere", "other"} & set(cue.values)]
    covered: dict[int, list[Hit]] = defaultdict(list)
    for cue in longer:
        for at in range(cue.first, cue.last + 1):
            covered[at].append(cue)
    return [cue for cue in cues if not any(_holds(long, cue) for long in covered.get(cue.first, ()))]


def _holds(long: Hit, cue: Hit) -> bool:
    return cue.last <= long.last and long.last - long.first > cue.last - cue.first


@remembered
def gazetteer(language: str) -> Gazetteer:
    """The names of the record as it stands, for texts of one language."""
    known = Gazetteer(language)
    for add in (_add_agencies, _add_posts, _add_people, _add_happenings, _add_phrases):
        add(known)
    return known.closed()


def _add_agencies(known: Gazetteer) -> None:
    taken = names.acronyms_of_events()
    for agency in names.agencies():
        known.presidencies |= {taken[name]: agency.slug for name in agency.names & taken.keys()}
        known.sides[agency.slug] = agency.side
        known.bodies[agency.slug] = agency.name
        for name in agency.names - taken.keys():
            short = _is_acronym(name)
            known.add("agency", agency.slug, name, shouted=short, capital=not short and " " not in name)
            known.title_stems.update(stems_of(name, known.language) if not short else ())
            known.words_of_body[agency.slug].update(stems_of(name, known.language))
        for post in agency.posts:
            known.add("post", agency.slug, post)


def _is_acronym(name: str) -> bool:
    return " " not in name and "-" not in name and name.isalpha() and name.isupper()


def _add_posts(known: Gazetteer) -> None:
    """Titles that only ever belonged to one body; the words of all titles."""
    of_title: dict[tuple[str, ...], set[str]] = defaultdict(set)
    of_word: dict[str, set[str]] = defaultdict(set)
    for title, agency in names.titles():
        stems = stems_of(title, known.language)
        known.title_stems.update(stems)
        for word in stems:
            of_word[word].add(agency)
        if len(stems) > 1:
            of_title[stems].add(agency)
    for stems, agencies in of_title.items():
        # Deputy Executive Director tells no body, even where one alone had such a deputy so far.
        telling = any(len(of_word[word]) <= FEW for word in stems)
        if len(agencies) == 1 and telling and stems not in known.entries:
            known.entries[stems].add(Entry("post", *agencies))


def _add_people(known: Gazetteer) -> None:
    for person in names.people():
        known.officials[person.slug] = person
        for seat in person.seats:
            known.seated_at[seat.agency].add(person.slug)
        for name in person.names:
            known.name_stems.update(stems_of(name, known.language))
            known.add("official", person.slug, name, capital=True)
            parts = name.split()
            if len(parts) > 1:
                _add_surname(known, person.slug, parts)


def _add_surname(known: Gazetteer, slug: str, parts: list[str]) -> None:
    stems = stems_of(parts[-1], known.language)
    if len(stems) == 1 and len(stems[0]) > 1:
        known.skeletons[skeleton(parts[0])[:1]].append((" ".join(map(skeleton, parts)), slug))


def _add_happenings(known: Gazetteer) -> None:
    for kind, happenings in (("program", names.programs()), ("event", names.events())):
        for happening in happenings:
            if kind == "event":
                known.events[happening.slug] = happening
            known.topics_of[happening.slug] = happening.topics
            known.periods[happening.slug] = (happening.start, happening.end)
            for name in happening.names:
                known.add(kind, happening.slug, name, capital=" " not in name)
                known.loose.add(kind, happening.slug, name)


def _add_phrases(known: Gazetteer) -> None:
    for topic, by_language in table("keywords").items():
        for phrase in by_language.get(known.language, ()):
            known.add_topic(topic, phrase)
        for phrase in by_language.get("en", ()) if known.language != "en" else ():
            # The beginning of an English word is another word's here: tax, taxıl.
            if not phrase.endswith("*"):
                known.add_topic(topic, phrase)
    for cue, by_language in table("cues").items():
        for phrase in by_language.get(known.language, ()):
            for form in verb_forms(phrase) if known.language == "az" else [phrase]:
                known.add("cue", cue, form)
    for city, place in table("places").items():
        known.countries[city] = place["country"]
        for name in place["names"]:
            known.add("place", city, name, capital=True)
