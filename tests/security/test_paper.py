"""What the paper on security says holds: of its tests, and of the code as it is written."""

import ast
import datetime
import re
from functools import cache
from pathlib import Path

import pytest

import cooperation
from cooperation import settings
from cooperation.editorial import formsets, importing
from cooperation.editorial.exchange import bounds, workbooks
from cooperation.record.filters.fields import VALUES_PER_PARAMETER
from tests.operations.commands import ROOT

pytestmark = pytest.mark.engine("sqlite")

HOUSE = Path(cooperation.__file__).parent
PAPER = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
BINARY = {".mo", ".png", ".pyc", ".ico", ".woff2", ".gz"}
# The level 1 of ASVS 5.0.0: how many requirements each chapter's sections have, 70 in all.
LEVEL_1 = """
    1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2
    3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1
    6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3
    10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
""".split()  # noqa: SIM905

HIDDEN = """
    /.git/config /.env /var/ /docs/ /manage.py /requirements.txt /static/ /static/css/ /static//etc/passwd
    /static/../cooperation/settings.py /static/%2e%2e/var/secret_key /static/..%5c..%5cmanage.py
    /data/../secret_key /data/%2e%2e%2fsecret_key
"""


@cache
def calls() -> list[tuple[str, str]]:
    """Each function that is called anywhere, as it is written, and the file."""
    return [
        (ast.unparse(node.func), str(path.relative_to(HOUSE)))
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def test_every_test_that_is_named_exists():
    named = re.findall(r"([a-z_/]*test_[a-z0-9_]+\.py)::(test_\w+)", PAPER)
    assert len(named) > 100
    assert [f"{file}::{name}" for file, name in named if not is_there(file, name)] == []


def is_there(file, name):
    path = ROOT / "tests" / file
    return path.exists() and f"def {name}(" in path.read_text(encoding="utf-8")


def test_so_does_every_test_of_bad_input():
    table = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").partition("## Bad inputs tried")[2]
    rows = [line for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"([a-z_/]*test_[a-z0-9_]+\.py)::(test_\w+)", row) for row in rows]
    # Tests and nothing else stand in the last column.
    assert [row for row, tests in zip(rows, named, strict=True) if row.count("::") != len(tests) or not tests] == []
    assert [f"{file}::{name}" for tests in named for file, name in tests if not is_there(file, name)] == []


def test_every_row_names_its_test_or_says_why_not():
    rows = [line for line in PAPER.splitlines() if re.match(r"\| [0-9]+\.[0-9]", line)]
    assert [row for row in rows if not re.search(r"::test_\w+ \|$|– operator \|$|– n/a \|$", row)] == []


def test_level_1_is_whole():
    table = PAPER.partition("## ASVS 5.0.0, level 1")[2].partition("## Level 2")[0]
    numbers = re.findall(r"^\| ([0-9.]+)(?: – [0-9.]+\.([0-9]+))? \|", table, re.MULTILINE)
    found = []
    for number, last in numbers:
        section, _dot, first = number.rpartition(".")
        found += [f"{section}.{each}" for each in range(int(first), int(last or first) + 1)]
    assert len(LEVEL_1) == 70
    assert found == LEVEL_1


def test_the_rules_name_the_bounds_of_the_code():
    """Whoever reads what is accepted reads what is checked."""
    rules = " ".join(PAPER.partition("**What is accepted.**")[2].partition("**Signing in.**")[0].split())
    megabyte = 1024 * 1024
    for told in (
        f"at most {VALUES_PER_PARAMETER} values and {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields",
        f"at most {settings.LARGEST_BODY // megabyte} MB",
        f"{bounds.FILE_BYTES // megabyte} MB, {bounds.UNPACKED_BYTES // megabyte} MB unpacked",
        f"{bounds.ZIP_ENTRIES} parts",
        f"{bounds.ROWS:,} rows a sheet",
        f"{bounds.COLUMNS} columns",
        f"{workbooks._SHEETS} sheets",
    ):
        assert told in rules, told
    in_words = {
        "a million tags": (workbooks._TAGS, 1_000_000),
        "fifty more": (formsets.NEW_ROWS, 50),
        "five waiting files": (importing._UPLOADS_EACH, 5),
        "for an hour": (importing.EXPIRES_AFTER, datetime.timedelta(hours=1)),
    }
    for told, (held, meant) in in_words.items():
        assert told in rules, told
        assert held == meant, told


def test_no_secret_stands_in_the_code():
    """Whatever is called a key, a token or a password is read from outside, or made; and no private key lies about."""
    secret = re.compile(r"(?i)(^|_)(secret|password|token|key|passphrase)s?$")
    found = [
        (path.name, ast.unparse(node))
        for path in (HOUSE / "settings.py", HOUSE / "operations" / "secret_key.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value
        if any(isinstance(name, ast.Name) and secret.search(name.id) for name in node.targets)
    ]
    assert found == []
    # As they begin: written apart, or this file would be found.
    private = re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY|AGE-SECRET" + "-KEY-1[0-9A-Z]{20}|AK" + "IA[0-9A-Z]{16}")
    folders = ("cooperation", "deploy", "docs", "fixtures", "static", "templates", "tests")
    texts = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix not in BINARY]
    holding = [path.name for path in texts if path.is_file() and private.search(path.read_text("utf-8", "replace"))]
    assert holding == []


def test_nothing_is_executed_from_text():
    bad = {"eval", "exec", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "__import__", "os.system"}
    assert [each for each in calls() if each[0] in bad] == []


def test_no_request_starts_a_program():
    """Commands, the start and the thread that makes files do, and none of them is given a word of a request."""
    starting = {"subprocess.run", "subprocess.Popen", "subprocess.check_output", "os.execv", "os.popen", "os.system"}
    assert {where for name, where in calls() if name in starting} == {
        "operations/backups/engines.py",
        "operations/condition/databases.py",
        "operations/remaking.py",
        "operations/start.py",
    }
    assert "shell=True" not in "".join(path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py"))


def test_no_weak_hash_is_used():
    assert [each for each in calls() if re.search(r"hashlib\.(md5|sha1)|\bmd5\b|\bsha1\b", each[0])] == []


def test_chance_is_never_a_guess():
    """What must not be guessed comes from `secrets`."""
    assert [each for each in calls() if each[0].startswith("random.")] == []


def test_no_script_writes_markup():
    written = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage")
    for path in (ROOT / "static").rglob("*.js"):
        assert written.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_the_server_speaks_http_alone():
    server = (HOUSE / "operations" / "server.py").read_text(encoding="utf-8")
    assert "websockets=False" in server
    assert "http=HTTPModes.http1" in server


@pytest.mark.django_db
@pytest.mark.parametrize("path", HIDDEN.split())
def test_no_file_of_the_project_is_served(client, path):
    assert (
        client.get("/", PATH_INFO=path.replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\")).status_code == 404
    )
    assert client.get(path).status_code == 404
