"""What people are called by their posts: where a title begins and ends, and its nominative."""

import itertools
import re
from collections.abc import Iterable, Iterator

from .page import Page
from .tables import table, words
from .words import fold, stem, words_of

_HEADS = table("vocabulary")["title heads"]
_JOINERS = table("vocabulary")["title joiners"]
_MODIFIERS = table("vocabulary")["title modifiers"]
HONORIFICS = frozenset(map(fold, words("honorifics")))
# A title goes on over these, and over a comma only where another title follows.
_OPEN_GAP = re.compile(r"[\s\-'’ʼ`‑–\"“”«»()/&]*+(?:\w{1,4}[\s\-'’ʼ`‑–\"“”«»()/&]*+)?")
_COMMA = re.compile(r"\s*+(?:\w{1,4})?[)\"”»]?\s*+[,;]\s*+")
_FULL_STOP = re.compile(r"[.!?:\n]")
LONGEST = 28
# Words that may stand between a head and a name without being known from other titles: in the genitive or behind "of".
_COMPLEMENT = {
    "en": re.compile(r"^[a-z-]{2,20}(?<!ed)(?<!id)(?<!ith)$"),
    "az": re.compile(r"^[^\W\d_A-ZƏÖÜĞÇŞİ]\w{2,20}(?:nın|nin|nun|nün|ın|in|un|ün)$"),
    "ru": re.compile(
        r"^[А-ЯЁ]?[а-яё-]{2,25}(?:а|я|ы|и|у|ю|ой|ей|ого|его|ом|ем|ам|ям|ов|ев|ых|их|ий|ости|ии|ия|ций|ок|ек"
        r"|грамм|услуг|реформ|стран|дел|средств|систем)$"
    ),
}
_AND = {"en": "and", "az": "ve", "ru": "и"}
_THEN = frozenset({"then", "now", "currently", "тогда", "ныне"})
_CHIEFS = frozenset({("secretary", "general"), ("bas", "katib"), ("генеральн", "секретар")})
_OF = frozenset({"of", "for", "on"})
_FARTHEST = 9


def _stems(forms: Iterable[str], language: str) -> frozenset[str]:
    return frozenset(stem(fold(form), language) for form in forms)


_NEW = {
    "en": _stems(["new", "newly", "appointed"], "en"),
    "az": _stems(["yeni", "təyin", "olunmuş"], "az"),
    "ru": _stems(["новый", "новая", "вновь", "назначенный", "назначенная", "азербайджанский"], "ru"),
}
_DEPUTIES = {
    "en": _stems(["deputy"], "en"),
    "az": _stems(["müavin"], "az"),
    "ru": _stems(["заместитель", "замминистра", "зампред"], "ru"),
}
_HEAD_STEMS = {language: _stems(forms, language) for language, forms in _HEADS.items()}
_MODIFIER_STEMS = {language: _stems(forms, language) for language, forms in _MODIFIERS.items()}
_BARE_HEADS = frozenset({"nazir", "sedr", "prezident", "reis", "sefir", "rehber"})
_JOINER_WORDS = {language: frozenset(map(fold, forms)) for language, forms in _JOINERS.items()}
_RANKS = {language: _stems(words("ranks", language), language) for language in _HEADS}
_KINDS = {language: _stems(words("bodies in short", language), language) for language in _HEADS}
# What a minister heads without its being said.
_MINISTERS = {
    "en": (_stems(["minister"], "en"), _stems(["ministry"], "en")),
    "az": (_stems(["nazir"], "az"), _stems(["nazirlik"], "az")),
    "ru": (_stems(["министр", "замминистра"], "ru"), _stems(["министерство"], "ru")),
}
# They end what an Azerbaijani sentence says of when and where: its title begins behind them.
_ELSEWHERE = re.compile(r"(?:da|də|dan|dən|zamanı)$")
_NOT_TITLES = frozenset(map(fold, words("not in titles")))


def is_head(page: Page, place: int) -> bool:
    return page.words[place].stem in _HEAD_STEMS[page.language]


