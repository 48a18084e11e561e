"""How well the intake reads labelled texts: precision and recall of each field."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cooperation.editorial import intake
from cooperation.editorial.intake.suggestions import Meeting, Reading
from cooperation.editorial.intake.words import skeleton

TEXTS = Path(__file__).parent.parent / "tests" / "editorial" / "intake"
FIELDS = ("meetings", "agencies", "people", "title", "date", "city", "mode", "topics", "programs", "events", "points",
          "commitments")  # fmt: skip


@dataclass(frozen=True)
class Score:
    """What was right, what was said too much, what was missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Scores = dict[tuple[str, str], Score]


def labelled(kind: str) -> list[dict[str, Any]]:
    """The labelled texts of one set, `development` or `unseen`."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((TEXTS / kind).glob("*.json"))]


def scored(texts: Iterable[dict[str, Any]], *, read: Callable[..., Reading] = intake.read) -> Scores:
    """The scores of each field, by field and language."""
    total: Scores = defaultdict(Score)
    for text in texts:
        for field, score in score_of(text, read).items():
            total[field, text["language"]] += score
            total[field, "all"] += score
    return total


def score_of(text: dict[str, Any], read: Callable[..., Reading] = intake.read) -> dict[str, Score]:
    """The scores of one text: its meetings are paired with the labelled ones that they are most like."""
    reading = read(text["input"]["text"], published=text["input"]["published"], language=text["language"])
    found = [told(meeting) for meeting in reading.meetings] if reading.found else []
    scores: dict[str, Score] = defaultdict(Score)
    for meeting, label in paired(found, text["meetings"]):
        scores["meetings"] += Score(bool(meeting and label), not label, not meeting)
        for field in FIELDS[1:]:
            scores[field] += _compared(field, meeting, label)
    return scores


def told(meeting: Meeting) -> dict[str, Any]:
    """A suggested meeting in the shape of a label; what is unsure is left empty."""
    people = [who for who in meeting.participants if who.is_person]
    return {
        "date": _sure(meeting.date),
        "city": _sure(meeting.city),
        "mode": _sure(meeting.mode) or "unknown",
        "agencies": meeting.agencies,
        "people": [{"official": who.official, "name": who.name, "title": who.title or None} for who in people],
        **{name: _all_sure(getattr(meeting, name)) for name in ("topics", "programs", "events")},
        "points": sorted({point.paragraph for point in meeting.points}),
        "commitments": sorted({point.paragraph for point in meeting.points if point.commitment}),
    }


def _all_sure(suggestions: Iterable[Any]) -> list[str]:
    """What is surely suggested; visits are left out, for no text is labelled with them."""
    return [each.value for each in suggestions if each.sure and not each.value.startswith("visit-")]


def _sure(suggestion: Any) -> Any:
    return suggestion.value if suggestion.sure else None


def paired(found: list[dict], labels: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """Each suggested meeting with its label, most alike first; what is left over stays alone."""
    pairs = [(-_likeness(each, label), i, j) for i, each in enumerate(found) for j, label in enumerate(labels)]
    one: dict[int, int] = {}
    for likeness, i, j in sorted(pairs):
        if likeness < 0 and i not in one and j not in one.values():
            one[i] = j
    left = [(None, label) for j, label in enumerate(labels) if j not in one.values()]
    return [*((each, labels[one[i]] if i in one else None) for i, each in enumerate(found)), *left]


def _likeness(meeting: dict, label: dict) -> float:
    people = _overlap(keys_of("people", meeting), keys_of("people", label))
    return 2 * people + _overlap(keys_of("agencies", meeting), keys_of("agencies", label))


def _overlap(ours: Counter, theirs: Counter) -> float:
    return (ours & theirs).total() / max(1, (ours | theirs).total())


def _compared(field: str, meeting: dict | None, label: dict | None) -> Score:
    if field == "title":
        return _titles(meeting, label)
    ours, theirs = keys_of(field, meeting), keys_of(field, label)
    if field in {"date", "city", "mode"} and meeting and label:
        # One answer a meeting: that nothing is said counts where nothing is to be said.
        return Score(1) if ours == theirs else Score(0, 1, 1)
    right = (ours & theirs).total()
    return Score(right, ours.total() - right, theirs.total() - right)


def keys_of(field: str, meeting: dict | None) -> Counter:
    """What a meeting has in a field, to compare."""
    if meeting is None:
        return Counter()
    value = meeting.get(field)
    if field == "people":
        return Counter(_person(who) for who in value)
    if field == "title":
        return Counter(_plain(who["title"]) for who in meeting["people"])
    return Counter(value) if isinstance(value, list) else Counter([str(value)])


def _person(who: dict[str, Any]) -> str:
    return who["official"] or " ".join(map(skeleton, who["name"].replace("-", " ").split()))


def _titles(meeting: dict | None, label: dict | None) -> Score:
    """Of the people rightly found: whether the title is word for word the labelled one."""
    if meeting is None or label is None:
        return Score()
    ours = {_person(who): _plain(who["title"]) for who in meeting["people"]}
    theirs = {_person(who): _plain(who["title"]) for who in label["people"]}
    same = [key for key in ours if key in theirs]
    right = sum(ours[key] == theirs[key] for key in same)
    return Score(right, len(same) - right, len(same) - right)


_TYPOGRAPHIC = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"'})


def _plain(title: str | None) -> str:
    plain = (title or "").casefold().translate(_TYPOGRAPHIC)
    return " ".join(plain.replace("the ", "").split())
