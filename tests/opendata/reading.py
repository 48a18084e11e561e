"""Reads what the formats of tables answer, as their users do."""

import base64
import csv
import hashlib
import io
import re
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


def as_cursor(text: str, narrowed: str = "&") -> str:
    """A cursor that nobody gave: of `text`, made for a list that is `narrowed` by a query and by `updated_since`."""
    digest = hashlib.blake2s(narrowed.encode(), digest_size=6).hexdigest()
    whole = re.sub("^([a-z]+:[a-z]:)", rf"\g<1>{digest}:", text)
    return base64.urlsafe_b64encode(whole.encode()).decode().rstrip("=")
