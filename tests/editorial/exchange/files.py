"""Files as editors bring them, and what a plan says of them."""

import csv
import io
import itertools
from typing import Any

from django.apps import apps
from openpyxl import Workbook

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.archives import write_archive
from cooperation.editorial.exchange.planning import plan, readings
from cooperation.editorial.exchange.plans import Plan
from cooperation.editorial.exchange.sheets import read

_number = itertools.count()


def csv_of(*rows: dict[str, Any], delimiter: str = ",") -> bytes:
    """A CSV file with a column for each key of the first row."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode()


def book_of(**sheets: list[list[Any]]) -> bytes:
    """A workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(content: bytes, name: str = "meetings.csv", **options: Any) -> Plan:
    return plan(name, readings(read(name, content)), seed=str(next(_number)), **options)


def imported(content: bytes, name: str = "meetings.csv", by: Any = None, **options: Any) -> Any:
    return apply(planned(content, name, **options), by=by, reason="A reason")


def problems_of(made: Plan) -> list[tuple[int, str, str]]:
    return [(each.place.row, each.place.column, each.text) for each in made.problems]


def kinds_of(made: Plan) -> dict[str, int]:
    return dict(made.counts)


def empty_the_record() -> None:
    """All rows of the record are gone, published ones too, as in a database that has none yet."""
    models = apps.get_app_config("cooperation").get_models(include_auto_created=True)
    for model in models:
        if model.__name__ not in {"Generation", "Change", "LastChange"}:
            model._base_manager.all()._raw_delete("default")


def archived() -> bytes:
    """The archive of the record as it stands."""
    file = io.BytesIO()
    write_archive(file)
    return file.getvalue()
