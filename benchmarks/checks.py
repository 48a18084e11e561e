"""Do all contestants say the same? Before that is known their times mean nothing."""

import json
import re
from collections.abc import Iterable

from .client import Client
from .datasette_peer import data
from .pages import DATASETTE, ORDINARY, SITE, Page

Counts = dict[str, dict[str, int]]

_TOTAL = {SITE: re.compile(r'result-count">\s*(\d+)'), ORDINARY: re.compile(r'class="total">(\d+)')}
_VALUE = {
    SITE: r'name="{name}" value="([^"]+)"(?:(?!<input).)*?class="facet-count">(\d+)',
    ORDINARY: r'name="{name}" value="([^"]+)">[^<]*<span>(\d+)',
}
_COLUMNS = {"agency": "agencies", "topic": "topics", "year": "year"}


class Disagreement(SystemExit):
    pass


def check(pages: Iterable[Page], clients: dict[str, Client], parents: Iterable[str]) -> int:
    """How many numbers were compared. Raises Disagreement at the first that differs."""
    return sum(_check(page, clients, set(parents)) for page in pages if page.compared is not None)


def _check(page: Page, clients: dict[str, Client], parents: set[str]) -> int:
    said = {name: _read(name, clients[name], path, page.compared) for name, path in page.paths.items()}
    (first, (total, facets)), *others = said.items()
    compared = 0
    for name, (their_total, their_facets) in others:
        if total != their_total:
            raise Disagreement(f"{page.label}: {first} finds {total}, {name} {their_total}.")
        compared += 1 + sum(_same(page, name, facets[facet], their_facets[facet], parents) for facet in page.compared)
    return compared


def _same(page: Page, name: str, ours: dict[str, int], theirs: dict[str, int], parents: set[str]) -> int:
    """Values with others below them are left out: for the peers they are only themselves."""
    shared = (ours.keys() & theirs.keys()) - parents
    if not shared:
        raise Disagreement(f"{page.label}: no value of a facet is on the pages of both this site and {name}.")
    for value in shared:
        if ours[value] != theirs[value]:
            raise Disagreement(f"{page.label}, {value}: this site counts {ours[value]}, {name} {theirs[value]}.")
    return len(shared)


def _read(name: str, client: Client, path: str, facets: Iterable[str]) -> tuple[int, Counts]:
    if name == DATASETTE:
        found = json.loads(client.get(data(path)).body)
        results = {facet: found["facet_results"][_COLUMNS[facet]]["results"] for facet in facets}
        counts = {facet: {row["value"]: row["count"] for row in rows} for facet, rows in results.items()}
        return found["filtered_table_rows_count"], counts
    return read_page(name, client.get(path).body.decode(), facets)


def read_page(name: str, html: str, facets: Iterable[str]) -> tuple[int, Counts]:
    """The total and the counts of facets that a page shows."""
    total = _TOTAL[name].search(html)
    if total is None:
        raise Disagreement(f"{name} does not say how many meetings a page holds.")
    return int(total[1]), {facet: _values(html, _VALUE[name].format(name=facet)) for facet in facets}


def _values(html: str, pattern: str) -> dict[str, int]:
    return {value: int(count) for value, count in re.findall(pattern, html, re.DOTALL)}
