"""The way from a pasted text to suggestions."""

import datetime
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from cooperation.models import PartialDate

from . import people, points
from .datelines import day_of_report, is_of_report
from .dating import dates_in
from .days import Dated
from .gazetteer import Gazetteer, Hit, gazetteer
from .meetings import Splitter
from .page import Page
from .seating import Segment
from .suggestions import NOTHING, Meeting, Participant, Reading, Suggestion
from .texts import Part, document_of
from .topics import Topics

# How sure a value is that is taken over from the meeting before.
DOUBTFUL = 0.6
# How long a date is that names a day.
_DAY = 10
# How many sentences about a journey are looked at ahead of a meeting.
_BACK = 3
# How far from a name its year may stand, in letters.
_BESIDE = 25
# What may stand between a preposition and a city, and behind it in Azerbaijani.
_CITY = frozenset({"the", "city", "of", "capital", "г", "город", "городе", "городу", "столице"})
_SEMICOLON = re.compile(";")
_CITY_OF = re.compile(r"(?<=\w) şəhər(?:in)?(?=d[aə]|ə)")


def read(
    text: str, *, published: str | None = None, language: str = "", known: Callable[[str], Gazetteer] = gazetteer
) -> Reading:
    """What a pasted text suggests. `published` is a partial date; `language` is found where it is not given.

    `known` gives the names that the record has for texts of one language.

    Raises `UnreadableError` where there is no text to read.
    """
    document = document_of(text, language)
    page = Page(document, known(document.language))
    published = day_of_report(page, published)
    found = people.mentions(page, published)
    splitter = Splitter(page, found)
    segments = splitter.segments()
    teller = Teller(page, splitter, published)
    meetings = tuple(teller.tell(segments))
    if meetings:
        return Reading(document, meetings)
    return Reading(document, (teller.whole(),), found=False)


