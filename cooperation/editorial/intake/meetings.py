"""Which meetings a text tells of: where each begins, and who sat in it."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property

from . import titles
from .gazetteer import Hit
from .page import Page
from .people import Mention
from .suggestions import Participant
from .texts import Part

_BULLET = re.compile(r"\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s")
_SPOKEN = ("said informed", "said praised", "said asked", "said proposed", "said offered")
BOTH = frozenset({"un", "azerbaijan"})
# How soon after a new name its verb must follow.
_SOON = 5
# Where all states sit: named alone, they are no one's counterpart.
_ASSEMBLIES = frozenset({"un", "unga", "unsc"})
# A sentence that names both sides tells of a meeting by these alone.
_TOLD = frozenset({"talk", "said discussed", "said agreed", "video", "phone"})
# Held with nobody that the sentence names on the other side, several meetings are announced.
_SEVERAL = {
    "en": re.compile(r"\b(?:held|holds|had|has held|conducted)\s(?:[\w-]{1,15}\s){0,5}meetings\b"),
    "az": re.compile(r"\bgörüşlər(?:i|ini)?\s(?:keçir|ol|apar)"),
    "ru": re.compile(
        r"\bпров(?:ел|ёл|ела|ели)\s(?:[\w-]{1,15}\s){0,4}(?:встречи|ряд|серию|несколько)\b"
        r"|\b(?:состоялись|прошли)\s(?:[\w-]{1,15}\s){0,2}встречи\b"
    ),
}
_POSSESSIVE = re.compile(r"['’]s?\b")


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
    participants: list[Participant] = field(default_factory=list)


class Splitter:
    """Finds the meetings of a page, given its people."""

    def __init__(self, page: Page, people: list[Mention]) -> None:
        self.page = page
        self.people = people
        self._firsts = [mention.first for mention in people]
        self._people_in: dict[Part, list[Mention]] = {}
        # The words that are parts of titles.
        self.titled = {
            at for who in people if who.title_words for at in range(who.title_words[0], who.title_words[1] + 1)
        }
        self.body = [part for part in page.document.sentences if part.number > 0]
        self.head = [part for part in page.document.sentences if part.number == 0]

    def segments(self) -> list[Segment]:
        """All meetings in the text's order, each with who took part, those with other states among them."""
        found = self._without_announcement(self._cut())
        for place, segment in enumerate(found):
            earlier = found[place - 1].participants if place else self._announced(segment)
            segment.participants = Seating(self, segment, earlier).participants()
        return found

    def _without_announcement(self, found: list[Segment]) -> list[Segment]:
        """A first sentence that has somebody meet "UN officials" only tells what the next ones tell in full."""
        if len(found) < 2 or not found[0].core:
            return found
        first = found[0].core[0]
        bodies = {hit.value for hit in self._bodies(first) if self.page.known.sides.get(hit.value) == "un"}
        if "un" in self._names_sides(first) or bodies - {"un"}:
            return found
        for segment in found[1:]:
            segment.intro = segment.intro or first
        return found[1:]

    def _announced(self, segment: Segment) -> list[Participant]:
        """Who is named where the meetings are announced."""
        if segment.intro is None:
            return []
        return Seating(self, Segment([segment.intro], [segment.intro]), []).participants()

    def both_sides(self, who: list[Participant]) -> bool:
        return {each.side for each in who} >= BOTH

    def _cut(self) -> list[Segment]:
        segments: list[Segment] = []
        before: list[Part] = []
        listing, intro = False, None
        for sentence in self.body:
            bullet = bool(_BULLET.match(self.page.text[sentence.start : sentence.start + 6]))
            if self._announces(sentence):
                intro, listing = sentence, True
                (segments[-1].sentences if segments else before).append(sentence)
                continue
            listing = listing and bullet
            if self._heads(sentence):
                intro = sentence
            told = self.tells_meeting(sentence, listed=listing and bullet, one_side=intro is not None)
            if told and not (segments and intro is None and self._tells_of_before(sentence)):
                if not segments or self._is_another(sentence, segments[-1], bullet):
                    segments.append(self._begin(sentence, before if not segments else [], intro))
                    continue
                segments[-1].core.append(sentence)
            (segments[-1].sentences if segments else before).append(sentence)
        if not segments and any(self.tells_meeting(sentence) for sentence in self.head):
            segments.append(Segment(before, [s for s in self.head if self.tells_meeting(s)]))
        return segments

    def _tells_of_before(self, sentence: Part) -> bool:
        """Whether a meeting is only told of in what somebody says, or was one of last year."""
        hits = self.page.hits_in(sentence, "cue")
        if any("lastyear" in hit.values for hit in hits):
            return True
        met = next((hit.first for hit in hits if "met" in hit.values), None)
        said = next((hit.last for hit in hits if set(hit.values) & set(_SPOKEN)), None)
        return None not in (met, said) and said < met and self._breaks(said, met)

    def _begin(self, sentence: Part, before: list[Part], intro: Part | None) -> Segment:
        cues = self.page.cues(sentence)
        later = ("nextday" in cues) - ("daybefore" in cues)
        return Segment([*before, sentence], [sentence], intro, "also" in cues, "sameday" in cues, later)

    def _heads(self, sentence: Part) -> bool:
        """Whether a line is a heading of a few words, as the days of a week are in a round-up."""
        few = len(self.page.words_in(sentence)) <= 5
        return few and not self.page.hits_in(sentence, "official", "agency", "cue") and self._opens_paragraph(sentence)

    def _opens_paragraph(self, sentence: Part) -> bool:
        return any(part.start == sentence.start for part in self.page.document.paragraphs)

    def _announces(self, sentence: Part) -> bool:
        """Whether a sentence only says that several meetings follow: their day and place may stand in it."""
        cues = self.page.cues(sentence)
        text = self.page.text[sentence.start : sentence.end].rstrip()
        if _SEVERAL[self.page.language].search(text) and "un" not in self._names_sides(sentence):
            return True
        return not cues & {"future", "past"} and (
            "series" in cues or (text.endswith(":") and bool({"met", "talk"} & cues))
        )

    def tells_meeting(self, sentence: Part, *, listed: bool = False, one_side: bool = False) -> bool:
        """Whether a sentence says that a meeting was held, rather than that one will be or once was.

        After meetings were announced it need not name both sides.
        """
        cues = self.page.cues(sentence)
        if not listed and {"future", "past"} & cues:
            return False
        if not listed and "met" not in cues:
            sides = self._names_sides(sentence)
            # Where meetings were announced, each counterpart opens a paragraph.
            if not (one_side and "un" in sides and (cues & _TOLD or self._opens_paragraph(sentence))) and not (
                cues & _TOLD and sides >= BOTH
            ):
                return False
        return bool(self.people_in(sentence) or self.page.hits_in(sentence, "agency", "post"))

    def _names_sides(self, sentence: Part) -> set[str | None]:
        return {self.page.known.sides.get(mention.agency or "") for mention in self.people_in(sentence)}

    def _is_another(self, sentence: Part, current: Segment, bullet: bool) -> bool:
        """Whether a sentence that tells of a meeting tells of one with somebody new."""
        who = {mention.key for mention in self.people_in(sentence)}
        known = {mention.key for part in current.core for mention in self.people_in(part)}
        bodies = {hit.value for hit in self._bodies(sentence)}
        known_bodies = {hit.value for part in current.core for hit in self._bodies(part)}
        cues = self.page.cues(sentence)
        if "attended" in cues and not ("met" in cues and {"also", "sameday"} & cues):
            return False
        new = (who - known) or (not who and bodies - known_bodies)
        if who and not known & who and self._fills_a_side(sentence, current):
            return False
        return bool(new) and (bullet or bool({"also", "sameday"} & cues) or sentence.number != current.core[0].number)

    def _fills_a_side(self, sentence: Part, current: Segment) -> bool:
        """Whether a sentence names people of one side alone, of which so far only a body met: who received them."""
        sides = self._names_sides(sentence)
        told = {side for part in current.core for side in self._names_sides(part)}
        bodies = {self.page.known.sides[hit.value] for part in current.core for hit in self._bodies(part)}
        return len(sides) == 1 and not told & (sides | {None}) and sides <= bodies

    def people_in(self, part: Part) -> list[Mention]:
        """Who is named in a stretch as one who may have taken part."""
        if part not in self._people_in:
            places = self.page.words_in(part)
            near = self.people[bisect_left(self._firsts, places.start) : bisect_left(self._firsts, places.stop)]
            self._people_in[part] = [mention for mention in near if not self._is_mere(mention, part)]
        return self._people_in[part]

    @cached_property
    def first_of(self) -> dict[str, tuple[Part, Mention]]:
        """The first person of each side that the body of the text names, else the headline, and where."""
        found: dict[str, tuple[Part, Mention]] = {}
        for part in [*self.body, *self.head]:
            for mention in self.people_in(part):
                side = self.page.known.sides.get(mention.agency or "")
                if side:
                    found.setdefault(side, (part, mention))
        return found

    def _is_mere(self, mention: Mention, part: Part) -> bool:
        """Whether a person is only spoken of: as whose initiative, predecessor or letter something is."""
        page = self.page
        first = (
            mention.title_words[0] if mention.title_words and mention.title_words[0] < mention.first else mention.first
        )
        for cue in page.hits_in(part, "cue"):
            if "mere" not in cue.values or self._of_delegation(cue):
                continue
            if 0 < first - cue.last <= 2 and cue.last < first and not self._breaks(cue.last, first):
                return True
            if (
                page.language == "az"
                and 0 < cue.first - mention.last <= 2
                and not self._breaks(mention.last, cue.first)
            ):
                return True
        return page.language == "en" and bool(_POSSESSIVE.match(page.text[mention.end : mention.end + 3]))

    def _of_delegation(self, cue: Hit) -> bool:
        """Who leads a delegation sits in it: a delegation under the leadership of somebody."""
        near = Part(
            self.page.words[max(0, cue.first - 4)].start,
            self.page.words[min(len(self.page.words), cue.last + 5) - 1].end,
            0,
        )
        return any("delegation" in hit.values for hit in self.page.hits_in(near, "cue"))

    def _breaks(self, first: int, last: int) -> bool:
        return any(set(",;.") & set(self.page.gap(at)) for at in range(first, last))

    def _bodies(self, part: Part) -> list[Hit]:
        return self.page.hits_in(part, "agency")


