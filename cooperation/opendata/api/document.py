"""The OpenAPI document: made from the filters and the shapes, with examples from the record as it stands."""

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from cooperation.record import door, site
from cooperation.record.facets import Facet, facets
from cooperation.record.filters import LISTED, RecordFilter
from cooperation.record.filters.dimensions import (
    ChoiceDimension,
    Dimension,
    FacetDimension,
    FromDimension,
    HeldDimension,
    PlaceDimension,
    RecordDimension,
    SearchDimension,
    ToDimension,
    YearDimension,
)
from cooperation.record.filters.fields import SEARCH_LENGTH, VALUES_PER_PARAMETER
from cooperation.record.formats import LISTS, NOUNS
from cooperation.record.reading import read_whole

from .. import rendering
from ..asking import LARGEST_PAGE, NEWEST, OLDEST, PAGE_SIZE, asked
from ..problems import MEDIA_TYPE
from ..resources import RESOURCES
from ..shapes import INTEGER, PARTIAL_DATE, STRING, TEXT, TIME, UUID, Schema, Shape, choice, or_null, reference
from . import refusals

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,120}$"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
API = "/api/v1/"
_PROBLEMS = {
    301: "A former address: follow `Location`.",
    304: "Nothing changed since the answer that `If-None-Match` or `If-Modified-Since` names.",
}
_DATES = "`2024`, `2024-01` or `2024-01-11`"
_PROMISE = (
    "Within `/api/v1/` addresses, parameters, fields, their types and meanings, and the codes of problems stay. "
    "Fields, parameters, codes and values of open lists may be added, so pass over what you do not know. "
    "What cannot stay gets `/api/v2/` beside it, and `/api/v1/` then goes on for at least a year. "
    "The whole promise stands at `/api/`, under “What stays as it is”."
)


def _object(required: list[str] | None = None, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
    }


PROBLEM = _object(
    ["title", "status", "code", "detail"],
    title=STRING,
    status=INTEGER,
    code=STRING | {"description": "What programs tell problems by; see the promise at /api/."},
    detail=STRING,
    parameter=STRING,
    near={"type": "array", "items": STRING, "description": "What may have been meant, as it stands in an address."},
    reason=STRING | {"description": "Why a record was withdrawn."},
)
FACET_VALUE = _object(
    value=STRING,
    label=reference("Text") | {"description": "Empty where the value says it itself, as a year does."},
    acronym=reference("Text"),
    count=INTEGER | {"description": "How many records this value alone would give, the other filters kept."},
    selected={"type": "boolean"},
    depth=INTEGER | {"description": "How far below the first of its tree a record stands."},
)
FACET = _object(name=STRING, label=reference("Text"), values={"type": "array", "items": FACET_VALUE})
FACETS = _object(count=INTEGER, facets={"type": "array", "items": reference("Facet")})
WITHDRAWN = _object(
    uid=or_null(UUID | {"description": "Null where the record was deleted."}),
    slug=or_null(STRING | {"description": "Null where the record is being edited again, and was not withdrawn."}),
)
ROOT = _object(
    resources=_object(**dict.fromkeys(LISTS, ADDRESS)), openapi=ADDRESS, documentation=ADDRESS, licence=ADDRESS
)


def components() -> dict[str, Schema]:
    shapes: dict[str, Shape] = {}
    for shape in RESOURCES.values():
        shapes |= shape.all_within()
    lists = {f"{shape.name}List": _list_of(shape) for shape in RESOURCES.values()}
    fixed = {"Text": TEXT, "Problem": PROBLEM, "Facet": FACET, "Facets": FACETS, "Withdrawn": WITHDRAWN, "Root": ROOT}
    cut = {shape.name for shape in RESOURCES.values()}
    records = {name: shape.schema(is_cut=name in cut) for name, shape in shapes.items()}
    return dict(sorted((fixed | lists | records).items()))


def _list_of(shape: Shape) -> Schema:
    return _object(
        ["count", "next", "token", "results"],
        count=INTEGER | {"description": "How many records the whole selection holds."},
        next=or_null(ADDRESS | {"description": "The following page; null on the last one."}),
        token=STRING | {"description": "This state of the record: with it, `updated_since` tells what changed after."},
        as_of=TIME | {"description": "With `updated_since`: the moment to ask with next time."},
        withdrawn={"type": "array", "items": reference("Withdrawn")},
        results={"type": "array", "items": reference(shape.name)},
    )


