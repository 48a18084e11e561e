"""Which meetings a text tells of, and where each begins."""

import re
from bisect import bisect_left
from functools import cached_property

from . import titles
from .datelines import is_line_of_report
from .gazetteer import Hit
from .page import Page
from .people import Mention
from .seating import SPOKEN, Seating, Segment
from .suggestions import Participant
from .texts import Part

_BULLET = re.compile(r"\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s")
BOTH = frozenset({"un", "azerbaijan"})
_ABOUT = frozenset({"о", "об", "about", "of"})
# A sentence that names both sides tells of a meeting by these alone.
_TOLD = frozenset({"talk", "said discussed", "said agreed"})
# Held with nobody that the sentence names on the other side, several meetings are announced.
_SEVERAL = {
    "en": re.compile(r"\b(?:held|holds|had|has held|conducted)\s(?:[\w-]{1,15}\s){0,5}meetings\b"),
    "az": re.compile(r"\bgörüşlər(?:i|ini)?\s(?:keçir|ol|apar)"),
    "ru": re.compile(
        r"\bпров(?:ел|ёл|ела|ели)\s(?:[\w-]{1,15}\s){0,4}(?:встречи|ряд|серию|несколько)\b"
        r"|\b(?:состоялись|прошли)\s(?:[\w-]{1,15}\s){0,2}встречи\b"
    ),
}
# How many words the one who recalls a meeting takes at the end of a sentence.
_CLOSING = 4
# Where a sentence goes on to a second meeting: with A, and then with B.
_THEN = {
    "en": re.compile(
        r",?\s(?:and|before|followed by)\s(?:then|later|afterwards|separately|subsequently|\w+\s(?:talks|meeting))?"
        r"[^.;,]{0,25}?\b(?=with\s)"
    ),
    "az": re.compile(r",\s(?=(?:ardınca|daha sonra|sonra|sonda|\S+-d[aə])(?:\sisə)?\s)"),
    "ru": re.compile(r",?\s(?:а|и|затем|потом)\s[^.;,]{0,30}?(?=с[о]?\s)"),
}
_SEQUENCE = re.compile(
    r"\b(?:then|later|afterwards|separately|subsequently|followed|ardınca|sonra|sonda|затем|потом|позже|отдельно|после)\b"
)
# What several meetings are called where it is told who sat in each of them.
_OF_ALL = {
    "en": re.compile(r"\bmeetings\b"),
    "az": re.compile(r"\bgörüşlərdə|\bhər iki görüşdə", re.I),
    "ru": re.compile(r"\b(?:во?|на) (?:обеих )?встречах", re.I),
}
# A sentence of more letters is none.
_LONGEST = 1000
_DIGITS = re.compile(r"\b\d{1,2}\b")
_POSSESSIVE = re.compile(r"['’]s?\b")