class Seating:
    """Who took part in one meeting."""

    def __init__(self, splitter: Splitter, segment: Segment, earlier: list[Participant]) -> None:
        self.splitter = splitter
        self.page = splitter.page
        self.segment = segment
        self.earlier = earlier
        self.seated: dict[str, Participant] = {}

    def participants(self) -> list[Participant]:
        self._seat_people()
        self._seat_bodies()
        self._seat_those_of_before()
        self._lend_agencies()
        return list(self.seated.values())

    def _seat_people(self) -> None:
        for sentence in self.segment.sentences:
            cues = self.page.cues(sentence)
            for mention in self.splitter.people_in(sentence):
                if sentence in self.segment.core or "attended" in cues or self._speaks(mention, sentence, cues):
                    self._seat(mention)
        if self.segment.core and self.segment.core[0].number == 0:
            for sentence in self.segment.core:
                for mention in self.splitter.people_in(sentence):
                    self._seat(mention)

    def _speaks(self, mention: Mention, sentence: Part, cues: set[str]) -> bool:
        """Whether a person is the one who says something: it is said soon after the name."""
        if not any(cue in _SPOKEN for cue in cues):
            return False
        names = [each.first for each in self.splitter.people_in(sentence)]
        return names[0] == mention.first and (self.page.language == "az" or self._verb_follows(mention, sentence))

    def _verb_follows(self, mention: Mention, sentence: Part) -> bool:
        last = max(mention.last, mention.title_words[1] if mention.title_words else 0)
        said = [hit.first for hit in self.page.hits_in(sentence, "cue") if set(hit.values) & set(_SPOKEN)]
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
                alone = sentence in self.segment.core and side not in sides and not self._is_where(hit)
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
        near = range(max(0, hit.first - 3), min(len(self.page.words), hit.last + 3))
        if any("delegation" in cue.values for cue in self._cues_near(near)):
            return True
        # Of several bodies in a row the first says it for all: representatives of UNHCR, WFP and UNICEF.
        at = bisect_left(self.page.hits, hit.start, key=lambda each: each.start)
        before = next((each for each in reversed(self.page.hits[:at]) if each.kind == "agency"), None)
        return before is not None and hit.first - before.last <= 2 and self._is_delegation(before)

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
        sides = {who.side for who in self.seated.values()}
        if self._meets_others(sides):
            return
        for side in sorted({"un", "azerbaijan"} - sides):
            known = next((who for who in self.earlier if who.side == side), None) or self._named_before(side)
            if known is not None and len(sides - {None}) == 1:
                self.seated = {known.official or known.name or f"body {known.agency}": known, **self.seated}

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