class Teller:
    """Fills in the fields of each meeting."""

    def __init__(self, page: Page, splitter: Splitter, published: str | None) -> None:
        self.page = page
        self.splitter = splitter
        self.published = published
        self.topics = Topics(page, splitter)

    def tell(self, segments: list[Segment]) -> list[Meeting]:
        """The meetings of both sides; the others are told for the days that later ones count from."""
        kept = [self.splitter.both_sides(segment.participants) for segment in segments]
        meetings: list[Meeting] = []
        for segment in segments:
            before = meetings[-1] if meetings else None
            meetings.append(self._meeting(segment, before, alone=sum(kept) == 1))
        return list(itertools.compress(meetings, kept))

    def whole(self) -> Meeting:
        """What is found in a text that tells of no meeting."""
        sentences = self.splitter.body or list(self.page.document.sentences)
        segment = Segment(sentences, [])
        return replace(self._meeting(segment, None, alone=True), date=NOTHING, mode=NOTHING, title=self._headline())

    def _meeting(self, segment: Segment, before: Meeting | None, *, alone: bool) -> Meeting:
        who = self._seated(segment)
        mode = self._mode(segment, alone)
        city = self._city(segment, before, alone) if mode.value not in {"video", "phone"} else NOTHING
        topics = self.topics.of(segment, alone=alone)
        return Meeting(
            date=self._date(segment, before, alone),
            title=self._title(who, alone),
            mode=mode if mode.value or not city.value else Suggestion("in-person", city.spans, 0.7),
            city=city,
            country=self._country(city),
            participants=tuple(who),
            topics=tuple(topics),
            programs=tuple(self._programs(segment, alone)),
            events=tuple(self._events(segment, alone)),
            points=tuple(points.points_of(self.page, segment, who, self.splitter, self.published)),
        )

    def _title(self, who: list[Participant], alone: bool) -> Suggestion:
        """An English headline that names somebody; else one that says who met whom."""
        names_some = any(self.page.hits_in(part, "agency", "post", "official") for part in self.splitter.head)
        if alone and names_some and self.page.language == "en":
            return self._headline()
        sides = [[each for each in who if each.side == side] for side in ("azerbaijan", "un")]
        if not all(sides):
            return NOTHING
        first, other = (self._called(side[0]) for side in sides)
        return Suggestion(f"{first} meets {other}", confidence=0.5)

    def _called(self, who: Participant) -> str:
        if who.official:
            return self.page.known.officials[who.official].name
        if who.name and self.page.language != "ru":
            return who.name
        return self.page.known.bodies.get(who.agency or "", who.name)

    def _headline(self) -> Suggestion:
        part = next((part for part in reversed(self.page.document.paragraphs) if part.number == 0), None)
        if part is None or part.end - part.start > 300:
            return NOTHING
        # The title of a record is English; in another language it goes into that language's field.
        return Suggestion(self.page.document.headline, ((part.start, part.end),), 0.6)

    def _seated(self, segment: Segment) -> list[Participant]:
        host, guest = self._host(segment)
        roles = {host: "host", guest: "guest"} if host else {}
        return [replace(who, role=roles.get(who.side, "participant")) for who in segment.participants]

    def _host(self, segment: Segment) -> tuple[str | None, str | None]:
        """Who received whom, where the first sentence says it in that order."""
        first = next((who.side for who in segment.participants if who.side), None)
        other = {"un": "azerbaijan", "azerbaijan": "un"}.get(first or "")
        for sentence in segment.core[:1]:
            words = {self.page.words[at].folded for at in self.page.words_in(sentence)}
            if words & {"received", "receives", "принял", "приняла"} or {"qebul"} & words:
                return (first, other) if not words & {"was", "edilib", "olunub"} else (other, first)
        return None, None

    def _date(self, segment: Segment, before: Meeting | None, alone: bool) -> Suggestion:
        if dated := _closest([date for date in self._dated(segment, alone) if date.value]):
            return Suggestion(
                dated.value,
                (dated.span,),
                0.9 if dated.sure else 0.4,
                self._known_by(dated),
            )
        if counted := self._counted(segment, alone=before is None):
            return counted
        if before is None and segment.sameday and (told := self._told_before(segment)):
            return Suggestion(told.value, (told.span,), DOUBTFUL, self._known_by(told))
        if before is not None and segment.sameday:
            return replace(before.date, confidence=min(before.date.confidence, 0.8))
        if before is not None and segment.later:
            return _days_on(before.date, segment.later)
        if before is not None and segment.also:
            return replace(before.date, confidence=min(before.date.confidence, DOUBTFUL))
        return self._of_trip(segment)

    def _dated(self, segment: Segment, alone: bool) -> list[Dated]:
        """Dates by how surely they are the meeting's: where it is told, then beside it, then in the headline."""
        found: list[Dated] = []
        for sentence in segment.core:
            found += self._dates_in(sentence)
        if not any(len(date.value or "") == _DAY for date in found):
            # This week, where it is first told, and behind it on which day.
            for sentence in segment.sentences:
                if sentence not in segment.core and self._about_the_meeting(sentence):
                    found += [date for date in self._dates_in(sentence) if len(date.value or "") != 4]
        if not any(date.value for date in found):
            elsewhere = [segment.intro] if segment.intro else []
            for sentence in [*elsewhere, *(self.splitter.head if alone else [])]:
                found += self._dates_in(sentence)
        return found

    def _dates_in(self, sentence: Part) -> list[Dated]:
        found = self._in_its_clause(dates_in(self.page, sentence, self.published), sentence)
        told = self._told_until(sentence)
        return [date for date in found if date.start < told and not is_of_report(self.page, date)]

    def _told_until(self, sentence: Part) -> int:
        """Where a sentence goes on to what once was or will be: he met her and recalled her visit of May."""
        if self.page.language == "az":
            return sentence.end
        hits = self.page.hits_in(sentence, "cue")
        return next((hit.end for hit in hits if {"past", "future"} & set(hit.values)), sentence.end)

    def _in_its_clause(self, found: list[Dated], sentence: Part) -> list[Dated]:
        """The dates between the semicolons where the meeting is told."""
        ends = self._semicolons(sentence)
        told = [hit.start for name in ("met", "talk") for hit in self._cues(sentence, name)]
        clauses = {bisect_left(ends, at) for at in told}
        beside = [date for date in found if not clauses or bisect_left(ends, date.start) in clauses]
        counts = {"nextday", "daybefore"} & self.page.cues(sentence)
        return beside if beside or counts else found

    def _semicolons(self, sentence: Part) -> list[int]:
        return [match.start() for match in _SEMICOLON.finditer(self.page.text, sentence.start, sentence.end)]

    def _counted(self, segment: Segment, *, alone: bool) -> Suggestion | None:
        """The day that is counted from another that the sentence names before it: the forum of 4 May, the next day.

        That of a first meeting may stand in the sentence before.
        """
        for sentence in [*segment.core, *filter(self._about_the_meeting, segment.sentences)]:
            for days, name in ((1, "nextday"), (-1, "daybefore")):
                if (cue := self._cue(sentence, name)) and (dated := self._day_ahead(sentence, cue, alone)):
                    return _days_on(Suggestion(dated.value, (dated.span, cue.span), 0.8), days)
        return None

    def _day_ahead(self, sentence: Part, cue: Hit, alone: bool) -> Dated | None:
        """The nearest day ahead of a word that counts from it."""
        for part in [sentence, *(self._before(sentence) if alone else [])]:
            days = dates_in(self.page, part, self.published, of_others=True)
            days = [date for date in days if len(date.value or "") == _DAY]
            days = [date for date in days if date.end <= cue.start and not is_of_report(self.page, date)]
            if days:
                return max(days, key=lambda date: date.start)
        return None

    def _of_trip(self, segment: Segment) -> Suggestion:
        """The time of the journey that a meeting was a part of."""
        for sentence in self._ahead(segment):
            for dated in dates_in(self.page, sentence, self.published):
                if dated.value is not None:
                    return Suggestion(dated.value, (dated.span,), DOUBTFUL, self._known_by(dated))
        return NOTHING

    def _ahead(self, segment: Segment) -> list[Part]:
        """The sentences about a journey ahead of where a meeting is told, the nearest first."""
        first = segment.core[0].start if segment.core else 0
        behind = bisect_left(self._journeys, first, key=lambda part: part.start)
        return self._journeys[max(0, behind - _BACK) : behind][::-1]

    @cached_property
    def _journeys(self) -> list[Part]:
        return [part for part in self.splitter.body if "trip" in self.page.cues(part)]

    def _before(self, sentence: Part) -> list[Part]:
        """The sentence before another, in a list."""
        place = bisect_left(self.page.document.sentences, sentence.start, key=lambda part: part.start)
        return list(self.page.document.sentences[max(0, place - 1) : place])

    def _told_before(self, segment: Segment) -> Dated | None:
        """The day that the sentence before tells: a busy Monday; in the morning, the minister met."""
        days = [day for part in self._before(segment.core[0]) for day in self._dates_in(part)]
        return next((day for day in days if len(day.value or "") == _DAY and day.sure), None)

    def _about_the_meeting(self, sentence: Part) -> bool:
        clauses: dict[int, set[str]] = defaultdict(set)
        ends = self._semicolons(sentence)
        for hit in self.page.hits_in(sentence, "cue"):
            clauses[bisect_left(ends, hit.start)].update(hit.values)
        return any({"met", "talk"} & cues and not {"future", "past", "lastyear"} & cues for cues in clauses.values())

    def _known_by(self, dated: Dated) -> str:
        """How the date is known, as readers see it beside the date."""
        words = self.page.text[dated.start : dated.end]
        if dated.note:
            return f"“{words}”, in a report of {self.published}"
        return "" if len(dated.value or "") == _DAY else f"“{words}”"

    def _mode(self, segment: Segment, alone: bool) -> Suggestion:
        core = [*segment.core, *(self.splitter.head if alone else [])]
        for mode in ("video", "phone"):
            for sentence in core:
                if cue := self._cue(sentence, mode):
                    return Suggestion(mode, (cue.span,), 0.85)
        for sentence in core:
            if cue := self._cue(sentence, "inperson"):
                return Suggestion("in-person", (cue.span,), 0.8)
        told = [cue for sentence in segment.core for name in ("met", "talk") if (cue := self._cue(sentence, name))]
        return Suggestion("in-person", tuple(cue.span for cue in told[:1]), 0.55) if segment.core else NOTHING

    def _cue(self, sentence: Part, name: str) -> Hit | None:
        return next(iter(self._cues(sentence, name)), None)

    def _cues(self, sentence: Part, name: str) -> list[Hit]:
        return [hit for hit in self.page.hits_in(sentence, "cue") if name in hit.values]

    def _city(self, segment: Segment, before: Meeting | None, alone: bool) -> Suggestion:
        told = [s for s in segment.sentences if s not in segment.core and self._about_the_meeting(s)]
        intro = [segment.intro] if segment.intro else []
        for sentence in [*segment.core, *intro, *(self.splitter.head if alone else []), *told]:
            for hit in self.page.hits_in(sentence, "place"):
                if self._is_where(hit):
                    return Suggestion(hit.value, (hit.span,), 0.85)
        city = self._city_of_trip(segment, before)
        return city if city.value or alone else self._city_of_headline()

    def _city_of_headline(self) -> Suggestion:
        """The city that the headline of several meetings names for all of them."""
        hits = (hit for part in self.splitter.head for hit in self.page.hits_in(part, "place"))
        return next((Suggestion(hit.value, (hit.span,), 0.6) for hit in hits if self._is_where(hit)), NOTHING)

    def _city_of_trip(self, segment: Segment, before: Meeting | None) -> Suggestion:
        """The city of the journey that the text tells of ahead of the meeting, or of the meeting before on that day."""
        if before is not None and (segment.sameday or (before.city.value and self._is_journey(before.city))):
            return before.city
        for part in self._ahead(segment):
            for hit in self.page.hits_in(part, "place"):
                if self._is_where(hit):
                    return Suggestion(hit.value, (hit.span,), 0.7)
        return NOTHING

    def _is_journey(self, city: Suggestion) -> bool:
        return any("trip" in self.page.cues(self.page.sentence_at(start)) for start, _end in city.spans)

    def _is_where(self, hit: Hit) -> bool:
        """Whether a place is that of the meeting: not a part of a title, nor of the report's first line."""
        if self._in_a_title(hit):
            return False
        before = next((word.folded for word in self.page.words[hit.first - 1 :: -1] if word.folded not in _CITY), "")
        if self.page.language == "en":
            return before in {"in", "to", "visiting", "visited", "at"}
        if self.page.language == "ru":
            return before in {"в", "во", "посетил", "посетила", "посетили"}
        ending = _CITY_OF.sub("", self.page.text[hit.start : hit.end + 14].casefold())[: hit.end - hit.start + 4]
        return bool(re.search(r"(?:da|də|ya|yə|a|ə|dakı|dəki)\W", ending + " "))

    def _country(self, city: Suggestion) -> Suggestion:
        if city.value is None:
            return NOTHING
        return Suggestion(self.page.known.countries[city.value], city.spans, city.confidence)

    def _in_a_title(self, hit: Hit) -> bool:
        return hit.first in self.splitter.titled

    def _programs(self, segment: Segment, alone: bool) -> list[Suggestion]:
        spoken: dict[frozenset[str], tuple[int, int]] = {}
        for hit in self._hits(segment, alone, "program"):
            spoken.setdefault(frozenset(hit.values), hit.span)
        for kind, value, span in self._in_other_words(segment, alone):
            if kind == "program" and not any(value in values for values in spoken):
                spoken[frozenset({value})] = span
        chosen = {self._running(values): span for values, span in spoken.items()}
        return [Suggestion(value, (span,), 0.7) for value, span in chosen.items() if value]

    def _running(self, programs: frozenset[str]) -> str | None:
        """Of several programs of one name, the one that ran when the text was published."""
        if len(programs) == 1:
            return next(iter(programs))
        running = [slug for slug in sorted(programs) if self._ran(*self.page.known.periods[slug])]
        return running[0] if len(running) == 1 else None

    def _ran(self, start: PartialDate | None, end: PartialDate | None) -> bool:
        if self.published is None or start is None:
            return False
        at = PartialDate(self.published).earliest
        return start.earliest <= at and (end is None or at <= end.latest)

    def _in_other_words(self, segment: Segment, alone: bool) -> Iterator[tuple[str, str, tuple[int, int]]]:
        for part in [*segment.sentences, *(self.splitter.head if alone else [])]:
            places = self.page.words_in(part)
            words = self.page.words[places.start : places.stop]
            for (kind, value), (first, last) in self.page.known.loose.find(words, self._in_bodies(places)).items():
                yield kind, value, (words[first].start, words[last].end)

    def _in_bodies(self, places: range) -> set[str]:
        named = (at for at in places if at in self.page.named and self.page.named[at].kind in {"agency", "post"})
        return {self.page.words[at].stem for at in named}

    def _events(self, segment: Segment, alone: bool) -> list[Suggestion]:
        found: dict[str, Suggestion] = {}
        for hit in self._hits(segment, alone, "event"):
            event = None if self._in_a_title(hit) else self._which_event(hit)
            if event:
                found.setdefault(event, Suggestion(event, (hit.span,), 0.8, self._relation(hit.start, segment)))
        for kind, value, span in self._in_other_words(segment, alone):
            if kind == "event" and not any(value in hit.values for hit in self._hits(segment, alone, "event")):
                found.setdefault(value, Suggestion(value, (span,), 0.7, self._relation(span[0], segment)))
        return list(found.values())

    def _hits(self, segment: Segment, alone: bool, kind: str) -> list[Hit]:
        intro = [segment.intro] if segment.intro and segment.intro not in segment.sentences else []
        parts = [*intro, *segment.sentences, *(self.splitter.head if alone else [])]
        return [hit for part in parts for hit in self.page.hits_in(part, kind)]

    def _which_event(self, hit: Hit) -> str | None:
        """Of several events of one name, the one whose year is named beside it; a name alone tells none."""
        if len(hit.values) == 1:
            return hit.value
        beside = self.page.text[max(0, hit.start - _BESIDE) : hit.end + _BESIDE]
        starts = {slug: self.page.known.events[slug].start for slug in hit.values}
        named = [slug for slug, start in starts.items() if start and start[:4] in beside]
        return named[0] if len(named) == 1 else None

    def _relation(self, start: int, segment: Segment) -> str:
        for sentence in segment.core:
            if sentence.start <= start < sentence.end and self._cue(sentence, "sidelines"):
                return "sidelines"
        return "discussed"


def _closest(found: list[Dated]) -> Dated | None:
    """The first date, or a later one that only says it more precisely: this week, on Wednesday."""
    best = found[0] if found else None
    for date in found[1:]:
        if len(date.value) > len(best.value) and date.value.startswith(best.value):
            best = date
    return best


def _days_on(date: Suggestion, days: int) -> Suggestion:
    """The day that lies some days after another; unknown where that is no day."""
    if date.value is None or len(date.value) < _DAY:
        return NOTHING
    day = datetime.date.fromisoformat(date.value) + datetime.timedelta(days)
    return replace(date, value=day.isoformat(), confidence=min(date.confidence, 0.8))
