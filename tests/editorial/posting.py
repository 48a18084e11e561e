"""What a browser sends from the meeting form."""

import re
from typing import Any

TABLES = ("participations", "event_links", "points", "commitments", "agreements")
ADD = "/admin/cooperation/meeting/add/"


def table(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of one table; a row with an `id` is one that is stored."""
    data: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data


def meeting_form(**fields: Any) -> dict[str, Any]:
    """A filled meeting form; the tables by name as lists of rows."""
    data: dict[str, Any] = {"title_en": "The minister received the director", "date": "2024-01-11", "mode": "unknown"}
    for name in TABLES:
        data |= table(name, fields.pop(name, []))
    return data | fields


def change_url(record: Any) -> str:
    return f"/admin/cooperation/{record._meta.model_name}/{record.pk}/change/"


def errors_of(response: Any) -> dict[str, list[str]]:
    """Every error of a form page by the name of its field; those of a whole row or table under its name."""
    form = response.context["adminform"].form
    errors = {name: list(messages) for name, messages in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        if formset.non_form_errors():
            errors[formset.prefix] = list(formset.non_form_errors())
        for row in formset.forms:
            errors |= {f"{row.prefix}-{name}": list(messages) for name, messages in row.errors.items()}
    return errors


def hidden(page: Any) -> dict[str, str]:
    """What the form carries unseen."""
    return dict(re.findall(r'<input type="hidden" name="(_[^"]+)" value="([^"]*)"', page.content.decode()))


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a form page as it stands, with `changes`."""
    data = hidden(page)
    form = page.context["adminform"].form
    forms = [form]
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for each in forms:
        for bound in each:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data | changes
