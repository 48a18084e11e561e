"""The folder of fixtures: a file a noun, the meetings a file a year, read with the line of each record."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cooperation.record.snapshots.shapes import Data

from .nouns import NOUNS

MEETINGS = "meetings"
_SPACE = re.compile(r"[ \t\r\n]*")


class UnusableError(Exception):
    """Fixtures that cannot be used: one sentence."""


class DamagedError(UnusableError):
    """A fixture that cannot be loaded: one sentence that begins with its file and line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}.")


def record_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The noun and path of each file of fixtures in `folder`, in the order of loading."""
    if not folder.is_dir():
        raise UnusableError(f"There is no folder {folder} to load the record from.")
    for path in sorted(folder.glob("*.json")):
        if path.stem not in NOUNS or path.stem == MEETINGS:
            raise UnusableError(f"{path} is no file of the record: there is no noun of that name.")
    found = [(noun, path) for noun in NOUNS for path in _files_of(noun, folder)]
    if not found:
        raise UnusableError(f"The folder {folder} holds no record to load.")
    yield from found


def _files_of(noun: str, folder: Path) -> list[Path]:
    if noun == MEETINGS:
        return sorted((folder / MEETINGS).glob("*.json"))
    path = folder / f"{noun}.json"
    return [path] if path.exists() else []


def read_rows(path: Path) -> list[tuple[int, Any]]:
    """The entries of the array in a file, each with the line that it begins on."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DamagedError(path, error.object[: error.start].count(b"\n") + 1, "this is not UTF-8") from None
    except OSError as error:
        raise UnusableError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        return list(_entries(text))
    except json.JSONDecodeError as error:
        raise DamagedError(path, error.lineno, f"this is not JSON ({error.msg}, column {error.colno})") from None
    except RecursionError:
        raise DamagedError(path, 1, "this is nested too deeply") from None


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    place = _after("[", text, _after("", text, 0))
    more = not text.startswith("]", place)
    while more:
        line = 1 + text.count("\n", 0, place)
        try:
            entry, end = decoder.raw_decode(text, place)
        except _RefusedError as error:
            raise json.JSONDecodeError(str(error), text, place) from None
        yield line, entry
        place = _after("", text, end)
        more = not text.startswith("]", place)
        if more:
            place = _after(",", text, place)
    rest = _after("]", text, place)
    if rest < len(text):
        raise json.JSONDecodeError("Extra data", text, rest)


def _after(mark: str, text: str, place: int) -> int:
    """Where the text goes on after `mark`, which must stand at `place`, and any space."""
    if not text.startswith(mark, place):
        raise json.JSONDecodeError(f"Expecting {mark!r}", text, place)
    return _SPACE.match(text, place + len(mark)).end()


class _RefusedError(ValueError):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> Data:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _RefusedError("A field stands twice in this record")
    return data


def _no_constant(text: str) -> Any:
    raise _RefusedError(f"{text} is no value")


def write_files(folder: Path, records: dict[str, list[Data]]) -> None:
    """Write all records below `folder`, arranged, each noun sorted, so that two builds give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for noun, shape in NOUNS.items():
        rows = [shape.arranged(data) for data in records.get(noun, ())]
        if noun == MEETINGS:
            _write_years(folder / MEETINGS, rows)
        else:
            _write(folder / f"{noun}.json", rows)


def _write_years(folder: Path, meetings: list[Data]) -> None:
    folder.mkdir(exist_ok=True)
    years = {meeting["date"][:4] for meeting in meetings}
    for path in folder.glob("*.json"):
        if path.stem not in years:
            path.unlink()
    for year in years:
        _write(folder / f"{year}.json", [meeting for meeting in meetings if meeting["date"][:4] == year])


def _write(path: Path, rows: Iterable[Data]) -> None:
    ordered = sorted(rows, key=lambda row: (row.get("date", ""), row.get("slug") or row["url"]))
    path.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
