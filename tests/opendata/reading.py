"""Reads what the formats of tables answer, as their users do."""

import csv
import io
from typing import Any

from openpyxl import load_workbook


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheets_of(response: Any) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(content(response)))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


def rows_of_sheet(rows: list[tuple]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
