"""The API's own shape: a page of a list, a record, and the facets of a filter, as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation

from cooperation.models.base import LANGUAGES
from cooperation.record import door, site
from cooperation.record.changes import filled, remembered, request_stamp
from cooperation.record.facets import Facet, facets
from cooperation.record.filters import LISTED
from cooperation.record.filters.dimensions import ChoiceDimension, Dimension
from cooperation.record.filters.fields import near, printable
from cooperation.record.formats import LISTS, NOUNS
from cooperation.record.public import corrections_of
from cooperation.record.reading import read_by_id, read_whole_by_id

from . import mirroring
from .asking import PAGING, Asked
from .problems import Problem
from .resources import CORRECTION, RESOURCES
from .shapes import Shape, in_every_language, translations_of

LIST_OPTIONS = ("fields", "expand", "updated_since", *PAGING)
PART_OPTIONS = ("fields", *PAGING)
RECORD_OPTIONS = ("fields",)
FACET_OPTIONS = ("facets",)


def list_options(noun: str) -> tuple[str, ...]:
    """What a list takes besides its filters. What has no pages of its own has no parts, and changes with records."""
    return LIST_OPTIONS if noun in NOUNS else PART_OPTIONS


def render_root(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    return _answer(
        {
            "resources": {noun: site.absolute(request, reverse(f"api-{noun}")) for noun in LISTS},
            "openapi": site.absolute(request, reverse("api-document")),
            "documentation": site.absolute(request, reverse("api-documentation")),
            "licence": site.LICENCE_URL,
        }
    )


def facets_of(noun: str) -> list[str]:
    """The filters of a noun that count what their values would give; topics have none, and rows their own alone."""
    return [name for name, dimension in LISTED[noun]().selection().dimensions.items() if dimension.is_facet]


def render_list(asked: Asked, request: HttpRequest) -> HttpResponse:
    """A page of a list, or of what changed in it."""
    names = wanted(RESOURCES[asked.noun], asked.options)
    if "updated_since" in asked.options:
        return _changes(asked, request, names)
    token = mirroring.token(request_stamp())
    stretch = asked.page()
    after = stretch.last and asked.cursor(stretch.last)
    told = _told(asked.noun, stretch.ids, names)
    return _page(asked, request, door.total(asked.selection), after, told, {"token": token})


def render_record(record: Any, request: HttpRequest) -> HttpResponse:
    noun = record.link.noun
    names = wanted(RESOURCES[noun], request.GET, whole=True)
    return _answer(shaped(noun, {0: record}, names)[0])


def render_facets(asked: Asked, request: HttpRequest) -> HttpResponse:
    known = facets_of(asked.noun)
    names = _listed("facets", asked.options, known) or known
    found = [_facet(facet, asked.selection.dimensions[facet.name]) for facet in facets(asked.selection, names)]
    return _answer({"count": door.total(asked.selection), "facets": found})


def wanted(shape: Shape, options: Mapping[str, str], *, whole: bool = False) -> frozenset[str]:
    """The fields that an answer has: those in `fields`, or all but the parts, and the parts in `expand`."""
    fields = _listed("fields", options, shape.by_name)
    parts = _listed("expand", options, shape.parts)
    if not fields:
        fields = [name for name, field in shape.by_name.items() if whole or not field.is_part]
    return frozenset([*fields, *parts])


def _listed(parameter: str, options: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The names that a parameter lists, with commas between them."""
    names = [name.strip() for name in options.get(parameter, "").split(",")] if parameter in options else []
    known = list(known)
    for name in names:
        if name not in known:
            similar = [value for value, _label in near(name, [(each, each) for each in known])]
            raise Problem(
                400,
                "unknown-value",
                f"“{printable(name)}” is none of these: {', '.join(known) or 'there are none here'}.",
                parameter=parameter,
                near=similar,
            )
    return names


def results(noun: str, ids: Sequence[int], names: frozenset[str]) -> dict[int, dict[str, Any]]:
    """The records of a noun with these ids, by id, with the fields that are wanted."""
    return shaped(noun, _read(noun, ids, names), names)


def _read(noun: str, ids: Sequence[int], names: frozenset[str]) -> Mapping[int, Any]:
    model = LISTED[noun]._meta.model
    return read_by_id(model, ids) if is_light(noun, names) else read_whole_by_id(model, ids)