def bare_posts(page: Page, places: range, titled: set[int]) -> Iterator[range]:
    """Posts that stand for who holds them: the deputy minister, not the deputy minister of health."""
    heads = [at for at in places if is_head(page, at) and at not in titled and at not in page.named]
    for _key, run in itertools.groupby(enumerate(heads), key=lambda pair: pair[1] - pair[0]):
        posts = [at for _number, at in run]
        if _is_bare(page, posts[0], posts[-1]):
            yield range(posts[0], posts[-1] + 1)


def _is_bare(page: Page, first: int, last: int) -> bool:
    if page.language == "en":
        return first > 0 and page.words[first - 1].folded == "the" and page.words[last + 1 : last + 2] != [] and (
            page.words[last + 1].folded not in _OF
        )  # fmt: skip
    if page.language == "ru":
        return not is_title_word(page, last + 1) if last + 1 < len(page.words) else True
    return first == 0 or bool(_FULL_STOP.search(page.gap(first - 1)))


def is_minister(page: Page, place: int) -> bool:
    return page.words[place].stem in _MINISTERS[page.language][0]


def _is_joiner(page: Page, place: int) -> bool:
    return page.words[place].folded in _JOINER_WORDS[page.language]


def is_title_word(page: Page, place: int) -> bool:
    """Whether a word may be a part of a title."""
    word, hit = page.words[place], page.named.get(place)
    if hit is not None:
        return (
            hit.kind in {"agency", "post"}
            or (hit.kind == "event" and (page.language != "ru" or hit.value in page.known.presidencies))
            or (hit.kind == "place")
        )
    if _is_joiner(page, place):
        return True
    if word.folded in _NOT_TITLES or word.surface[0].isdigit():
        return word.surface[0].isdigit() and page.language == "az"
    return (
        is_head(page, place)
        or word.stem in page.known.title_stems
        or word.stem in _MODIFIER_STEMS[page.language]
        or (word.capital and not _begins_sentence(page, place))
        or _complements(page, place)
    )


def _complements(page: Page, place: int) -> bool:
    """Whether a plain word says of what somebody is the head: глава центра занятости, head of the youth centre."""
    if page.language == "az":
        dated = place + 1 < len(page.words) and page.words[place + 1].surface[0].isdigit()
        return bool(_COMPLEMENT["az"].search(page.words[place].surface)) and _only_space(page, place) and not dated
    for at in range(place, max(-1, place - _FARTHEST), -1):
        if is_head(page, at) and at < place:
            return page.language == "ru" or page.words[at + 1].folded in _OF
        if not (
            _is_named(page, at) or _COMPLEMENT[page.language].search(page.words[at].surface) or _is_joiner(page, at)
        ) or (at < place and not _only_space(page, at)):
            return False
    return False


def _is_named(page: Page, at: int) -> bool:
    hit = page.named.get(at)
    return hit is not None and hit.kind != "official"


def _only_space(page: Page, at: int) -> bool:
    return page.gap(at) == " "


def _begins_sentence(page: Page, place: int) -> bool:
    return place == 0 or bool(_FULL_STOP.search(page.gap(place - 1)))


def kinds_of_body(page: Page, first: int, last: int) -> frozenset[str]:
    """The kinds of body that a title of common words only names, or implies: a ministry, an agency."""
    stems = {page.words[at].stem for at in range(first, last + 1) if page.words[at].surface[0].isalpha()}
    common = _HEAD_STEMS[page.language] | _MODIFIER_STEMS[page.language] | _KINDS[page.language] | _NEW[page.language]
    if any(stem not in common and not _is_joiner_stem(stem, page.language) for stem in stems):
        return frozenset()
    ministers, ministry = _MINISTERS[page.language]
    return frozenset(stems & _KINDS[page.language]) | (ministry if stems & ministers else frozenset())


