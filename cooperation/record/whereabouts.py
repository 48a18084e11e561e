"""What became of an address where no published record stands."""

from dataclasses import dataclass

from cooperation.models import Address, Publishable, Record

from .filters import FILTERS
from .filters.fields import near
from .public import link_to, text_of


@dataclass(frozen=True)
class Gone:
    """A record that was withdrawn or deleted, with what the public may still know of it."""

    title: str = ""
    reason: str = ""


def whereabouts(model: type[Record], slug: str) -> Record | Gone | None:
    """The published record that a former slug leads to, what is gone from here, or None where nothing ever was."""
    address = Address.objects.filter(noun=model.noun, slug=slug).first()
    if address is None:
        return None
    record = model.objects.published().filter(pk=address.record_id).first()
    if record is not None:
        return record
    return Gone() if address.record_id is None else withdrawn(model, address.record_id)


def withdrawn(model: type[Record], pk: int) -> Gone | None:
    """A withdrawn record with its reason; None for any other."""
    record = model.objects.withdrawn().filter(pk=pk).first()
    if record is None:
        return None
    if not isinstance(record, Publishable):
        # It stood on meetings that were withdrawn; whom or what it names is public no more.
        return Gone()
    return Gone(link_to(record).name, text_of(record, "withdrawal_reason"))


def similar(noun: str, slug: str) -> list[Record]:
    """Published records whose slugs resemble one that is not there, nearest first."""
    records = FILTERS[noun]._meta.model.objects.published()
    known = records.order_by().values_list("slug", flat=True)
    slugs = [value for value, _label in near(slug, ((each, each) for each in known))]
    found = {record.slug: record for record in records.filter(slug__in=slugs)}
    return [found[each] for each in slugs]
