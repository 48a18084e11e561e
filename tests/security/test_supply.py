"""What is foreign in the site is written down: no package is used that the lock does not name, by its hash."""

import ast
import re
import sys
from collections import defaultdict
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

import cooperation
from tests.operations.commands import ROOT

pytestmark = pytest.mark.engine("sqlite")

HOUSE = Path(cooperation.__file__).parent
# What stands between a name and its hashes: no address, no folder, no branch of somebody's.
ENTRY = re.compile(
    r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,-]+\])?==([0-9][0-9a-z.+!]*)(?: ; [^\\@]+)?"
    r" \\(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+"
)
OWN = {"cooperation"}


def written(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def locked():
    """The versions of each package in the lock of the site: of some there is another for another Python."""
    found = defaultdict(set)
    for name, version in ENTRY.findall(text()):
        found[written(name)].add(version)
    return found


def text():
    return (ROOT / "requirements.txt").read_text(encoding="utf-8")


def imported():
    """Each module of others that the site imports, by the first word of its name."""
    for path in [*HOUSE.rglob("*.py"), ROOT / "manage.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.partition(".")[0]


def test_the_lock_holds_nothing_but_packages_with_their_hashes():
    left = re.sub(r"^ *#.*\n", "", ENTRY.sub("", text()), flags=re.MULTILINE)
    assert left.strip() == ""
    assert len(locked()) > 30


def test_what_is_imported_is_named_in_the_lock_in_the_version_that_runs():
    foreign = set(imported()) - sys.stdlib_module_names - OWN
    packages = metadata.packages_distributions()
    names = {written(name) for module in foreign for name in packages.get(module, [module])}
    assert {"django", "granian", "openpyxl"} <= names
    running = {name: metadata.version(name) for name in names}
    assert {name: version for name, version in running.items() if version not in locked().get(name, ())} == {}


def test_so_is_what_these_need_in_turn():
    """As far as it is installed: some is for other systems alone."""
    needed = {
        written(re.match(r"[A-Za-z0-9._-]+", line)[0])
        for name in locked()
        for line in _needs(name)
        if "extra ==" not in line
    }
    installed = {written(each.name) for each in metadata.distributions()}
    assert needed & installed
    assert (needed & installed) - set(locked()) == set()


def _needs(name):
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