def is_of_secretariat(page: Page, title: tuple[int, int] | None) -> bool:
    """Whether a title is that of a deputy or an envoy of a Secretary-General, or of the UN's own."""
    if title is None:
        return False
    stems = [page.words[at].stem for at in range(title[0], title[1] + 1)]
    chief = any(pair in _CHIEFS for pair in itertools.pairwise(stems)) or "генсек" in stems
    others = sum(stem in _HEAD_STEMS[page.language] for stem in stems) > 1 or bool({"under", "assistant"} & set(stems))
    if chief and _is_of_other(page, title):
        return False
    of_the_un = any(page.named[at].value == "un" for at in range(title[0], title[1] + 1) if at in page.named)
    return chief and (others or of_the_un)


def _is_of_other(page: Page, title: tuple[int, int]) -> bool:
    """Whether the Secretary-General of a title is that of NATO."""
    for at in range(title[0], title[1]):
        if (page.words[at].stem, page.words[at + 1].stem) not in _CHIEFS:
            continue
        beside = at - 1 if page.language == "az" else at + 2
        beside += page.language == "en" and beside <= title[1] and page.words[beside].folded == "of"
        beside += page.language == "en" and beside <= title[1] and page.words[beside].folded == "the"
        inside = title[0] <= beside <= title[1]
        named = page.named.get(beside)
        if inside and page.words[beside].capital and (named is None or named.value != "un"):
            return not is_head(page, beside)
    return False


def _is_joiner_stem(stem: str, language: str) -> bool:
    return stem in _JOINER_WORDS[language]


def before(page: Page, first: int, taken: set[int]) -> tuple[int, int] | None:
    """The places of the title that stands before the word at `first`, as far as there is one."""
    end = _skip_honorifics(page, first)
    places = list(_leftwards(page, end, taken))
    heads = [at for at in places if is_head(page, at)]
    while heads and _is_another(page, heads[-1]):
        places = places[: places.index(heads.pop())]
    if not heads:
        return None
    start = _start(page, places, heads)
    # The participle ends a title, rəhbərini əvəz edən, and is none.
    bare = start == end - 1 and page.words[start].folded == "eden"
    return (start, end - 1) if start < end and not bare else None


def _is_another(page: Page, head: int) -> bool:
    """Whether a bare post is somebody else's: the minister and the director."""
    bare = head == 0 or page.words[head - 1].folded == "the" or not is_title_word(page, head - 1)
    return bare and not page.words[head].capital and page.words[head + 1].folded == _AND[page.language]


def _skip_honorifics(page: Page, first: int) -> int:
    while first > 0 and _is_honorific(page, first - 1) and not page.gap(first - 1).strip(" .-‑’'"):
        first -= 1
    return first


def _is_honorific(page: Page, at: int) -> bool:
    word = page.words[at]
    if word.folded in HONORIFICS:
        return True
    # An ambassador alone is that by post, behind another post by rank.
    ranks = _RANKS[page.language]
    return word.stem in ranks and at > 0 and (is_title_word(page, at - 1) or page.words[at - 1].stem in ranks)


def _leftwards(page: Page, first: int, taken: set[int]) -> Iterator[int]:
    if first and page.words[first - 1].folded == _AND[page.language]:
        # The title before the "and" is somebody else's.
        return
    for at in range(first - 1, max(-1, first - 1 - LONGEST), -1):
        gap = page.gap(at)
        if _COMMA.fullmatch(gap) and not _inside_name(page, at):
            # Before a comma another title may stand, and only one that ends or begins there.
            if at in taken or not (_title_ends(page, at) or at == first - 1):
                return
        elif not (_OPEN_GAP.fullmatch(gap) or _inside_name(page, at) or _abbreviates(page, at)) or "\n" in gap:
            return
        if at in taken or not is_title_word(page, at):
            return
        if page.language == "az" and at < first - 1 and (_stands_alone(page, at) or _says_elsewhere(page, at)):
            # A post without an ending belongs to nothing behind it: nazir | BMT-nin nümayəndəsi.
            return
        if page.language == "az" and page.words[at].folded == "heyeti" and at + 1 in page.named:
            # Nor does a delegation: BMTİP-in nümayəndə heyəti | ÜST-nin nümayəndəsi.
            return
        yield at


