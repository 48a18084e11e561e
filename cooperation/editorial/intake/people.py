"""The people of a text, each with the title that stands by the name, and the body that they speak for."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from cooperation.models import PartialDate

from . import nominative, titles
from .belonging import body_of
from .gazetteer import Hit
from .names import Seat, near
from .page import Page
from .tables import words
from .words import fold, skeleton, stem

_JOINED = re.compile(r"[ \-‑’'`]")
_VOWELS = re.compile(r"[aeiou]")
_AFTER_INITIAL = re.compile(r"\. ?")
_PARTICLES = frozenset(words("name particles"))
# A name that a building or a prize bears is no person in the room.
_BEARERS = frozenset(map(fold, words("called after people")))
# Roman numerals are shorter than the acronym of a body; and the record may lag behind by so many days.
_SHORTEST, _LONG = 2, 365
ALIKE, SURELY_ALIKE, COLLEAGUE = 84, 92, 62


@dataclass(frozen=True)
class Mention:
    """A person named in the text: `first` and `last` are the words of the name."""

    first: int
    last: int
    start: int
    end: int
    official: str | None
    name: str
    title: str = ""
    title_words: tuple[int, int] | None = None
    agency: str | None = None
    confidence: float = 0.9

    @property
    def key(self) -> str:
        # By its stems: a name whose case was guessed wrongly is still the same one.
        return self.official or " ".join(sorted(skeleton(stem(fold(part), "")) for part in self.name.split()))


def mentions(page: Page, published: str | None) -> list[Mention]:
    """Everyone named in the text with at least a surname, in order."""
    runs = _capital_runs(page, {at for at, hit in page.named.items() if hit.kind == "official"})
    full = _named(page, runs) + _untold(page, runs)
    full.sort(key=lambda mention: mention.first)
    kept = [mention for mention in full if mention.title or mention.official or mention.agency]
    kept = _alike_are_one(page, [_with_agency(page, mention, published) for mention in _by_initial(page, kept)])
    return sorted([*kept, *_surnames(page, kept)], key=lambda mention: mention.first)


def _named(page: Page, runs: list[tuple[int, int]]) -> list[Mention]:
    hits = [hit for hit in page.hits if hit.kind == "official" and not _is_a_bearer(page, hit)]
    taken = _words_of([(hit.first, hit.last) for hit in hits] + runs)
    seen = Counter(slug for hit in hits for slug in hit.values)
    found = []
    for hit in hits:
        title = _title(page, hit.first, hit.last, taken)
        slug = _which(page, hit, title, seen)
        found.append(_mention(page, hit.first, hit.last, slug, title))
    return found


def _is_a_bearer(page: Page, hit: Hit) -> bool:
    for at in range(hit.last + 1, min(hit.last + 3, len(page.words))):
        if page.named.get(at) is not None:
            break
        if page.words[at].folded in _BEARERS and page.words[at].capital:
            return True
    return False


def _which(page: Page, hit: Hit, title: tuple[int, int] | None, seen: Counter[str]) -> str:
    """Of several people with this name the one whose body the title names, or who is named elsewhere."""
    bodies = {name.value for name in _bodies(page, title)}
    seats = {slug: {seat.agency for seat in page.known.officials[slug].seats} for slug in hit.values}
    return max(hit.values, key=lambda slug: (bool(bodies & seats[slug]), seen[slug]))


def _title(page: Page, first: int, last: int, taken: set[int]) -> tuple[int, int] | None:
    return titles.before(page, first, taken) or titles.after(page, last, taken)


def _mention(page: Page, first: int, last: int, official: str | None, title: tuple[int, int] | None) -> Mention:
    start, end = page.words[first].start, page.words[last].end
    written = titles.text_of(page, *title) if title else ""
    name = _known_name(page, official) if official else _plain(page, first, last, title)
    return Mention(first, last, start, end, official, name, written, title)


def _known_name(page: Page, official: str) -> str:
    person = page.known.officials[official]
    return person.by_language.get(page.language) or person.name


def _words_of(stretches: list[tuple[int, int]]) -> set[int]:
    return {at for first, last in stretches for at in range(first, last + 1)}


def _untold(page: Page, runs: list[tuple[int, int]]) -> list[Mention]:
    """People whose names the record does not have, or has in another spelling."""
    taken = {at for at, hit in page.named.items() if hit.kind == "official"} | _words_of(runs)
    found = []
    for first, last in runs:
        title = _title(page, first, last, taken)
        official, score = _closest(page, first, last, title) if last > first else (None, 0)
        if official is None and last > first:
            official, score = _colleague(page, first, last, title)
        honoured = first > 0 and page.words[first - 1].folded in titles.HONORIFICS
        if official and (score >= SURELY_ALIKE or title):
            found.append(replace(_mention(page, first, last, official, title), confidence=0.7))
        elif last > first and (title or honoured):
            body = None if title else body_of(page, first, last)
            found.append(replace(_mention(page, first, last, None, title), agency=body, confidence=0.6))
        elif last > first and (body := body_of(page, first, last)):
            found.append(replace(_mention(page, first, last, None, None), agency=body, confidence=0.6))
    return found


def _capital_runs(page: Page, taken: set[int]) -> list[tuple[int, int]]:
    """Words that may be a name: two to five capitals in a row that are nothing else."""
    runs: list[tuple[int, int]] = []
    run: list[int] = []
    for at in range(len(page.words)):
        if run and not _joins(page, at - 1):
            _close(page, runs, run)
        if at in taken or not _may_be_name(page, at, bool(run)):
            _close(page, runs, run)
        else:
            run.append(at)
    _close(page, runs, run)
    return runs


def _joins(page: Page, at: int) -> bool:
    gap = page.gap(at)
    return bool(_JOINED.fullmatch(gap)) or (len(page.words[at].surface) == 1 and bool(_AFTER_INITIAL.fullmatch(gap)))


def _close(page: Page, runs: list[tuple[int, int]], run: list[int]) -> None:
    while run and not page.words[run[-1]].capital:
        run.pop()
    if 2 <= len(run) <= 5:
        runs.append((run[0], run[-1]))
    run.clear()


def _may_be_name(page: Page, at: int, begun: bool) -> bool:
    word = page.words[at]
    if page.named.get(at) is not None or word.folded in titles.HONORIFICS or titles.is_head(page, at):
        return False
    if begun and word.folded in _PARTICLES:
        return True
    vocabulary = word.stem in page.known.title_stems
    return (
        word.capital and word.surface[0].isalpha() and not vocabulary and not (word.shouted and len(word.surface) > 3)
    )


def _closest(page: Page, first: int, last: int, title: tuple[int, int] | None) -> tuple[str | None, float]:
    """The official whose name is spelled most like these words, as they stand or in the nominative."""
    forms = dict.fromkeys((_plain(page, first, last, None), _plain(page, first, last, title)))
    return max((_nearest(page, form) for form in forms), key=lambda found: found[1])


def _nearest(page: Page, name: str) -> tuple[str | None, float]:
    written = " ".join(skeleton(part) for part in re.split(r"[\s-]+", name))
    choices = page.known.skeletons.get(written[:1], [])
    best = process.extractOne(written, [text for text, _slug in choices], scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None:
        return None, 0
    known, score, place = best
    # Brothers have a surname in common: the given names must be alike too.
    given = fuzz.ratio(written.split()[0], known.split()[0])
    surname = max(_alike(written.split()[-1], known.split()[-1]), _double(written.split(), known.split()))
    return (choices[place][1], score) if min(given, surname) >= 75 and len(written) > 4 else (None, 0)


def _alike(one: str, other: str) -> float:
    """How alike two surnames are; vowels go astray between alphabets."""
    consonants = fuzz.ratio(_VOWELS.sub("", one), _VOWELS.sub("", other)) if len(one) > 4 else 0
    return max(fuzz.ratio(one, other), consonants)


def _double(written: list[str], known: list[str]) -> float:
    """How alike two double surnames are."""
    return fuzz.ratio(" ".join(written[1:]), " ".join(known[1:])) if len(written) == len(known) > 2 else 0


def _colleague(page: Page, first: int, last: int, title: tuple[int, int] | None) -> tuple[str | None, float]:
    """The official of the body in the title whose name is alike enough, given that: scripts spell very freely."""
    bodies = {hit.value for hit in _bodies(page, title)} - {"un"}
    written = [skeleton(part) for part in re.split(r"[\s-]+", _plain(page, first, last, title))]
    best: tuple[str | None, float] = (None, 0)
    for slug in sorted({slug for body in bodies for slug in page.known.seated_at[body]}):
        if page.known.officials[slug].by_language.get(page.language) and page.language != "en":
            # The record spells the name as this language does: it need not be guessed from another.
            continue
        for name in page.known.officials[slug].names:
            parts = [skeleton(part) for part in re.split(r"[\s-]+", name)]
            surname = max(fuzz.ratio(written[-1], parts[-1]), _double(written, parts))
            score = min(fuzz.ratio(written[0], parts[0]), surname) if len(parts) > 1 else 0
            best = max(best, (slug, score), key=lambda pair: pair[1])
    return best if best[1] >= COLLEAGUE else (None, 0)


def _bodies(page: Page, title: tuple[int, int] | None) -> list[Hit]:
    """The bodies and posts that a title names, in order."""
    if title is None:
        return []
    places = range(title[0], title[1] + 1)
    found = {page.named[at].start: page.named[at] for at in places if at in page.named}
    return [page.known.body_of(hit) for hit in found.values() if hit.kind in {"agency", "post"} or _presides(page, hit)]


def _presides(page: Page, hit: Hit) -> bool:
    """Whether a title names an event that a body is called after: the presidency of COP29."""
    return hit.kind == "event" and hit.value in page.known.presidencies


def _with_agency(page: Page, mention: Mention, published: str | None) -> Mention:
    if mention.agency:
        return mention
    named = [hit.value for hit in _bodies(page, mention.title_words)]
    own = [seat.agency for seat in page.known.officials[mention.official].seats] if mention.official else []
    if own and {page.known.sides[agency] for agency in named}.isdisjoint(page.known.sides[agency] for agency in own):
        # Who represents Azerbaijan at a body of the UN names that body.
        named = []
    # The UN stands in titles of all its bodies; by itself it is that of its Secretary-General and his deputies.
    its_own = "un" in own or (not own and titles.is_of_secretariat(page, mention.title_words))
    offices = [agency for agency in named if agency != "un" or its_own]
    own_one = None if _is_elsewhere(page, mention, published) else _held(page, mention.official, published)
    agency = next(iter(offices), None) or own_one or next(iter(named), None)
    return replace(mention, agency=agency or _called_before(page, mention))


def _is_elsewhere(page: Page, mention: Mention, published: str | None) -> bool:
    """Whether the title of an official is one at another body than the record knows: president of the ICRC."""
    if mention.title_words is None or mention.official is None:
        return False
    first, last = mention.title_words
    if any(_is_strange(page, at) for at in range(first, last + 1)):
        return True
    held = [seat for seat in page.known.officials[mention.official].seats if seat.start != seat.end]
    return bool(held and published) and all(_is_over(seat, published) for seat in held)


def _is_strange(page: Page, at: int) -> bool:
    word = page.words[at]
    return word.shouted and len(word.surface) > _SHORTEST and word.surface.isalpha() and at not in page.named


def _is_over(seat: Seat, day: str) -> bool:
    return seat.end is not None and (PartialDate(day).earliest - seat.end.latest).days > _LONG


def _called_before(page: Page, mention: Mention) -> str | None:
    """The body that a title means without its name, the Agency, deputy minister: the last such named before it."""
    if mention.title_words is None:
        return None
    if titles.is_of_secretariat(page, mention.title_words):
        return "un"
    kinds = titles.kinds_of_body(page, *mention.title_words)
    before = bisect_left(page.hits, page.words[mention.title_words[0]].start, key=lambda hit: hit.start)
    bodies = (hit.value for hit in reversed(page.hits[:before]) if hit.kind in {"agency", "post"})
    return next((body for body in bodies if kinds & page.known.words_of_body[body]), None) if kinds else None


def _held(page: Page, official: str | None, day: str | None) -> str | None:
    """The body that an official spoke for at the time, as far as the record knows."""
    seats = page.known.officials[official].seats if official else []
    if not seats:
        return None
    return min(seats, key=lambda seat: near(seat.start, seat.end, day)).agency


def _by_initial(page: Page, found: list[Mention]) -> list[Mention]:
    """Who is named by an initial after a full name of that surname is the same person."""
    full: dict[tuple[str, str], Mention] = {}
    told = []
    for mention in found:
        first, last = page.words[mention.first], page.words[mention.last]
        known = full.get((first.folded[0], last.stem))
        if mention.official is None and len(first.surface) <= 2 and known is not None:
            mention = replace(mention, official=known.official, name=known.name, title=known.title)
        elif len(first.surface) > 2:
            full.setdefault((first.folded[0], last.stem), mention)
        told.append(mention)
    return told


def _alike_are_one(page: Page, found: list[Mention]) -> list[Mention]:
    """Who is named again has the title and the body of the first time."""
    first: dict[str, Mention] = {}
    for mention in found:
        known = first.get(mention.key)
        if known is None or (mention.title and (not known.title or _says_more(page, mention, known))):
            first[mention.key] = mention
    return [
        replace(mention, title=mention.title or first[mention.key].title, agency=first[mention.key].agency)
        for mention in found
    ]


def _says_more(page: Page, mention: Mention, known: Mention) -> bool:
    """Whether a title names a body and the one before it, as in a headline, does not."""
    return bool(_bodies(page, mention.title_words)) and not _bodies(page, known.title_words)


def _surnames(page: Page, people: list[Mention]) -> list[Mention]:
    """Later mentions by surname alone."""
    taken = {at for mention in people for at in range(mention.first, mention.last + 1)}
    by_surname: dict[str, Mention] = {}
    for mention in people:
        by_surname.setdefault(page.words[mention.last].stem, mention)
    return [
        replace(by_surname[word.stem], first=at, last=at, start=word.start, end=word.end)
        for at, word in enumerate(page.words)
        if word.stem in by_surname and word.capital and at not in taken and page.named.get(at) is None
    ]


def _plain(page: Page, first: int, last: int, title: tuple[int, int] | None) -> str:
    """A name that the record does not have, in the nominative as far as the language shows it."""
    written = page.text[page.words[first].start : page.words[last].end]
    if page.language == "az":
        return written if _stays(page, last) else nominative.azerbaijani(written, page.surfaces)
    return nominative.russian(written, _case(page, first, title)) if page.language == "ru" else written


def _stays(page: Page, last: int) -> bool:
    """Whether an Azerbaijani name stands where none takes an ending: before "with" or "by"."""
    return last + 1 < len(page.words) and page.words[last + 1].folded in {"ile", "terefinden"}


def _case(page: Page, first: int, title: tuple[int, int] | None) -> str:
    """The case of a Russian name: that of its title, else of what stands before it."""
    if title is None:
        return nominative.case_of_honorific(page.words[first - 1].surface.casefold()) if first else ""
    places = range(title[0], title[1] + 1)
    written = {at: page.words[at].surface.casefold() for at in places}
    acting = (word for word in written.values() if word.startswith("исполня"))
    # Of a double head, координатором-резидентом, премьер-министром, the last bends in all.
    heads = (written[at] for at in places if titles.is_head(page, at) and not _is_doubled(page, at))
    return nominative.case_of_head(next(acting, None) or next(heads, ""))


def _is_doubled(page: Page, at: int) -> bool:
    return page.gap(at) == "-" and titles.is_head(page, at + 1)