class DataSchema(AutoSchema):
    """What the document says of one view."""

    def get_operation_id(self) -> str:
        return "_".join(part for part in (self.view.what, self.view.noun) if part)

    def get_tags(self) -> list[str]:
        return [self.view.noun or "api"]

    def get_summary(self) -> str:
        return self.view.summary.format(noun=self.view.noun)

    def get_description(self) -> str:
        return RESOURCES[self.view.noun].description if self.view.noun else ""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [*parameters(self.view.what, self.view.noun), *headers(self.view.what)]

    def get_response_serializers(self) -> dict[Any, Any]:
        answers: dict[Any, Any] = {(200, "application/json"): self._data()}
        answers |= {code: OpenApiResponse(None, description) for code, description in _PROBLEMS.items()}
        refused = refusals.statuses(self.view.what, self.view.noun)
        return answers | {
            (status, MEDIA_TYPE): OpenApiResponse(reference("Problem"), description)
            for status, description in refused.items()
        }

    def _data(self) -> OpenApiResponse:
        what, noun = self.view.what, self.view.noun
        return OpenApiResponse(reference(_answer_of(what, noun)), f"{self.get_summary()}.")


def _answer_of(what: str, noun: str) -> str:
    name = RESOURCES[noun].name if noun else ""
    return {"list": f"{name}List", "get": name, "facets": "Facets", "root": "Root"}[what]


def parameters(what: str, noun: str) -> Iterator[OpenApiParameter]:
    if what == "get":
        yield OpenApiParameter("slug", SLUG, OpenApiParameter.PATH, required=True)
        yield _names("fields", list(RESOURCES[noun].by_name), "The fields that are wanted; without it, all.")
    if what in {"list", "facets"}:
        yield from _filters(LISTED[noun]())
        if door.runs_by_date(LISTED[noun]._meta.model):
            order = choice([NEWEST, OLDEST]) | {"default": NEWEST}
            yield OpenApiParameter("sort", order, description="Which records come first, by their date.")
    if what == "list":
        yield from _list_options(noun)
    if what == "facets":
        yield _names("facets", rendering.facets_of(noun), "The facets that are wanted; without it, all.")


def _list_options(noun: str) -> Iterator[OpenApiParameter]:
    shape = RESOURCES[noun]
    everything = "all but those of `expand`" if shape.parts else "all"
    yield _names("fields", list(shape.by_name), f"The fields that are wanted; without it, {everything}.")
    if shape.parts:
        yield _names("expand", shape.parts, "Fields that a list leaves out unless they are named here.")
    yield OpenApiParameter("cursor", STRING | {"minLength": 1}, description="From `next`; not to be made up.")
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    yield OpenApiParameter("page_size", size, description="How many records a page holds at most.")
    if "updated_since" in rendering.list_options(noun):
        yield _updated_since()


def _updated_since() -> OpenApiParameter:
    return OpenApiParameter(
        "updated_since",
        STRING | {"minLength": 1},
        description="Only what changed since the `token` of a former answer, or since a moment (`2024-01-11` or "
        "`2024-01-11T08:00:00Z`), in no order that means anything; the first page also lists what was `withdrawn`. "
        "410 says that the token is of a state of which nobody knows what happened after it: fetch all again.",
    )


def headers(what: str) -> Iterator[OpenApiParameter]:
    """The headers of the answers that a program goes by."""
    number = {"type": "integer", "minimum": 0}
    yield _header("ETag", STRING, [200, 304], "To be sent back as `If-None-Match`.")
    yield _header("Last-Modified", STRING, [200, 304], "To be sent back as `If-Modified-Since`; mostly there.")
    yield _header("Location", STRING, [301], "The present address.")
    yield _header("Retry-After", number, [429, 503], "How many seconds to wait.")
    if what == "list":
        yield _header("Link", STRING, [200], 'The following page, as `rel="next"`; not on the last one.')


def _header(name: str, schema: Schema, codes: list[int | str], description: str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=description, response=codes)


def _names(name: str, known: list[str], description: str) -> OpenApiParameter:
    schema = {"type": "array", "items": choice(known), "minItems": 1}
    return OpenApiParameter(name, schema, description=description, style="form", explode=False)


def _filters(filterset: RecordFilter) -> Iterator[OpenApiParameter]:
    own = filterset.selection().dimensions
    for name, dimension in filterset.filters.items():
        parameter = _filter(name, dimension)
        if name not in own:
            parameter.description += " It chooses records, all rows of which are there."
        yield parameter


def _filter(name: str, dimension: Dimension) -> OpenApiParameter:
    label = str(dimension.label)
    if isinstance(dimension, FacetDimension):
        schema = {"type": "array", "items": _value_of(dimension), "minItems": 1, "maxItems": VALUES_PER_PARAMETER}
        return OpenApiParameter(
            name, schema, description=f"{label}; repeat it for any of several.", style="form", explode=True
        )
    if isinstance(dimension, FromDimension):
        bound = "earlier" if isinstance(dimension, ToDimension) else "later"
        label = f"Only what may have been then or {bound}: {_DATES}"
    return OpenApiParameter(name, _value_of(dimension), description=f"{label}.")


