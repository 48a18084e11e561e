"""Synthetic meetings, skewed as in life: the same for the same size, on either engine.

Agencies, topics and officials follow Zipf's law; there are more meetings in late years than in early ones; some dates
are known only to the month or the year; ids are in no order of time, as when an archive is entered piece by piece.
"""

import random
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count
from typing import NamedTuple

from cooperation.models import Mode, PointKind, Role, State
from cooperation.record.search import index_words

from .words import MATTERS, OPENINGS, PLACES, RARE

SEED = 20240111
FIRST_YEAR, LAST_YEAR = 1992, 2026
RARE_SHARE = 0.01
TITLE = "Head"

Words = frozenset[str]
Rows = dict[str, list[tuple]]


class Known(NamedTuple):
    """A record that meetings refer to: its key, what a title calls it, and its search words."""

    pk: int
    name: str
    words: Words


class Weighted:
    """Values of which the first comes up most, the second half as often, the third a third as often."""

    def __init__(self, values: Sequence, weights: Sequence[float] = ()) -> None:
        self.values = values
        self._sums = list(accumulate(weights or [1 / rank for rank in range(1, len(values) + 1)]))

    def pick(self, chance: random.Random):
        return self.values[bisect(self._sums, chance.random() * self._sums[-1])]

    def some(self, chance: random.Random, number: int) -> list:
        """At most `number` different values."""
        return list(dict.fromkeys(self.pick(chance) for _ in range(number)))


@dataclass(frozen=True)
class Cast:
    """What meetings are made of. `officials` holds those of each agency."""

    un: Weighted
    bodies: Weighted
    officials: dict[int, Weighted]
    topics: Weighted
    programs: Weighted
    events: Weighted


# The columns of each table that are filled here; all others hold what the models give by default.
COLUMNS = {
    "meeting": "id uid slug title title_en date mode city country summary summary_en state published_at",
    "participation": "id meeting_id agency_id official_id reported_title reported_title_en role order",
    "source": "id uid url url_key publisher title published",
    "point": "id meeting_id participation_id source_id kind text text_en order",
    "meeting_topics": "id meeting_id topic_id",
    "meeting_programs": "id meeting_id program_id",
    "meeting_sources": "id meeting_id source_id",
    "meetingevent": "id meeting_id event_id",
    "address": "noun slug record_id",
    "searchdocument": "noun record_id words",
}

_YEARS = Weighted(
    range(FIRST_YEAR, LAST_YEAR + 1), [1 + (year - FIRST_YEAR) ** 1.5 for year in range(FIRST_YEAR, LAST_YEAR + 1)]
)
_PLACES = Weighted(PLACES)
_MODES = Weighted((Mode.IN_PERSON.value, Mode.UNKNOWN.value, Mode.VIDEO.value, Mode.PHONE.value))
_PUBLISHERS = Weighted([f"Newspaper {letter}" for letter in "ABCDEFGHIJKL"])
_KINDS = Weighted(PointKind.values)
_OPENINGS, _MATTERS = Weighted(OPENINGS), Weighted(MATTERS)
PUBLISHED_AT = "2026-01-01 00:00:00+00:00"


@cache
def words_of_text(text: str) -> Words:
    """As `record.documents` has them; texts repeat, so each is folded once."""
    return frozenset(index_words([text]))


def uid_of(kind: int, number: int) -> str:
    """A valid random-looking identifier, the same each time."""
    return f"{kind:08x}00004000800000{number:010x}"


