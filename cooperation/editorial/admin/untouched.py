"""When two save one record: a field that the second had left as it was opened keeps what the first made of it."""

from django.db.models import Model
from django.http import QueryDict

from cooperation.record.snapshots import Snapshot
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.shapes import Children


def untouched(base: Snapshot, entered: Snapshot, theirs: Snapshot) -> list[str]:
    """The record's attributes that the form left as they were opened, and others have changed."""
    return [
        entry.attribute
        for entry in SHAPES[base.noun].fields
        if base.data.get(entry.name) == entered.data.get(entry.name) != theirs.data.get(entry.name)
    ]


def rows_differ(before: Snapshot, after: Snapshot) -> bool:
    """Whether any table of the record does."""
    tables = (entry.name for entry in SHAPES[before.noun].fields if isinstance(entry, Children))
    return any(before.data.get(name) != after.data.get(name) for name in tables)


def brought_up_to(now: Snapshot, base: Snapshot, mine: Snapshot) -> Snapshot:
    """`mine`, which was made of `base`, with what others changed `now` where it had left that alone.

    Rows name each other by number, so they are taken all together.
    """
    rows_are_mine = rows_differ(base, mine)
    data = {}
    for entry in SHAPES[mine.noun].fields:
        changed = base.data.get(entry.name) != mine.data.get(entry.name)
        is_mine = rows_are_mine if isinstance(entry, Children) else changed
        value = (mine if is_mine else now).data.get(entry.name)
        if value is not None:
            data[entry.name] = value
    return Snapshot(mine.noun, data, now.names | mine.names)


def with_values(posted: QueryDict, names: list[str], record: Model) -> QueryDict:
    """What was sent, with the record's own values in the fields of these names."""
    sent = posted.copy()
    for name in names:
        value = record._meta.get_field(name).value_from_object(record)
        values = [each.pk for each in value] if isinstance(value, list) else [value]
        sent.setlist(name, ["" if each is None else str(each) for each in values])
    return sent