def _value_of(dimension: Dimension) -> Schema:
    if isinstance(dimension, ChoiceDimension) and not isinstance(dimension, PlaceDimension | HeldDimension):
        return choice(value for value, _label in dimension.options())
    if isinstance(dimension, YearDimension):
        return {"type": "string", "pattern": "^(19|20|21)[0-9]{2}$"}
    if isinstance(dimension, FromDimension):
        return {name: value for name, value in PARTIAL_DATE.items() if name != "description"}
    if isinstance(dimension, SearchDimension):
        return {"type": "string", "minLength": 1, "maxLength": SEARCH_LENGTH}
    if isinstance(dimension, RecordDimension):
        return SLUG
    return {"type": "string", "minLength": 1}


def complete(result: dict[str, Any], generator: Any, request: HttpRequest | None, public: bool) -> dict[str, Any]:
    """Add the shapes, and examples that are true of the record as it stands."""
    result["components"] = {"schemas": components()}
    result["info"]["description"] += f"\n\n{_PROMISE}"
    result["info"]["license"] = {"name": site.LICENCE, "url": site.LICENCE_URL}
    if request is not None:
        _show(result["paths"][API], rendering.render_root(request))
        for noun in LISTS:
            _add_examples(result["paths"], noun, request)
        for path in result["paths"].values():
            _show_refusals(path["get"], request)
    return result


def _add_examples(paths: dict[str, Any], noun: str, request: HttpRequest) -> None:
    """The first record of a list, and its facets; none where the record holds nothing yet."""
    base, asking = f"{API}{noun}/", _asking(request, noun, "page_size=1")
    question = asked(asking, noun, rendering.list_options(noun))
    ids = question.page().ids
    if not ids:
        return
    _show(paths[base], rendering.render_list(question, asking))
    for name, value in _options(noun).items():
        _set_example(paths[base], name, value)
    _add_facets(paths, noun, request, facets(question.selection))
    if noun in NOUNS:
        _add_record(paths[f"{base}{{slug}}/"], noun, request, read_whole(question.selection.model, ids))


def _add_record(path: dict[str, Any], noun: str, request: HttpRequest, found: Iterable[Any]) -> None:
    for whole in found:
        _show(path, rendering.render_record(whole, _asking(request, noun, "")))
        _set_example(path, "slug", whole.link.slug)
        _set_example(path, "fields", list(RESOURCES[noun].by_name)[:3])


def _options(noun: str) -> dict[str, Any]:
    """Values of what a list takes besides its filters, that go together; a cursor is not to be made up."""
    shape = RESOURCES[noun]
    return {"fields": list(shape.by_name)[:3], "expand": shape.parts[:1], "page_size": 5, "updated_since": "2024-01-11"}


def _add_facets(paths: dict[str, Any], noun: str, request: HttpRequest, found: list[Facet]) -> None:
    base = f"{API}{noun}/"
    counted = [facet for facet in found if facet.values]
    if not counted:
        return
    years = [facet.values[0].value for facet in counted if facet.name == "year"]
    # All that is set goes together: what is in that year has this value.
    dates = {name: years[0] for name in ("from", "to") if years and _called(paths[base], name)}
    within = facets(asked(_asking(request, noun, urlencode(dates)), noun).selection)
    values = {facet.name: facet.values[0].value for facet in within if facet.values}
    shortest = min(counted, key=lambda facet: len(facet.values)).name
    for path in (base, f"{base}facets/"):
        _add_values(paths[path], values)
        for name, value in dates.items():
            _set_example(paths[path], name, value)
    _set_example(paths[f"{base}facets/"], "facets", [shortest])
    asking = _asking(request, noun, urlencode({"facets": shortest}))
    _show(paths[f"{base}facets/"], rendering.render_facets(asked(asking, noun, rendering.FACET_OPTIONS), asking))


def _add_values(path: dict[str, Any], values: dict[str, str]) -> None:
    """Tell a value of each facet, but set one alone: who tries it out asks with all that are set, at once."""
    for name, value in values.items():
        for parameter in _called(path, name):
            parameter["description"] += f" For example `{value}`."
    for name, value in list(values.items())[:1]:
        _set_example(path, name, [value])


def _show_refusals(operation: dict[str, Any], request: HttpRequest) -> None:
    what, _, noun = operation["operationId"].partition("_")
    found = refusals.examples(what, noun, lambda query: _asking(request, noun, query))
    for status, example in found.items():
        operation["responses"][str(status)]["content"][MEDIA_TYPE]["example"] = example


def _asking(request: HttpRequest, noun: str, query: str) -> HttpRequest:
    asking = copy.copy(getattr(request, "_request", request))
    asking.path, asking.GET = f"{API}{noun}/", QueryDict(query)
    return asking


def _show(path: dict[str, Any], answer: Any) -> None:
    path["get"]["responses"]["200"]["content"]["application/json"]["example"] = json.loads(answer.content)


def _set_example(path: dict[str, Any], name: str, value: Any) -> None:
    for parameter in _called(path, name):
        parameter["example"] = value


def _called(path: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [each for each in path["get"]["parameters"] if each["name"] == name]