class Meetings:
    """Meetings one after the other, as rows of their tables."""

    def __init__(self, cast: Cast, seed: int = SEED) -> None:
        self.cast = cast
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret here
        self.keys = {name: count(1) for name in COLUMNS}
        self.rows: Rows = {}

    def batches(self, published: int, size: int = 5_000) -> Iterator[Rows]:
        """The rows of so many published meetings, some thousand meetings at a time."""
        for start in range(1, published + 1, size):
            self.rows = {name: [] for name in COLUMNS}
            for number in range(start, min(start + size, published + 1)):
                self._meeting(number)
            yield self.rows

    def _key(self, table: str) -> int:
        return next(self.keys[table])

    def _meeting(self, pk: int) -> None:
        seats = self._seats(2 + int(self.chance.random() ** 2 * 4))
        topics = self.cast.topics.some(self.chance, self.chance.choice((1, 1, 2, 3)))
        title = f"{seats[0][0].name} and {seats[1][0].name} on {topics[0].name}"
        city, country = _PLACES.pick(self.chance)
        date, summary = self._date(), self._summary()
        slug = f"{date}-{title.lower().replace(' ', '-')}"[:100] + f"-{pk}"
        state = State.PUBLISHED.value
        mode = _MODES.pick(self.chance)
        self.rows["meeting"].append(
            (pk, uid_of(1, pk), slug, title, title, date, mode, city, country, summary, summary, state, PUBLISHED_AT)
        )
        self.rows["address"].append(("meetings", slug, pk))
        known = [*topics, *self._links(pk, topics), *(each for seat in seats for each in seat if each)]
        texts = (title, city, country, *_sentences(summary))
        seated = self._participations(pk, seats)
        self._source(pk, title, date)
        words = [words_of_text(text) for text in texts] + [each.words for each in known]
        if any(official for _agency, official in seats):
            words.append(words_of_text(TITLE))
        if pk % 10 == 0:
            words += [words_of_text(text) for text in self._points(pk, seated)]
        self.rows["searchdocument"].append(("meetings", pk, " ".join(sorted(frozenset().union(*words)))))

    def _seats(self, number: int) -> list[tuple[Known, Known | None]]:
        """Different pairs of agency and official; the first two are one of each side."""
        sides = [self.cast.un, self.cast.bodies]
        pairs: dict[tuple, None] = {}
        for place in range(number):
            agency = (sides[place] if place < 2 else self.chance.choice(sides)).pick(self.chance)
            officials = self.cast.officials.get(agency.pk)
            known = officials is not None and self.chance.random() < 0.85
            pairs[agency, officials.pick(self.chance) if known else None] = None
        return list(pairs)

    def _participations(self, pk: int, seats: list[tuple[Known, Known | None]]) -> list[int]:
        keys = []
        for order, (agency, official) in enumerate(seats, start=1):
            key, title = self._key("participation"), TITLE if official else ""
            person = official.pk if official else None
            role = Role.PARTICIPANT.value
            self.rows["participation"].append((key, pk, agency.pk, person, title, title, role, order))
            keys.append(key)
        return keys

    def _links(self, pk: int, topics: list[Known]) -> list[Known]:
        for topic in topics:
            self.rows["meeting_topics"].append((self._key("meeting_topics"), pk, topic.pk))
        programs = [self.cast.programs.pick(self.chance)] if self.chance.random() < 0.15 else []
        events = [self.cast.events.pick(self.chance)] if self.chance.random() < 0.08 else []
        for program in programs:
            self.rows["meeting_programs"].append((self._key("meeting_programs"), pk, program.pk))
        for event in events:
            self.rows["meetingevent"].append((self._key("meetingevent"), pk, event.pk))
        return programs + events

    def _source(self, pk: int, title: str, date: str) -> None:
        key, publisher = f"news.example/{pk}", _PUBLISHERS.pick(self.chance)
        self.rows["source"].append((pk, uid_of(2, pk), f"https://{key}", key, publisher, title, date))
        self.rows["meeting_sources"].append((pk, pk, pk))

    def _points(self, pk: int, seated: list[int]) -> list[str]:
        texts = [self._sentence() for _ in range(3)]
        for order, text in enumerate(texts, start=1):
            speaker = self.chance.choice(seated)
            kind = _KINDS.pick(self.chance)
            self.rows["point"].append((self._key("point"), pk, speaker, pk, kind, text, text, order))
        return texts

    def _date(self) -> str:
        year = _YEARS.pick(self.chance)
        month = self.chance.randint(1, 6 if year == LAST_YEAR else 12)
        day, precision = self.chance.randint(1, monthrange(year, month)[1]), self.chance.random()
        if precision < 0.02:
            return f"{year}"
        return f"{year}-{month:02}" if precision < 0.08 else f"{year}-{month:02}-{day:02}"

    def _sentence(self) -> str:
        return f"{_OPENINGS.pick(self.chance)} {_MATTERS.pick(self.chance)} and {_MATTERS.pick(self.chance)}."

    def _summary(self) -> str:
        sentences = [self._sentence() for _ in range(self.chance.choice((1, 2, 2, 3)))]
        if self.chance.random() < RARE_SHARE:
            sentences.append(f"A plant for {RARE} was named.")
        return " ".join(sentences)


def _sentences(summary: str) -> list[str]:
    return summary.split(". ")