def _abbreviates(page: Page, at: int) -> bool:
    """Whether a full stop only shortens: Resident Representative a.i."""
    return len(page.words[at].surface) == 1 and bool(re.fullmatch(r"\.\s?", page.gap(at)))


def _inside_name(page: Page, at: int) -> bool:
    """Whether a word and the next are parts of one name: Ailə, Qadın və Uşaq Problemləri üzrə Dövlət Komitəsi."""
    return page.named.get(at) is not None and page.named.get(at) is page.named.get(at + 1)


def _stands_alone(page: Page, at: int) -> bool:
    """Whether an Azerbaijani post without an ending is whole: nazir, but not the nazir of nazir müavini."""
    return page.words[at].folded in _BARE_HEADS and page.words[at + 1].stem not in _DEPUTIES["az"]


def _says_elsewhere(page: Page, at: int) -> bool:
    """Whether an Azerbaijani word ends an adverbial or a participle: çərçivəsində, Bakıda, iştirak edən."""
    word, hit = page.words[at], page.named.get(at)
    if hit is not None and hit.kind != "place" and at < hit.last:
        return False
    if word.folded == "eden":
        return page.words[at - 1].folded != "icra"
    return bool(_ELSEWHERE.search(word.surface)) and len(word.surface) > 4 and not is_head(page, at)


def _title_ends(page: Page, at: int) -> bool:
    """Whether a title that ends at `at` has its head nearby: in Azerbaijani at its end, else before."""
    reach = 1 if page.language == "az" else 9
    for place in range(at, max(-1, at - reach), -1):
        if is_head(page, place):
            return True
        if not is_title_word(page, place):
            return False
    return False


def _start(page: Page, places: list[int], heads: list[int]) -> int:
    if page.language == "az":
        start = places[-1]
        while start < heads[-1] and _opens_clause(page, start):
            start += 1
    else:
        start = heads[-1]
        while start - 1 in places and _modifies(page, start - 1):
            start -= 1
    while start < heads[-1] and (_is_joiner(page, start) or _states_country(page, start) or _is_new(page, start)):
        start += 1
    return start


def _is_new(page: Page, at: int) -> bool:
    """That a post is new to its holder is no part of the title."""
    return page.words[at].stem in _NEW[page.language] or page.words[at].folded == "azerbaycana"


def _opens_clause(page: Page, at: int) -> bool:
    """Whether an Azerbaijani word before a title only says when or where: a day, a city."""
    hit = page.named.get(at)
    is_city = hit is not None and hit.kind == "place"
    return (page.words[at].surface[0].isdigit() and not page.gap(at).startswith("-c")) or is_city


def _modifies(page: Page, at: int) -> bool:
    hit = page.named.get(at)
    if hit is not None:
        # In Russian a body stands behind its head; before it, it belongs to another clause.
        return hit.kind in {"agency", "post", "event"} and (page.language != "ru" or _inside_name(page, at))
    if _is_joiner(page, at) or "," in page.gap(at):
        return page.language == "en" and _inside_post(page, at)
    if page.language == "ru":
        return page.words[at].stem in _MODIFIER_STEMS["ru"]
    return True


def _inside_post(page: Page, at: int) -> bool:
    """Labour and Social Protection Minister: the joiner is inside a name of a post."""
    left, right = page.named.get(at - 1), page.named.get(at + 1)
    return left is not None and left is right


def _states_country(page: Page, at: int) -> bool:
    return page.language == "en" and page.words[at].folded in {"azerbaijani", "azerbaijan", "the", "country"}


def after(page: Page, last: int, taken: set[int]) -> tuple[int, int] | None:
    """The places of the title that stands behind the word at `last`, after a comma, a dash or in brackets."""
    if page.language == "az" and "(" not in page.gap(last):
        return None
    if not re.fullmatch(r"\s*[,(–—-]\s*(?:the\s+)?", page.gap(last)):
        return None
    places: list[int] = []
    last += last + 1 < len(page.words) and page.words[last + 1].folded in _THEN
    for at in range(last + 1, min(len(page.words), last + LONGEST)):
        if at in taken or not is_title_word(page, at):
            break
        places.append(at)
        gap = page.gap(at)
        if _COMMA.fullmatch(gap) and not (_title_begins(page, at + 1) or _enumerates(page, at + 1)):
            break
        if not (_COMMA.fullmatch(gap) or _OPEN_GAP.fullmatch(gap)) or "\n" in gap or ")" in gap:
            break
    return _trimmed(page, places)


