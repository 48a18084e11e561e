"""A chart of bars on a logarithmic scale, in colours that stand on white and on black."""

import math
from typing import Any
from xml.sax.saxutils import escape

from .pages import DATASETTE, ORDINARY, SITE

COLOURS = {SITE: "#2f8f5b", ORDINARY: "#3f7fc4", DATASETTE: "#c98a1b"}
GREY = "#808080"
LEFT, TOP, WIDE, BAR, GAP = 190, 46, 520, 16, 14


def draw(title: str, groups: list[tuple[str, dict[str, float]]]) -> str:
    """`groups` are labels with the milliseconds of each contestant."""
    low, high = _decades([value for _label, bars in groups for value in bars.values()])
    parts, y = [], TOP
    for label, bars in groups:
        middle = y + len(bars) * BAR / 2 + 4
        parts.append(_text(LEFT - 10, middle, label, anchor="end"))
        for name, value in bars.items():
            parts += _bar(y, name, value, WIDE * (math.log10(value) - low) / (high - low))
            y += BAR
        y += GAP
    scale = [part for power in range(low, high + 1) for part in _line(power, low, high, y)]
    return _document(title, [*scale, *parts, *_legend(y + 26)], y + 40)


def _decades(values: list[float]) -> tuple[int, int]:
    low = math.floor(math.log10(min(values)))
    return low, max(low + 1, math.ceil(math.log10(max(values))))


def _bar(y: float, name: str, value: float, length: float) -> list[str]:
    return [
        f'<rect x="{LEFT}" y="{y}" width="{max(length, 1):.1f}" height="{BAR - 3}" fill="{COLOURS[name]}"/>',
        _text(LEFT + length + 6, y + 11, f"{value:,.1f}" if value < 100 else f"{value:,.0f}"),
    ]


def _line(power: int, low: int, high: int, bottom: float) -> list[str]:
    x = LEFT + WIDE * (power - low) / (high - low)
    line = f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}" stroke="{GREY}" stroke-opacity="0.35"/>'
    return [line, _text(x, TOP - 13, f"{10**power:g} ms", anchor="middle")]


def _legend(y: float) -> list[str]:
    parts = []
    for place, (name, colour) in enumerate(COLOURS.items()):
        x = LEFT + place * 150
        parts.append(f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 18, y, name))
    return parts


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{GREY}">{escape(text)}</text>'


def _document(title: str, parts: list[str], height: float) -> str:
    width = LEFT + WIDE + 80
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img"'
        f' font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, f"<title>{escape(title)}</title>", _text(0, 14, title), *parts, "</svg>", ""])


def of_results(results: list[dict[str, Any]], page: str) -> list[tuple[str, dict[str, float]]]:
    """A group for each trial: the medians of one page."""
    return [
        (
            f"{result['size']:,}, {'SQLite' if result['engine'] == 'sqlite' else 'PostgreSQL'}",
            {name: times["median"] for name, times in result["pages"][page].items()},
        )
        for result in sorted(results, key=lambda each: (each["size"], each["engine"] != "sqlite"))
    ]
