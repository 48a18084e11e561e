"""The sources of many records at once, for formats whose entries are made from what lists show."""

from collections import defaultdict
from collections.abc import Collection

from cooperation.models import Agreement, Event, Meeting, Program, Record
from cooperation.models.source import ORDER_OF_LINKED_SOURCES
from cooperation.record.public import SourceRecord

_CITING = (Meeting, Program, Event, Agreement)


def sources_of(model: type[Record], ids: Collection[int]) -> dict[int, list[SourceRecord]]:
    """The sources that each record names, by its id; nouns without sources of their own have none here."""
    found: dict[int, list[SourceRecord]] = defaultdict(list)
    if model in _CITING:
        rows = model.sources.through.objects.filter(**{f"{model._meta.model_name}__in": ids}).select_related("source")
        for row in rows.order_by(*ORDER_OF_LINKED_SOURCES):
            found[getattr(row, f"{model._meta.model_name}_id")].append(SourceRecord.of(row.source))
    return found


def addresses_of(model: type[Record], ids: Collection[int]) -> dict[int, list[str]]:
    """The addresses of the same sources, where nothing else is told of them."""
    found: dict[int, list[str]] = defaultdict(list)
    if model in _CITING:
        rows = model.sources.through.objects.filter(**{f"{model._meta.model_name}__in": list(ids)})
        rows = rows.order_by(*ORDER_OF_LINKED_SOURCES)
        for pk, address in rows.values_list(f"{model._meta.model_name}_id", "source__url"):
            found[pk].append(address)
    return found
