"""When two save one record: the form of the second goes on from what came of both.

That is kept nowhere: the form carries it, signed, from the moment it is shown until it is saved.
"""

from django.core import signing
from django.db.models import Model
from django.http import QueryDict

from cooperation.record.snapshots import Snapshot
from cooperation.record.snapshots.nouns import SHAPES


def carried(joined: Snapshot, opened: str) -> str:
    """`joined` as a hidden field of the form that was opened at the version `opened`."""
    content = {"data": joined.data, "names": joined.names}
    return signing.dumps(content, salt=_salt(joined.noun, joined.uid, opened), compress=True)


def carried_back(sent: str, noun: str, uid: str, opened: str) -> Snapshot | None:
    """What was carried; None where it was not for this record and version."""
    try:
        content = signing.loads(sent, salt=_salt(noun, uid, opened))
    except signing.BadSignature:
        return None
    return Snapshot(noun, content["data"], content["names"])


def _salt(noun: str, uid: str, opened: str) -> str:
    return f"what two editors made of {noun} {uid} since {opened}"


def theirs_now(entered: Snapshot, joined: Snapshot) -> list[str]:
    """The record's attributes that are not as the form has them."""
    fields = SHAPES[joined.noun].fields
    return [entry.attribute for entry in fields if entered.data.get(entry.name) != joined.data.get(entry.name)]


def with_values(posted: QueryDict, names: list[str], record: Model) -> QueryDict:
    """What was sent, with the record's own values in the fields of these names."""
    sent = posted.copy()
    for name in names:
        value = record._meta.get_field(name).value_from_object(record)
        values = [each.pk for each in value] if isinstance(value, list) else [value]
        sent.setlist(name, ["" if each is None else str(each) for each in values])
    return sent