def shaped(noun: str, found: Mapping[int, Any], names: frozenset[str]) -> dict[int, dict[str, Any]]:
    """The same, of records that were read."""
    shape = RESOURCES[noun]
    told = {pk: shape(record, names) for pk, record in found.items()}
    return _with_corrections(told, found) if "corrections" in names else told


def _with_corrections(told: dict[int, dict[str, Any]], found: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
    corrections = corrections_of({record.uid: record.link for record in found.values()})
    for pk, record in found.items():
        told[pk]["corrections"] = [CORRECTION(each) for each in corrections[record.uid]]
    return told


def is_light(noun: str, names: frozenset[str]) -> bool:
    """Whether entries have all fields that are wanted: what else hangs on a meeting is most of the reading."""
    beyond = set(RESOURCES[noun].parts) - {"participations", "corrections"}
    return noun in ("meetings", "participations") and names.isdisjoint(beyond)


def _told(noun: str, ids: Sequence[int], names: frozenset[str]) -> Iterable[str]:
    """The same as JSON. What most ask for is told once for as long as the record stays as it is."""

    def tell(pks: Sequence[int]) -> dict[int, str]:
        return {pk: as_json(record) for pk, record in results(noun, pks, names).items()}

    is_usual = names == wanted(RESOURCES[noun], {})
    return (filled(_usual(noun, site.base()), ids, tell) if is_usual else tell(ids)).values()


@remembered(by_language=True)
def _usual(noun: str, base: str) -> dict[int, str]:
    """Those that were asked for since the record last changed, with addresses that begin so."""
    return {}


def _changes(asked: Asked, request: HttpRequest, names: frozenset[str]) -> HttpResponse:
    # What is known before anything is read: what changes meanwhile comes twice rather than never.
    known = {"token": mirroring.token(request_stamp()), "as_of": mirroring.as_of().isoformat(timespec="seconds")}
    since = mirroring.since(asked.options["updated_since"])
    found = mirroring.changed(asked.selection, since)
    after = asked.after.id if asked.after else 0
    ids = list(found.filter(pk__gt=after).values_list("pk", flat=True)[: asked.size + 1])
    shown = ids[: asked.size]
    cursor = asked.cursor(door.Position("", shown[-1])) if len(ids) > asked.size else None
    gone = {} if asked.after else {"withdrawn": list(mirroring.withdrawn(asked.selection.model, since))}
    return _page(asked, request, found.count(), cursor, _told(asked.noun, shown, names), known | gone)


def _page(
    asked: Asked,
    request: HttpRequest,
    count: int,
    cursor: str | None,
    results: Iterable[str],
    more: Mapping[str, Any],
) -> HttpResponse:
    following = _with_cursor(request, cursor) if cursor else None
    head = as_json({"count": count, "next": following, **more})
    answer = _json(f'{head[:-1]},"results":[{",".join(results)}]}}')
    if following:
        answer["Link"] = f'<{following}>; rel="next"'
    return answer


def _with_cursor(request: HttpRequest, cursor: str) -> str:
    query: QueryDict = request.GET.copy()
    query["cursor"] = cursor
    return site.absolute(request, f"{request.path}?{query.urlencode()}")


def _facet(facet: Facet, dimension: Dimension) -> dict[str, Any]:
    labels = _labels_of(dimension)
    return {
        "name": facet.name,
        "label": in_every_language(lambda: str(dimension.label)),
        "values": [
            {
                "value": value.value,
                "label": labels.get(value.value) or translations_of(value.label),
                "acronym": translations_of(value.acronym),
                "count": value.count,
                "selected": value.selected,
                "depth": value.depth,
            }
            for value in facet.values
        ],
    }


def _labels_of(dimension: Dimension) -> dict[str, dict[str, str]]:
    """What the values of a short list are called in each language; nothing for records, which know that themselves."""
    if not isinstance(dimension, ChoiceDimension):
        return {}
    labels: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for value, label in dimension.options():
                labels.setdefault(value, {})[language] = str(label)
    return labels


def _answer(content: Mapping[str, Any]) -> HttpResponse:
    return _json(as_json(content))


def _json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")


# Made once: `json.dumps` makes another for each text.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def as_json(content: Mapping[str, Any]) -> str:
    return _ENCODER.encode(content)
