"""Who took part in one meeting."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from . import titles
from .gazetteer import Hit
from .people import Mention
from .suggestions import Participant
from .texts import Part

if TYPE_CHECKING:
    from .meetings import Splitter

SPOKEN = ("said informed", "said praised", "said asked", "said proposed", "said offered")
# How soon after a new name its verb must follow.
_SOON = 5
# Where all states sit: named alone, they are no one's counterpart.
_ASSEMBLIES = frozenset({"un", "unga", "unsc"})


@dataclass
class Segment:
    """A stretch of sentences about one meeting; `core` are those that say that it was held."""

    sentences: list[Part]
    core: list[Part]
    intro: Part | None = None
    also: bool = False
    sameday: bool = False
    # How many days after the meeting before it, where the text counts from that.
    later: int = 0
    # Told in one sentence with the meeting before: what follows tells of both.
    half: bool = False
    # Who and what is named in the core, as far as it was looked at.
    people: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    looked_at: int = 0
    participants: list[Participant] = field(default_factory=list)


class Seating:
    """Who took part in one meeting."""

    def __init__(self, splitter: "Splitter", segment: Segment, earlier: list[Participant]) -> None:
        self.splitter = splitter
        self.page = splitter.page
        self.segment = segment
        self.earlier = earlier
        self.seated: dict[str, Participant] = {}

    def participants(self) -> list[Participant]:
        self._seat_people()
        self._seat_those_called_by_title()
        self._seat_those_of_all()
        self._seat_bodies()
        self._seat_those_of_before()
        self._lend_agencies()
        return list(self.seated.values())

    def _seat_people(self) -> None:
        for sentence in self.segment.sentences:
            cues = self.page.cues(sentence)
            for mention in self.splitter.people_in(sentence):
                if self.segment.half and self._is_guest_of_before(mention):
                    continue
                if sentence in self.segment.core or "attended" in cues or self._speaks(mention, sentence, cues):
                    self._seat(mention)
        if self.segment.core and self.segment.core[0].number == 0:
            for sentence in self.segment.core:
                for mention in self.splitter.people_in(sentence):
                    self._seat(mention)

    def _is_guest_of_before(self, mention: Mention) -> bool:
        return any(who.side == "un" and who.name == mention.name for who in self.earlier)

    def _seat_those_called_by_title(self) -> None:
        """The deputy minister, named ahead, who is called by his post alone where it is told whom he met."""
        page = self.page
        for sentence in self.segment.core:
            for places in titles.bare_posts(page, page.words_in(sentence), self.splitter.titled):
                known = self.splitter.last_called(frozenset(page.words[at].stem for at in places), places.start)
                if known and page.known.sides.get(known.agency or "") == "azerbaijan":
                    self._seat_first(known)

    def _seat_those_of_all(self) -> None:
        """Who is said to have sat in several meetings, in each: both meetings were attended by his deputy."""
        for mention in self.splitter.of_all:
            self._seat(mention)

    def _seat_first(self, mention: Mention) -> None:
        if mention.key not in self.seated:
            self.seated = {mention.key: self._participant(mention), **self.seated}

    def _speaks(self, mention: Mention, sentence: Part, cues: set[str]) -> bool:
        """Whether a person is the one who says something: it is said soon after the name."""
        if not any(cue in SPOKEN for cue in cues):
            return False
        names = [each.first for each in self.splitter.people_in(sentence)]
        return names[0] == mention.first and (self.page.language == "az" or self._verb_follows(mention, sentence))

    def _verb_follows(self, mention: Mention, sentence: Part) -> bool:
        last = max(mention.last, mention.title_words[1] if mention.title_words else 0)
        said = [hit.first for hit in self.page.hits_in(sentence, "cue") if set(hit.values) & set(SPOKEN)]
        return any(0 < first - last <= _SOON for first in said)

    def _seat(self, mention: Mention) -> None:
        known = self.seated.get(mention.key)
        span = (mention.start, mention.end)
        if known is not None:
            if span not in known.spans:
                self.seated[mention.key] = _with_span(known, span)
            return
        self.seated[mention.key] = self._participant(mention)

    def _participant(self, mention: Mention) -> Participant:
        return Participant(
            mention.agency, self.page.known.sides.get(mention.agency or ""), mention.official, mention.name,
            title=mention.title,
            spans=((mention.start, mention.end),), title_spans=self._title_span(mention), confidence=mention.confidence,
        )  # fmt: skip

    def _title_span(self, mention: Mention) -> tuple[tuple[int, int], ...]:
        if mention.title_words is None:
            return ()
        first, last = mention.title_words
        return ((self.page.words[first].start, self.page.words[last].end),)

    def _seat_bodies(self) -> None:
        """Bodies without a named person: delegations, and those that the sentence itself has meet."""
        spoken_for = {who.agency for who in self.seated.values()}
        for sentence in self._where_bodies_sit():
            sides = {who.side for who in self.seated.values()}
            for hit in self.page.hits_in(sentence, "agency", "post"):
                side = self.page.known.sides.get(hit.value)
                if hit.value in spoken_for or self._in_title(hit) or self._merely_named(hit, sentence):
                    continue
                if sentence not in self.segment.core and hit.value in _ASSEMBLIES:
                    continue
                # At a ministry of Azerbaijan one is received by it; at a body of the UN a meeting only takes place.
                is_where = side != "azerbaijan" and self._is_where(hit)
                alone = sentence in self.segment.core and side not in sides and not is_where
                if self._is_delegation(hit) or alone:
                    self._seat_body(hit, side)
                    spoken_for.add(hit.value)

    def _where_bodies_sit(self) -> list[Part]:
        attended = [part for part in self.segment.sentences if "attended" in self.page.cues(part)]
        return [*self.segment.core, *(part for part in attended if part not in self.segment.core)]

    def _in_title(self, hit: Hit) -> bool:
        return not self.splitter.titled.isdisjoint(range(hit.first, hit.last + 1))

    def _merely_named(self, hit: Hit, sentence: Part) -> bool:
        """Whether a body is spoken of only: behind what the talk was about."""
        places = self.page.hits_in(sentence, "cue")
        about = [cue.first for cue in places if "said discussed" in cue.values and "met" not in cue.values]
        return bool(about) and self.page.language != "az" and hit.first > about[0] and len(self.seated) > 1

    def _is_where(self, hit: Hit) -> bool:
        """Whether a body only says at what the meeting was held: on the sidelines of the General Assembly."""
        if hit.value in _ASSEMBLIES:
            return True
        near = self._cues_near(range(max(0, hit.first - 4), hit.last + 3))
        return any("sidelines" in cue.values for cue in near)

    def _is_delegation(self, hit: Hit) -> bool:
        behind = 4 if self.page.language == "az" else 3
        near = range(max(0, hit.first - 3), min(len(self.page.words), hit.last + behind))
        if any("delegation" in cue.values for cue in self._cues_near(near)):
            return True
        # Of several bodies in a row the first says it for all, representatives of UNHCR, WFP and UNICEF; in
        # Azerbaijani the last one.
        at = bisect_left(self.page.hits, hit.start, key=lambda each: each.start)
        others = self.page.hits[at + 1 :] if self.page.language == "az" else reversed(self.page.hits[:at])
        beside = next((each for each in others if each.kind == "agency"), None)
        if beside is None:
            return False
        first, last = sorted((hit, beside), key=lambda each: each.first)
        return last.first - first.last <= 2 and self._is_delegation(beside)

    def _cues_near(self, near: range) -> list[Hit]:
        last = min(near.stop, len(self.page.words)) - 1
        part = Part(self.page.words[near.start].start, self.page.words[last].end, 0)
        return self.page.hits_in(part, "cue")

    def _seat_body(self, hit: Hit, side: str | None) -> None:
        first, last = hit.first, hit.last
        title = self._head_of_post(hit)
        known = self._of_before(hit.value) if hit.kind == "post" or self._is_headed(hit) else None
        if known is not None:
            self.seated[known.official or known.name] = known
            return
        self.seated[f"body {hit.value}"] = Participant(
            hit.value, side, title=title, spans=((self.page.words[first].start, self.page.words[last].end),),
            confidence=0.7,
        )  # fmt: skip

    def _of_before(self, agency: str) -> Participant | None:
        return next((who for who in self.earlier if who.agency == agency and who.is_person), None)

    def _is_headed(self, hit: Hit) -> bool:
        """Whether the name of a body stands for its head: the head of the ministry."""
        near = [at for at in (hit.first - 1, hit.last + 1) if 0 <= at < len(self.page.words)]
        return any(titles.is_head(self.page, at) for at in near)

    def _head_of_post(self, hit: Hit) -> str:
        return titles.text_of(self.page, hit.first, hit.last) if hit.kind == "post" else ""

    def _lend_agencies(self) -> None:
        """A deputy without a body is the deputy of who sits there as its minister."""
        for key, who in self.seated.items():
            if who.agency is None and who.title:
                lenders = [each for each in self.seated.values() if each.side == "azerbaijan" and each.is_person]
                if titles.is_deputy(who.title, self.page.language) and len(lenders) == 1:
                    lent = lenders[0]
                    self.seated[key] = replace(who, agency=lent.agency, side=lent.side, confidence=0.5)

    def _seat_those_of_before(self) -> None:
        """The side that a following meeting does not name again is that of the meeting before, its first person."""
        # Who only sat in does not stand for the one who is not named again.
        sides = {who.side for who in self.seated.values() if self._is_told(who)}
        if self._meets_others(sides):
            return
        for side in sorted({"un", "azerbaijan"} - sides):
            earlier = [who for who in self.earlier if who.side == side]
            known = min(earlier, key=self._place_of_name, default=None) or self._named_before(side)
            if known is not None and len(sides - {None}) == 1:
                self.seated = {known.official or known.name or f"body {known.agency}": known, **self.seated}

    def _is_told(self, who: Participant) -> bool:
        """Whether somebody is named where the meeting itself is told, or a body takes part."""
        return not who.is_person or any(
            part.start <= start < part.end for start, _end in who.spans for part in self.segment.core
        )

    def _place_of_name(self, who: Participant) -> int:
        """Where the text first names somebody who sat in the meeting before: its head is named ahead of the others."""
        return self.splitter.first_place.get(who.name, min(who.spans)[0])

    def _meets_others(self, sides: set[str | None]) -> bool:
        """Whether the one whom Azerbaijan meets is named, and of no body of the record: of another state."""
        told = {mention.key for part in self.segment.core for mention in self.splitter.people_in(part) if mention.title}
        return "un" not in sides and any(key in told and who.agency is None for key, who in self.seated.items())

    def _named_before(self, side: str) -> Participant | None:
        """The first person of a side that the text names: ahead, where the sentence itself says the minister."""
        part, mention = self.splitter.first_of.get(side, (None, None))
        if mention is None or not self.segment.core or part.start >= self.segment.core[0].start:
            return None
        return self._participant(mention)


def _with_span(who: Participant, span: tuple[int, int]) -> Participant:
    return replace(who, spans=(*who.spans, span))
