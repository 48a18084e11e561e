"""Every regular expression of the site takes a time that grows with the text, and not with its square or worse."""

import ast
import pkgutil
import re
import re._parser as parser
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import cooperation

pytestmark = pytest.mark.engine("sqlite")

HOUSE = Path(cooperation.__file__).parent
# Long enough for a square to show: 8,000² steps take twenty times as long as this.
LENGTH, SECONDS = 8_000, 0.02
# Up these steps an exponential one or a cubic one is noticed before it hangs.
STEPS = (16, 20, 24, 28, 36, 50, 100, 300, 900)
USES = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(cooperation.__path__, "cooperation."):
        # The last would begin with making an index of a database that is not there.
        if ".migrations" not in found.name and found.name != "cooperation.wsgi":
            yield import_module(found.name)


def compiled_in(value: Any, depth: int = 3) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        # One of bytes is tried as that of letters which are written with the same numbers.
        is_text = isinstance(value.pattern, str)
        yield value if is_text else re.compile(value.pattern.decode("latin-1"), value.flags)
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from compiled_in(each, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from compiled_in(each, depth - 1)


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in HOUSE.rglob("*.py")}


def inline() -> Iterator[tuple[str, str, str]]:
    """Patterns that stand in a call: where, the pattern and the way it is used."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            is_use = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in USES
            if is_use and ast.unparse(node.func.value) == "re":
                first = node.args[0]
                pattern = first.value if isinstance(first, ast.Constant) else ""
                yield f"{path.relative_to(HOUSE)}:{node.lineno}", pattern, node.func.attr


def uses_of_names() -> dict[str, set[str]]:
    """For each name the methods that are called on it anywhere, `_WORD.sub(…)`, or on one of several, `_WORDS[…]`."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in USES:
                found[ast.unparse(node.value).partition("[")[0].rpartition(".")[2]].add(node.attr)
    return found


@cache
def every_pattern() -> dict[str, tuple[re.Pattern, set[str]]]:
    """Each pattern by where it stands, with the ways in which it is used."""
    uses, found = uses_of_names(), {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in compiled_in(value):
                found[f"{module.__name__}.{name} {pattern.pattern[:20]}"] = pattern, uses.get(name) or {"search"}
    for where, pattern, use in inline():
        if pattern:
            found[f"{where} {pattern[:20]}"] = re.compile(pattern), {use}
    return found


CANDIDATES = [*" a1A.-/\n\"'<([,;|ə", "я", "Я", "İ", "\0", "\ud800", *map(chr, range(33, 127))]


def sample(node: tuple[Any, Any], flags: int) -> str:
    """A character that the node matches."""
    one = parser.SubPattern(parser.State(), [node])
    one.state.flags = flags
    fits = re._compiler.compile(one, flags).match
    return next((each for each in CANDIDATES if fits(each)), "")


def words(pattern: Any, flags: int) -> list[str]:
    """A text that the pattern might match, piece by piece; of a choice every branch, one after another."""
    found: list[str] = []
    for op, argument in pattern:
        name = str(op)
        if name == "LITERAL":
            found.append(chr(argument))
        elif name in {"NOT_LITERAL", "IN", "ANY"}:
            found.append(sample((op, argument), flags))
        elif name == "BRANCH":
            found += [piece for branch in argument[1] for piece in words(branch, flags)]
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            found += words(argument[2], flags)
        elif name == "SUBPATTERN":
            found += words(argument[-1], flags)
        elif name == "ATOMIC_GROUP":
            found += words(argument, flags)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            found += words(argument[1], flags)
    return found


def pumps(pattern: re.Pattern) -> list[str]:
    """What, many times over, would make it go back and forth: its characters, its beginnings and its pieces."""
    pieces = words(parser.parse(pattern.pattern, pattern.flags), pattern.flags)
    beginnings = ["".join(pieces[:count]) for count in range(2, min(len(pieces), 12) + 1)]
    pairs = ["".join(pieces[at : at + 2]) for at in range(min(len(pieces), 40))]
    return [each for each in dict.fromkeys([*pieces[:60], *beginnings, *pairs, " ", "a", "1", "a "]) if each]


def seconds(pattern: re.Pattern, use: str, text: str) -> float:
    begun = time.thread_time()
    if use == "sub":
        pattern.sub("", text)
    elif use == "finditer":
        list(pattern.finditer(text))
    else:
        getattr(pattern, use)(text)
    return time.thread_time() - begun


def fastest(pattern: re.Pattern, use: str, text: str) -> float:
    """A busy machine is slow now and then; what is quick enough once needs no second look."""
    found = seconds(pattern, use, text)
    return found if found < SECONDS else min(found, *(seconds(pattern, use, text) for _ in range(3)))


def grows_too_fast(pattern: re.Pattern, use: str, pump: str, end: str) -> bool:
    if any(fastest(pattern, use, _times(pump, length) + end) > SECONDS for length in STEPS):
        return True
    whole = fastest(pattern, use, _times(pump, LENGTH) + end)
    return whole > SECONDS and whole > 3 * fastest(pattern, use, _times(pump, LENGTH // 2) + end)


def _times(pump: str, length: int) -> str:
    return (pump * (length // len(pump) + 1))[:length]


def slow_texts(pattern: re.Pattern, use: str) -> Iterator[str]:
    return (pump for pump in pumps(pattern) for end in ("", "\0") if grows_too_fast(pattern, use, pump, end))


def test_none_takes_the_square_of_its_text():
    slow = {
        (where, use): text
        for where, (pattern, uses) in every_pattern().items()
        for use in uses
        for text in [next(slow_texts(pattern, use), None)]
        if text is not None
    }
    assert slow == {}


def test_the_check_finds_what_it_is_for():
    bad = {r"(a+)+$": "match", r"\s+$": "search", r"<b>.*?</b>": "sub", r"(aa|a)*c": "match", r"a*a*a*c": "match"}
    assert [one for one, use in bad.items() if not any(slow_texts(re.compile(one), use))] == []


def test_every_pattern_that_is_used_is_looked_at():
    found = every_pattern()
    made = [
        node
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert len(found) >= len(made)
    hidden = [where for where, pattern, _use in inline() if not pattern]
    # Names of our own columns, topics, months and weekdays; and patterns that the module holds in a table.
    assert {where.partition(":")[0] for where in hidden} == {
        "editorial/intake/days.py",
        "editorial/intake/deadlines.py",
        "record/public/date_notes.py",
        "templatetags/record.py",
    }
