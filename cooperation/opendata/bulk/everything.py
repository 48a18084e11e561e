"""All tables of the public record, those that only tie records to each other included, and a walk through each."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from cooperation.models import Source
from cooperation.models.base import Record
from cooperation.record import door
from cooperation.record.filters import LISTED

from ..asking import Asked
from ..tabular.catalogue import OF_NOUNS
from ..tabular.columns import choice, code
from ..tabular.tables import Column, Kind, Table
from ..walking import AT_ONCE, windows


def all_of(noun: str) -> Asked:
    """The question for all public records of a noun."""
    selection = LISTED[noun]().selection()
    return Asked(noun, selection, door.runs_by_date(selection.model), {})


def ids_of(table: Table, size: int = AT_ONCE) -> Iterator[Sequence[int]]:
    """The records that the table's rows hang on, in the order of their list."""
    return windows(all_of(table.noun), size)


def _links(table: Table) -> Iterator[Table]:
    """A table for each many-to-many field that a noun's table shows: a row for each pair of public records."""
    shown = {column.name for column in table.columns}
    for field in table.model._meta.many_to_many:
        if field.name in shown:
            yield _link(table, field.name)


def _link(table: Table, name: str) -> Table:
    field = table.model._meta.get_field(name)
    through, holder, target = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    public = {f"{side}__in": model.objects.published() for side, model in _sides(table, name)}
    relation = choice("relation") if hasattr(through, "relation") else ()
    return Table(
        f"{table.name}_{name}",
        _("Links"),
        through,
        lambda: through.objects.filter(**public),
        (code(holder, table.name), _other(target, field.related_model), *relation),
        noun=table.noun,
        owner=f"{holder}_id",
        order=("id",),
        key=(holder, target),
    )


def _sides(table: Table, name: str) -> Iterator[tuple[str, type[Record]]]:
    field = table.model._meta.get_field(name)
    yield field.m2m_field_name(), table.model
    if field.related_model is not Source:
        # What a public record cites is public by that.
        yield field.m2m_reverse_field_name(), field.related_model


def _other(name: str, model: type[Record]) -> Column:
    if model is Source:
        return Column(name, Kind.URL, f"{name}__url", name, refers=("sources", "url"))
    return code(name, model.noun)


TABLES: tuple[Table, ...] = tuple(table for tables in OF_NOUNS.values() for table in tables)
LINKS: tuple[Table, ...] = tuple(link for tables in OF_NOUNS.values() for link in _links(tables[0]))
EVERYTHING = (*TABLES, *LINKS)
