"""What a reading puts into the form of a meeting, and which words of the text stand behind each field."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agency, Event, Official, Program, Topic

from .intake import Meeting, Participant, Point, Reading, Suggestion, latin
from .intake_forms import known_source

Spans = tuple[tuple[int, int], ...]

_SIMPLE = ("date", "mode", "venue", "city", "country")
_LINKED: dict[str, type[Model]] = {"topics": Topic, "programs": Program}
_LABELS = {"date": _("date"), "mode": _("mode"), "city": _("city"), "country": _("country"), "venue": _("venue"),
           "topics": _("topics"), "programs": _("programs"), "events": _("events")}  # fmt: skip


class Piece(NamedTuple):
    """A stretch of the text, and the ids of the fields that it stands behind."""

    text: str
    fields: str = ""
    sure: bool = True


class Offer(NamedTuple):
    """A value that is not sure enough to be filled in."""

    label: Any
    value: str
    shown: str
    field: str


@dataclass(frozen=True)
class Desk:
    """One meeting of a reading, laid out for the form; `given` is what the editor pasted with the text."""

    reading: Reading
    meeting: Meeting
    given: dict[str, Any]

    @property
    def language(self) -> str:
        return self.reading.document.language

    @cached_property
    def _agencies(self) -> dict[str, int]:
        return _keys(Agency, {who.agency for who in self.meeting.participants if who.agency})

    @cached_property
    def _officials(self) -> dict[str, int]:
        return _keys(Official, {who.official for who in self.meeting.participants if who.official})

    def initial(self) -> dict[str, Any]:
        """The values of the meeting's own fields."""
        meeting = self.meeting
        values = {name: found.value for name in _SIMPLE if (found := getattr(meeting, name)).sure}
        values |= {"date_note": meeting.date.note if meeting.date.sure else ""}
        if meeting.title.sure:
            values["title_en"] = meeting.title.value
        if self.language != "en" and len(self.reading.meetings) == 1:
            values[f"title_{self.language}"] = self.reading.document.headline[:300]
        for name, model in _LINKED.items():
            sure = [found.value for found in getattr(meeting, name) if found.sure]
            values[name] = list(_keys(model, sure).values())
        return {name: value for name, value in values.items() if value} | self._source()

    def _source(self) -> dict[str, Any]:
        known = known_source(self.given["address"])
        if known is not None:
            return {"sources": [known.pk]}
        published = self.given["published"]
        return {
            "new_source_url": self.given["address"],
            "new_source_publisher": self.given["publisher"],
            "new_source_title": self.reading.document.headline[:500] if self.given["address"] else "",
            "new_source_published": str(published) if published and self.given["address"] else "",
        }

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of one table below the form, by its prefix."""
        given = {
            "participations": self._participations,
            "event_links": self._events,
            "points": self._points,
            "commitments": self._commitments,
        }
        return given[table]() if table in given else []

    def _participations(self) -> list[dict[str, Any]]:
        return [self._participation(number, who) for number, who in enumerate(self.meeting.participants, 1)]

    def _participation(self, number: int, who: Participant) -> dict[str, Any]:
        official = self._officials.get(who.official or "")
        return {
            "order": number,
            "agency": self._agencies.get(who.agency or ""),
            "official": official,
            "reported_name": "" if official else who.name,
            f"reported_title_{self.language}": who.title,
            "role": who.role,
        }

    def _events(self) -> list[dict[str, Any]]:
        sure = [found for found in self.meeting.events if found.sure]
        keys = _keys(Event, {found.value for found in sure})
        return [{"event": keys[found.value], "relation": found.note} for found in sure if found.value in keys]

    def _points(self) -> list[dict[str, Any]]:
        keys = _keys(Topic, {topic for point in self.meeting.points for topic in point.topics})
        return [self._point(number, point, keys) for number, point in enumerate(self.meeting.points, 1)]

    def _point(self, number: int, point: Point, topics: dict[str, int]) -> dict[str, Any]:
        return {
            "order": number,
            "raised_by": None if point.speaker is None else point.speaker + 1,
            "kind": point.kind,
            "paragraph": point.paragraph or None,
            f"text_{self.language}": point.text,
            "topics": [topics[topic] for topic in point.topics if topic in topics],
        }

    def _promised(self) -> list[tuple[int, Point, Participant]]:
        """Undertakings with the one who made them; whose nobody said is left to the editor."""
        who = self.meeting.participants
        return [
            (number, point, who[point.speaker])
            for number, point in enumerate(self.meeting.points, 1)
            if point.commitment and point.speaker is not None and who[point.speaker].agency
        ]

    def _commitments(self) -> list[dict[str, Any]]:
        return [
            {
                "in_point": number,
                "made_by": self._agencies.get(who.agency or ""),
                "due": point.due.value,
                f"text_{self.language}": point.text,
            }
            for number, point, who in self._promised()
        ]

    def offers(self) -> list[Offer]:
        """What was found and is not sure: shown beside the text, for the editor to take."""
        found = [(name, getattr(self.meeting, name)) for name in _SIMPLE]
        simple = [Offer(_LABELS[name], each.value, each.value, f"id_{name}") for name, each in found if _unsure(each)]
        linked = (offer for name, model in _LINKED.items() for offer in self._linked_offers(name, model))
        return [*simple, *linked, *self._new_people()]

    def _new_people(self) -> Iterator[Offer]:
        for place, who in enumerate(self.meeting.participants):
            if who.name and not who.official:
                shown = f"{who.name} – {who.title}" if who.title else who.name
                yield Offer(_("new official"), latin(who.name), shown, f"id_participations-{place}-new_official")

    def _linked_offers(self, name: str, model: type[Model]) -> Iterator[Offer]:
        unsure = {each.value for each in getattr(self.meeting, name) if _unsure(each)}
        for record in model.objects.filter(slug__in=unsure):
            yield Offer(_LABELS[name], str(record.pk), str(record), f"id_{name}")

    def doubts(self) -> list[str]:
        """The ids of fields whose value was filled in with some doubt."""
        people = enumerate(self.meeting.participants)
        fields = [f"id_participations-{place}-official" for place, who in people if who.confidence < 0.75]
        promised = enumerate(point for _number, point, _who in self._promised())
        fields += [f"id_commitments-{place}-due" for place, point in promised if _doubtful(point.due)]
        return fields + [f"id_{name}" for name in _SIMPLE if _doubtful(getattr(self.meeting, name))]

    def paragraphs(self) -> Iterator[tuple[int, list[Piece]]]:
        """The text by paragraphs, each cut where the words behind a field begin and end."""
        behind = self._behind()
        for part in self.reading.document.paragraphs:
            inside = [
                (max(a, part.start), min(b, part.end), f) for a, b, f in behind if a < part.end and b > part.start
            ]
            yield part.number, list(self._pieces(part.start, part.end, inside))

    def _pieces(self, start: int, end: int, inside: list[tuple[int, int, str]]) -> Iterator[Piece]:
        cuts = sorted({start, end, *(cut for a, b, _field in inside for cut in (a, b))})
        doubted = set(self.doubts())
        for a, b in pairwise(cuts):
            fields = list(dict.fromkeys(field for start, end, field in inside if start <= a and b <= end))
            yield Piece(self.reading.document.text[a:b], " ".join(fields), not doubted & set(fields))

    def _behind(self) -> list[tuple[int, int, str]]:
        spans: dict[str, list[Spans]] = defaultdict(list)
        for name in _SIMPLE:
            spans[f"id_{name}"].append(getattr(self.meeting, name).spans)
        spans["id_title_en"].append(self.meeting.title.spans)
        for name in _LINKED:
            spans[f"id_{name}"] += [found.spans for found in getattr(self.meeting, name)]
        self._behind_rows(spans)
        return sorted((a, b, field) for field, groups in spans.items() for group in groups for a, b in group)

    def _behind_rows(self, spans: dict[str, list[Spans]]) -> None:
        for place, who in enumerate(self.meeting.participants):
            name = "official" if who.official else "reported_name" if who.name else "agency"
            spans[f"id_participations-{place}-{name}"].append(who.spans)
            spans[f"id_participations-{place}-reported_title_{self.language}"].append(who.title_spans)
        for place, event in enumerate(found for found in self.meeting.events if found.sure):
            spans[f"id_event_links-{place}-event"].append(event.spans)
        for place, point in enumerate(self.meeting.points):
            spans[f"id_points-{place}-text_{self.language}"].append(point.spans)
        for place, (_number, point, _who) in enumerate(self._promised()):
            spans[f"id_commitments-{place}-due"].append(point.due.spans)


def _doubtful(found: Suggestion) -> bool:
    """Whether a value is filled in and should be looked at twice."""
    return found.sure and found.confidence < 0.75


def _unsure(found: Suggestion) -> bool:
    return found.value is not None and not found.sure


def _keys(model: type[Model], slugs: Any) -> dict[str, int]:
    """The primary keys of records, by slug, in the order given."""
    known = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return {slug: known[slug] for slug in dict.fromkeys(slugs) if slug in known}