class Splitter:
    """Finds the meetings of a page, given its people."""

    def __init__(self, page: Page, people: list[Mention]) -> None:
        self.page = page
        self.people = people
        self._firsts = [mention.first for mention in people]
        self._people_in: dict[Part, list[Mention]] = {}
        self._called: dict[frozenset[str], list[Mention]] = {}
        # The words that are parts of titles.
        self.titled = {
            at for who in people if who.title_words for at in range(who.title_words[0], who.title_words[1] + 1)
        }
        # The halves of sentences that tell of two meetings; the second begins another.
        self.halves: dict[Part, bool] = {}
        sentences = (part for part in page.document.sentences if part.number > 0)
        self.body = [part for sentence in sentences for part in self._halved(sentence)]
        self.head = [part for part in page.document.sentences if part.number == 0]

    def _halved(self, sentence: Part) -> list[Part]:
        """A sentence, or its halves where it has one side meet first this and then that counterpart."""
        if "met" not in self.page.cues(sentence) or sentence.end - sentence.start > _LONGEST:
            return [sentence]
        for then in _THEN[self.page.language].finditer(self.page.text, sentence.start, sentence.end):
            cut, number = then.start(), sentence.number
            halves = [Part(sentence.start, cut, number), Part(cut, sentence.end, number)]
            guests = [
                {who.key for who in self.people_in(half) if self.page.known.sides.get(who.agency or "") == "un"}
                for half in halves
            ]
            if all(guests) and not guests[0] & guests[1] and self._in_sequence(*halves):
                self.halves.update({halves[0]: False, halves[1]: True})
                return halves
        return [sentence]

    def _in_sequence(self, first: Part, second: Part) -> bool:
        """Whether a second half is told as another time: by a word for it, or by a day of its own."""
        words = self.page.text[second.start : self.people_in(second)[0].start]
        return bool(_SEQUENCE.search(words)) or bool(_DIGITS.search(words) and _DIGITS.search(
            self.page.text[first.start : first.end]))  # fmt: skip

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
        hits = (hit for part in found[0].core for hit in self._bodies(part))
        bodies = {hit.value for hit in hits if self.page.known.sides.get(hit.value) == "un"}
        if any("un" in self._names_sides(part) for part in found[0].core) or bodies - {"un"}:
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
        said = next((hit.last for hit in hits if set(hit.values) & set(SPOKEN)), None)
        told = (hit.first for cue in ("met", "talk") for hit in hits if cue in hit.values)
        met = next(told, None)
        if said is None or met is None or said > met:
            return False
        return self._breaks(said, met) or self.page.words[met - 1].folded in _ABOUT

    def _begin(self, sentence: Part, before: list[Part], intro: Part | None) -> Segment:
        cues = self.page.cues(sentence)
        later = ("nextday" in cues) - ("daybefore" in cues)
        half = self.halves.get(sentence, False)
        also = half or "also" in cues
        return Segment([*before, sentence], [sentence], intro, also, "sameday" in cues, later, half=half)

    def _heads(self, sentence: Part) -> bool:
        """Whether a line is a heading of a few words, as the days of a week are in a round-up."""
        return len(self._headings) > 1 and sentence in self._headings

    @cached_property
    def _headings(self) -> frozenset[Part]:
        return frozenset(part for part in self.body if self._is_heading(part))

    def _is_heading(self, sentence: Part) -> bool:
        page, few = self.page, len(self.page.words_in(sentence)) <= 5
        if not few or page.hits_in(sentence, "official", "agency", "cue"):
            return False
        return self._opens_paragraph(sentence) and not is_line_of_report(page, sentence)

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
        if sentence in self.halves:
            return True
        cues = self.page.cues(sentence)
        if not listed and {"future", "past"} & cues and not self._told_first(sentence):
            return False
        if not listed and "met" not in cues:
            sides = self._names_sides(sentence)
            # Where meetings were announced, each counterpart opens a paragraph.
            if not (one_side and "un" in sides and (cues & _TOLD or self._opens_paragraph(sentence))) and not (
                cues & _TOLD and (sides >= BOTH or ("un" in sides and self._says_the_minister(sentence)))
            ):
                return False
        return bool(self.people_in(sentence) or self.page.hits_in(sentence, "agency", "post"))

    def _told_first(self, sentence: Part) -> bool:
        """Whether a meeting is told ahead of what will be or once was: he received Ms Berg, who will visit Ganja."""
        page, places = self.page, self.page.words_in(sentence)
        hits = page.hits_in(sentence, "cue")
        other = [hit for hit in hits if {"future", "past"} & set(hit.values)]
        met = page.told_at(hits)
        if met is None or met >= min(hit.first for hit in other):
            return False
        # He met her last spring, the minister recalled.
        return not any(
            "past" in hit.values and hit.last >= places.stop - _CLOSING and self._breaks(met, hit.first)
            for hit in other
        )

    def _says_the_minister(self, sentence: Part) -> bool:
        """Whether a paragraph opens with what the minister, called by his post alone, discussed with somebody."""
        if "said discussed" not in self.page.cues(sentence):
            return False
        places = [at for at in self.page.words_in(sentence) if at not in self.titled]
        return self._opens_paragraph(sentence) and any(titles.is_minister(self.page, at) for at in places)

    def _names_sides(self, sentence: Part) -> set[str | None]:
        return {self.page.known.sides.get(mention.agency or "") for mention in self.people_in(sentence)}

    def _told_in(self, segment: Segment) -> tuple[set[str], set[str]]:
        """The people and the bodies that are named where a meeting is told; each sentence is looked at once."""
        for part in segment.core[segment.looked_at :]:
            named = self.people_in(part)
            segment.people.update(mention.key for mention in named)
            segment.bodies.update(hit.value for hit in self.page.hits_in(part, "agency", "post"))
            segment.bodies.update(mention.agency for mention in named if mention.agency)
        segment.looked_at = len(segment.core)
        return segment.people, segment.bodies

    @cached_property
    def _first_of_key(self) -> dict[str, int]:
        """Where each person is named first."""
        return {mention.key: mention.start for mention in reversed(self.people)}

    @cached_property
    def first_place(self) -> dict[str, int]:
        """Where each name stands first."""
        return {mention.name: mention.start for mention in reversed(self.people)}

    @cached_property
    def of_all(self) -> list[Mention]:
        """Who is said to have sat in several meetings."""
        text = self.page.text
        several = (part for part in self.body if _OF_ALL[self.page.language].search(text, part.start, part.end))
        return [who for part in several if "attended" in self.page.cues(part) for who in self.people_in(part)]

    def last_called(self, post: frozenset[str], before: int) -> Mention | None:
        """The last one named ahead of a place whose title has the words of a post."""
        if post not in self._called:
            titled = (who for who in self.people if who.title_words)
            self._called[post] = [who for who in titled if post <= self._words_of_title(who)]
        ahead = bisect_left(self._called[post], before, key=lambda who: who.last)
        return self._called[post][ahead - 1] if ahead else None

    def _words_of_title(self, who: Mention) -> set[str]:
        return {self.page.words[at].stem for at in range(who.title_words[0], who.title_words[1] + 1)}

    def _is_another(self, sentence: Part, current: Segment, bullet: bool) -> bool:
        """Whether a sentence that tells of a meeting tells of one with somebody new."""
        if self.halves.get(sentence):
            return True
        who = {mention.key for mention in self.people_in(sentence)}
        known, known_bodies = self._told_in(current)
        if who & known:
            # Who was named before they met is no new counterpart.
            who -= {key for key in who - known if self._first_of_key[key] < current.core[0].start}
        bodies = {hit.value for hit in self._bodies(sentence)}
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
                and not self._received_by(cue)
                and 0 < cue.first - mention.last <= 2
                and not self._breaks(mention.last, cue.first)
            ):
                return True
        return page.language == "en" and bool(_POSSESSIVE.match(page.text[mention.end : mention.end + 3]))

    def _received_by(self, cue: Hit) -> bool:
        """Whether the one by whom something is done receives: tərəfindən qəbul edilib."""
        return cue.last + 1 < len(self.page.words) and self.page.words[cue.last + 1].folded == "qebul"

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
