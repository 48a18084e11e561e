"""What the project set out to reach, and whether it did."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .pages import DATASETTE, GROWING, HEAVY, NGINX, ORDINARY, SITE

Result = dict[str, Any]
# On a noisy machine a ratio within this factor of another is a tie.
TIE = 1.25


@dataclass(frozen=True)
class Row:
    """One measure. `figure` is what the aim speaks of; `at_least` where more is better."""

    measure: str
    engine: str
    size: int
    aim: float
    figure: float
    ours: str
    theirs: str = ""
    at_least: bool = False
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.figure >= self.aim if self.at_least else self.figure <= self.aim

    @property
    def verdict(self) -> str:
        if self.met:
            return "met"
        near = self.figure * TIE >= self.aim if self.at_least else self.figure <= self.aim * TIE
        return "missed, within the noise" if near else "**missed**"


def milliseconds(value: float) -> str:
    return f"{value:,.2f} ms" if value < 10 else f"{value:,.0f} ms"


def rows(results: list[Result]) -> list[Row]:
    """Every aim that the results can speak of."""
    found = [row for result in results for row in _of_one(result)]
    for engine in dict.fromkeys(result["engine"] for result in results):
        by_size = {result["size"]: result for result in results if result["engine"] == engine}
        if 1_000 in by_size and 1_000_000 in by_size:
            found += _growth(by_size[1_000], by_size[1_000_000])
    return found


def _of_one(result: Result) -> Iterator[Row]:
    for part in (_agency, _first, _last, _search, _rates, _seen, _data, _heavy, _saving, _cold, _memory):
        yield from part(result)


def _median(result: Result, page: str, name: str) -> float | None:
    return result["pages"].get(page, {}).get(name, {}).get("median")


def _ours(result: Result, page: str) -> float:
    return result["pages"][page][SITE]["median"]


def _ratio(result: Result, measure: str, pages: tuple[str, str], names: tuple[str, str], aim: float) -> Iterator[Row]:
    """A page of the first against a page of the second, where both were measured."""
    ours, theirs = (_median(result, page, name) for page, name in zip(pages, names, strict=True))
    if ours and theirs:
        shown = (milliseconds(ours), f"{milliseconds(theirs)} ({names[1]})")
        yield Row(measure, result["engine"], result["size"], aim, ours / theirs, *shown)


def _agency(result: Result) -> Iterator[Row]:
    aims = {100_000: (0.015, 0.05, 0.10), 1_000_000: (0.002, 0.01, 0.01)}
    if result["size"] not in aims:
        return
    datasette, on_sqlite, on_postgresql = aims[result["size"]]
    ordinary = on_sqlite if result["engine"] == "sqlite" else on_postgresql
    label = "One agency with all facets, uncached"
    same = ("agency", "agency")
    yield from _ratio(result, label, same, (SITE, DATASETTE), datasette)
    yield from _ratio(result, f"{label}; the peer counts three", same, (SITE, ORDINARY), ordinary)
    yield from _ratio(result, f"{label}; the peer counts as many", ("every", "every"), (SITE, ORDINARY), ordinary)


def _first(result: Result) -> Iterator[Row]:
    if result["size"] == 1_000:
        yield from _ratio(result, "First page", ("first", "first"), (SITE, ORDINARY), 0.35)


def _last(result: Result) -> Iterator[Row]:
    yield from _ratio(result, "Last page to first page", ("last", "first"), (SITE, SITE), 1.1)


def _search(result: Result) -> Iterator[Row]:
    aim = {100_000: 0.12, 1_000_000: 0.06}.get(result["size"])
    if aim:
        yield from _ratio(result, "Text search page", ("search", "search"), (SITE, ORDINARY), aim)


def _rates(result: Result) -> Iterator[Row]:
    rates = result["rates"]
    if result["size"] == 100_000:
        ours, theirs = rates[SITE], rates[ORDINARY]
        shown = (f"{ours:,.0f}/s", f"{theirs:,.0f}/s ({ORDINARY})")
        label = "Uncached pages a second, 16 connections"
        yield Row(label, result["engine"], result["size"], 8, ours / theirs, *shown, at_least=True)


def _seen(result: Result) -> Iterator[Row]:
    rates = {name: seen.get("unchanged") for name, seen in result["seen"].items()}
    if rates.get(SITE) and rates.get(NGINX):
        aim = 0.5 if result["engine"] == "sqlite" else 0.3
        shown = (f"{rates[SITE]:,.0f}/s", f"{rates[NGINX]:,.0f}/s ({NGINX})")
        figure = rates[SITE] / rates[NGINX]
        yield Row("A page seen before, 304", result["engine"], result["size"], aim, figure, *shown, at_least=True)


def _data(result: Result) -> Iterator[Row]:
    if result["size"] != 100_000:
        return
    yield from _ratio(result, "List as JSON", ("api", "api"), (SITE, DATASETTE), 1)
    files, place = result["csv"], (result["engine"], result["size"])
    for name, aim in ((DATASETTE, 1), (ORDINARY, 0.08)):
        if SITE in files and name in files:
            ours, theirs = files[SITE]["seconds"], files[name]["seconds"]
            yield Row("CSV of everything", *place, aim, ours / theirs, f"{ours:.2f} s", f"{theirs:.2f} s ({name})")
    if SITE in files:
        above = files[SITE]["above"]
        yield Row("Memory for that CSV", *place, 50, above, f"{above:.0f} MB above rest", unit="MB")


def _heavy(result: Result) -> Iterator[Row]:
    if result["size"] == 1_000_000:
        for page in HEAVY:
            label = f"{page[0].upper()}{page[1:]}, to a timeline page"
            yield from _ratio(result, label, (page, "first"), (SITE, SITE), 1.5)


def _saving(result: Result) -> Iterator[Row]:
    if result["size"] == 1_000_000:
        save, late = result["saving"]["save"]["median"], result["saving"]["late"]
        shown = f"{milliseconds(save)}, and the next page {milliseconds(late)} later than usual"
        yield Row("Saving a meeting", result["engine"], result["size"], 50, save + late, shown, unit="ms")


def _cold(result: Result) -> Iterator[Row]:
    cold, place = result["cold"], (result["engine"], result["size"])
    if result["size"] == 1_000_000:
        shown = f"first answer after {cold['first']:.1f} s, the slowest took {cold['slowest']:.1f} s"
        yield Row("Ready from cold", *place, 10, cold["ready"], shown, unit="s")


def _memory(result: Result) -> Iterator[Row]:
    aim = {100_000: 150, 1_000_000: 350}.get(result["size"])
    if aim:
        weight = result["memory"][SITE]
        shown = f"{weight['pss']:.0f} MB ({weight['rss']:.0f} with shared pages)"
        yield Row("Memory of a process", result["engine"], result["size"], aim, weight["pss"], shown, unit="MB")


def _growth(small: Result, large: Result) -> Iterator[Row]:
    place = (large["engine"], large["size"])
    for pages, aim, label in ((GROWING, 1.5, "any timeline page"), (("search",), 4, "text search")):
        ratios = {page: _ours(large, page) / _ours(small, page) for page in pages}
        worst = max(ratios, key=ratios.__getitem__)
        shown = f"{milliseconds(_ours(large, worst))} ({worst})"
        before = f"{milliseconds(_ours(small, worst))} (this site at 1,000)"
        yield Row(f"Growth from 1,000 of {label}", *place, aim, ratios[worst], shown, before)
