"""What a meeting was about, by the weight of the words that its sentences use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .gazetteer import Hit
from .meetings import Splitter
from .page import Page
from .seating import Segment
from .suggestions import Suggestion
from .tables import table
from .texts import Part

# What a topic needs at least: a weight, and a share of the weight of the heaviest.
ENOUGH, SHARE = 1.05, 0.4
# Where so few words speak for topics at all, each of them is enough that somebody said.
FEW, ENOUGH_OF_FEW = 3, 0.85
# Beyond that weight a topic is one, however much another weighs.
SURELY = 1.25
# How much a word weighs by what its sentence does: names what was discussed, says what a side said, or neither.
DISCUSSED, SAID, BACKGROUND = 1.25, 0.9, 0.65
# How much a word adds that was there before, and a phrase of several words.
AGAIN, PHRASE = 0.25, 1.5
# How much a body that sits there adds to what it is for.
MANDATE = 0.8
MOST = 4
# What phrases are of that only sound like a topic: an investment climate.
NONE = "none"


class Topics:
    """Weighs the topics of one meeting of a page."""

    def __init__(self, page: Page, splitter: Splitter) -> None:
        self.page = page
        named = (range(mention.first, mention.last + 1) for mention in splitter.people)
        self.titled = splitter.titled.union(*named)
        self.head = splitter.head

    def of(self, segment: Segment, *, alone: bool) -> list[Suggestion]:
        """The topics that weigh enough, the heaviest first."""
        weight: dict[str, float] = defaultdict(float)
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        signs = list(self._signs([*segment.sentences, *(self.head if alone else [])]))
        for hit, topics, share in signs:
            for topic in topics:
                weight[topic] += share
                spans[topic].append(hit.span)
        for topic in _mandates(segment):
            weight[topic] += MANDATE
        enough = ENOUGH if len(signs) > FEW else ENOUGH_OF_FEW
        least = max(enough, min(SURELY, SHARE * max(weight.values(), default=0.0)))
        chosen = sorted((topic for topic, value in weight.items() if value >= least), key=lambda each: -weight[each])
        return [Suggestion(each, tuple(spans[each]), min(0.95, 0.4 + 0.12 * weight[each])) for each in chosen[:MOST]]

    def _signs(self, sentences: Iterable[Part]) -> Iterator[tuple[Hit, Iterable[str], float]]:
        """Words and names that speak for topics, each with its weight."""
        seen: set[tuple[str, ...]] = set()
        for sentence in sentences:
            said = self._weight(sentence)
            for hit in self.page.hits_in(sentence, "topic", "event", "program"):
                if not self.titled.isdisjoint(range(hit.first, hit.last + 1)):
                    continue
                if hit.kind != "topic":
                    shared = self._shared(hit)
                    # A framework of many topics says little of each.
                    yield hit, shared, said / max(1, len(shared)) ** 0.5
                elif topics := self._meant(hit):
                    words = tuple(self.page.words[at].stem for at in range(hit.first, hit.last + 1))
                    yield hit, topics, said * (AGAIN if words in seen else 1) * (PHRASE if len(words) > 1 else 1)
                    seen.add(words)

    def _weight(self, sentence: Part) -> float:
        cues = self.page.cues(sentence)
        if "said discussed" in cues or sentence.number == 0:
            return DISCUSSED
        # What nobody said is background.
        return SAID if any(cue.startswith("said") for cue in cues) else BACKGROUND

    def _meant(self, hit: Hit) -> set[str]:
        """The topics of a word: inside the name of a body none, inside that of a program only the program's own."""
        inside = self.page.named.get(hit.first)
        if inside is None or inside.kind not in {"agency", "post", "program", "event"}:
            return set(hit.values) - {NONE}
        return set(hit.values) & self._shared(inside) if inside.kind in {"program", "event"} else set()

    def _shared(self, hit: Hit) -> frozenset[str]:
        """The topics that all records of a name have."""
        return frozenset.intersection(*(self.page.known.topics_of.get(value, frozenset()) for value in hit.values))


def _mandates(segment: Segment) -> Iterator[str]:
    """What the bodies that met are for, as far as that is one thing."""
    mandates = table("mandates")
    for agency in dict.fromkeys(who.agency for who in segment.participants if who.agency):
        yield from mandates.get(agency, ())
