"""The form of one version of a record, posted when the database may hold another.

The rows of a table are then written anew from that version and have other primary keys. Those of the form are led
to them: by their uid where the rows have one, else in order, since a form sends every field of such a row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict

from cooperation.models import Publishable


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def uids_field(prefix: str) -> str:
    """The hidden field with the uids of a table's rows, in their order."""
    return f"_uids-{prefix}"


def uids_shown(formsets: Any) -> dict[str, str]:
    """Those hidden fields, for a page that shows these tables."""
    return {
        uids_field(each.formset.prefix): ",".join(str(form.instance.uid) for form in each.formset.initial_forms)
        for each in formsets
        if hasattr(each.formset.model, "uid")
    }


def led_to_rows(posted: QueryDict, formsets: list[Any]) -> QueryDict:
    """`posted` with the primary keys of the rows that are there now, in the tables of `formsets`."""
    data = posted.copy()
    for formset in formsets:
        prefix, rows = formset.prefix, list(formset.get_queryset())
        uids = [uid for uid in data.get(uids_field(prefix), "").split(",") if uid]
        known = {str(row.uid): row for row in rows} if uids else {}
        ordered = [known[uid] for uid in uids if uid in known] if uids else rows
        for place, row in enumerate(ordered):
            if f"{prefix}-{place}-id" in data:
                data[f"{prefix}-{place}-id"] = str(row.pk)
    return data


def with_rows(posted: QueryDict, formsets: list[Any]) -> QueryDict:
    """`posted` with the rows that are there now instead of its own, but of what is published by itself."""
    data = posted.copy()
    for formset in formsets:
        if not issubclass(formset.model, Publishable):
            _put_rows(data, formset)
    return data


def _put_rows(data: QueryDict, formset: Any) -> None:
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        del data[name]
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"{formset.prefix}-{name}"] = str(len(formset.initial_forms))
    for field in (field for form in formset.initial_forms for field in form):
        value = field.value()
        values = value if isinstance(value, list | tuple) else [value]
        data.setlist(field.html_name, [str(each) for each in values if each not in (None, False)])


def formsets_of(model_admin: Any, request: HttpRequest, record: Any) -> list[Any]:
    """The tables of a record's form, with the rows that are stored."""
    return model_admin._create_formsets(_reading(request), record, change=True)[0]


def _reading(request: HttpRequest) -> HttpRequest:
    """The same editor, who only looks: the tables are then not bound to what was posted."""
    looking = HttpRequest()
    looking.method, looking.user, looking.META = "GET", request.user, request.META
    return looking
