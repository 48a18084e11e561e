"""Writes what a run has found, what missed its aim first."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from cooperation.operations.capacity import PLACES, THREADS

from . import aims, chart, machine
from .aims import Row, milliseconds
from .pages import DATASETTE, NGINX, ORDINARY, SITE
from .servers import DATASETTE_SETTINGS, WORKERS

Result = dict[str, Any]
Table = list[list[str]]
LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CHARTED = "agency"

_METHOD = f"""
## How it was measured

`make bench` makes the synthetic meetings, starts the contestants one after the other on the same data, sees that all
give the same totals and counts, asks for each page once, and then for every page of every contestant in turn, in five
rounds, by one client that keeps its connection. What takes more than 20 seconds is asked for once. Only one contestant
is asked at any moment; the others are idle.

- **{SITE}**: granian, {WORKERS} workers as `make run` starts them: {THREADS} threads each, of which {PLACES} at a time
  may work in Django. *Uncached* means that its store of finished pages is off (`PAGE_CACHE_MB=0`): each page is made
  anew. Its page counts nine facets.
- **{ORDINARY}** (`benchmarks/ordinary/`): the same server (8 threads a worker) and options of the database; ListView,
  Paginator, django-filter, related records fetched together, full-text search by FTS5 or `tsvector` in an index of its
  own. It has less to do: one language, no drafts, no trees of agencies and topics, and three facets (agency, topic,
  year) unless a row says that it counts as many as the site.
- **{DATASETTE}**: a SQLite file of its own with the same meetings, indexed by all that is sorted, filtered or searched;
  agencies and topics as JSON arrays for its facets and as tables for its filters; three facets. Settings:
  {", ".join(f"`{name}={value}`" for name, value in DATASETTE_SETTINGS.items())}.
- **{NGINX}**: one page of this site in a file, compressed beforehand (`gzip_static`), two workers, no log.

On PostgreSQL `work_mem` is 64 MB, `random_page_cost` 1.1, `effective_cache_size` 4 GB; writes wait for the disk. Both
engines' statistics are fresh (`ANALYZE`). What the data are like is said in `benchmarks/records.py`; agreements and
commitments are not among them. How far machines lag behind each other is no part of this run.
"""


def write(results: list[Result], taken: float, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = file.with_suffix(".svg")
    title = "One agency with all facets, uncached: median time of a page"
    picture.write_text(chart.draw(title, chart.of_results(results, CHARTED)))
    file.write_text("\n".join(_parts(results, taken, picture.name)).rstrip() + "\n")


def _parts(results: list[Result], taken: float, picture: str) -> Iterable[str]:
    rows = aims.rows(results)
    yield "# Benchmarks\n"
    yield f"Written by `make bench` on {date.today():%-d %B %Y}, after {taken / 60:.0f} minutes.\n"
    yield from (f"- {line}" for line in machine.description())
    yield from _missed(rows)
    yield f"\n![{CHARTED}]({picture})\n".replace(
        f"[{CHARTED}]", "[Times of one page at each size, as in the tables below]"
    )
    yield from _section("Aims", _aims_table(rows)) if rows else ()
    for result in results:
        yield from _of_one(result)
    yield _METHOD


def _missed(rows: list[Row]) -> Iterable[str]:
    missed = [row for row in rows if not row.met]
    yield "\n## What missed its aim\n"
    if not rows:
        yield "No aim is set for this size."
    elif not missed:
        yield "Nothing."
    for row in missed:
        yield f"- {row.measure}, {row.size:,} on {LABELS[row.engine]}: {_figure(row)}, where {_aim(row)} was the aim."


def _aims_table(rows: list[Row]) -> Table:
    head = ["measure", "meetings", "engine", "aim", "this site", "beside", "is", ""]
    return [
        head,
        *(
            [
                row.measure,
                f"{row.size:,}",
                LABELS[row.engine],
                _aim(row),
                row.ours,
                row.theirs,
                _figure(row),
                row.verdict,
            ]
            for row in rows
        ),
    ]


def _aim(row: Row) -> str:
    return f"{'≥' if row.at_least else '≤'} {row.aim:g} {row.unit}"


def _figure(row: Row) -> str:
    return f"{row.figure:.3g} {row.unit}"


def _of_one(result: Result) -> Iterable[str]:
    engine = LABELS[result["engine"]] + (f" {result['server']}" if "server" in result else "")
    yield f"\n## {result['size']:,} meetings on {engine}\n"
    yield f"{result['agreed']:,} totals and counts were compared, and all are the same."
    if result["loading"]:
        yield f"Making the record took {result['loading']:.0f} s, measuring it {result['measuring']:.0f} s."
    if result["absent"]:
        yield f"Left out, because it was not there: {'; '.join(result['absent'])}."
    yield from _section("", _times(result))
    yield from _section("", _rest(result))


def _times(result: Result) -> Table:
    names = [name for name in (SITE, ORDINARY, DATASETTE) if any(name in page for page in result["pages"].values())]
    table = [["page: median (95th percentile)", *names]]
    for page, measured in result["pages"].items():
        cells = [_time(measured[name]) if name in measured else "" for name in names]
        table.append([result["labels"][page], *cells])
    table.append(["weight of the first page", *(_kilobytes(result["bytes"].get(f"first {name}")) for name in names)])
    return table


def _time(times: dict[str, float]) -> str:
    return f"{milliseconds(times['median'])} ({milliseconds(times['p95']).removesuffix(' ms')})"


def _kilobytes(size: int | None) -> str:
    return f"{size / 1000:,.0f} kB" if size else ""


def _rest(result: Result) -> Table:
    names = [name for name in (SITE, ORDINARY, DATASETTE, NGINX) if name in result["memory"] | result["seen"]]

    def row(label: str, values: dict[str, Any], show: Any) -> list[str]:
        return [label, *(show(values[name]) if name in values else "" for name in names)]

    seen, files = result["seen"], result["csv"]
    unchanged = {name: each["unchanged"] for name, each in seen.items() if "unchanged" in each}
    saving, cold = result["saving"], result["cold"]
    saved = f"{_time(saving['save'])}, next page {milliseconds(saving['late'])} later"
    ready = f"{cold['ready']:.1f} s; first answer {cold['first']:.1f} s; slowest {cold['slowest']:.1f} s"
    return [
        ["", *names],
        row("uncached pages a second, 16 connections", result["rates"], lambda rate: f"{rate:,.0f}"),
        row("a page seen before, a second", seen, lambda each: f"{each['whole']:,.0f}"),
        row("the same as 304, a second", unchanged, lambda rate: f"{rate:,.0f}"),
        row(
            "memory of a process (with shared pages)", result["memory"], lambda w: f"{w['pss']:.0f} MB ({w['rss']:.0f})"
        ),
        row("CSV of everything", files, lambda each: f"{each['seconds']:.2f} s, {each['bytes'] / 1e6:,.1f} MB"),
        row("memory for it, above rest", files, lambda each: f"{each['above']:.0f} MB"),
        row("ready from cold", {SITE: ready}, str),
        row("saving a meeting", {SITE: saved}, str),
    ]


def _section(title: str, table: Table) -> Iterable[str]:
    if title:
        yield f"## {title}"
    yield ""
    head, *rows = table
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