def _title_begins(page: Page, at: int) -> bool:
    for place in range(at, min(len(page.words), at + 4)):
        if is_head(page, place):
            return True
        if not is_title_word(page, place) or not _OPEN_GAP.fullmatch(page.gap(place)) or "\n" in page.gap(place):
            return False
    return False


def _enumerates(page: Page, at: int) -> bool:
    """Whether a list goes on that "and" closes: Europe, Central Asia and the Americas."""
    for place in range(at, min(len(page.words), at + 4)):
        if page.words[place].folded == _AND[page.language]:
            return place > at
        if not page.words[place].capital or not _only_space(page, place):
            return False
    return False


def _trimmed(page: Page, places: list[int]) -> tuple[int, int] | None:
    while places and (_states_country(page, places[0]) or _is_new(page, places[0])):
        places.pop(0)
    while places and _is_joiner(page, places[-1]):
        places.pop()
    while places and _is_joiner(page, places[0]):
        places.pop(0)
    heads = [at for at in places if is_head(page, at)]
    # However long the name of a body is, it is one word here.
    if not heads or len({page.named[at].start if at in page.named else at for at in places if at < heads[0]}) > 6:
        return None
    return places[0], places[-1]


def is_deputy(title: str, language: str) -> bool:
    return any(word.stem in _DEPUTIES[language] for word in words_of(title, language))


def text_of(page: Page, first: int, last: int) -> str:
    """The title as it is written, its head in the nominative where the language bends it."""
    start, end = page.words[first].start, page.words[last].end
    written = " ".join(page.text[start:end].split()).strip(' ,;-–"“”«»')
    if written.count("(") > written.count(")"):
        written += ")"
    if written.count("«") > written.count("»"):
        written += "»"
    return ", ".join(map(_nominative, written.split(", "))) if page.language == "ru" else written


_RUSSIAN_HEADS = {stem(fold(word), "ru"): word for word in _HEADS["ru"]}
_RUSSIAN_WORD = re.compile(r"[а-яёА-ЯЁ]+")


def _nominative(title: str) -> str:
    """The head and what agrees with it, up to the head, in the nominative."""
    head = next((m for m in _RUSSIAN_WORD.finditer(title) if stem(fold(m.group()), "ru") in _RUSSIAN_HEADS), None)
    if head is None:
        return title
    if "обязанности" in title[: head.start()]:
        # Acting as: what stands behind stays in the genitive.
        return _RUSSIAN_WORD.sub(_adjective, title[: head.start()]) + title[head.start() :]
    plain = _RUSSIAN_HEADS[stem(fold(head.group()), "ru")]
    plain = plain.capitalize() if head.group()[0].isupper() else plain
    rest = title[head.end() :]
    twin = re.match(r"-([а-яё]+)", rest)
    if twin and stem(fold(twin.group(1)), "ru") in _RUSSIAN_HEADS:
        rest = "-" + _RUSSIAN_HEADS[stem(fold(twin.group(1)), "ru")] + rest[twin.end() :]
    return _RUSSIAN_WORD.sub(_adjective, title[: head.start()]) + plain + rest


def _adjective(match: re.Match[str]) -> str:
    word = match.group()
    for oblique, plain in (("ного", "ный"), ("ным", "ный"), ("ному", "ный"), ("шего", "ший"), ("шим", "ший"),
                           ("ого", "ый"), ("ым", "ый"), ("его", "ий"), ("щим", "щий"), ("им", "ий")):  # fmt: skip
        if word.endswith(oblique) and len(word) > len(oblique) + 2:
            return word[: -len(oblique)] + plain
    return word
