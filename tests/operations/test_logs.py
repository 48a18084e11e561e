"""Lines of the log say what happened and of whom nothing, and none can be forged."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperation.operations import logs, request_ids
from cooperation.operations.logs import JSONLines, Plain, clean, told

pytestmark = pytest.mark.engine("sqlite")


def record(message, *arguments, error=None, **fields):
    found = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, message, arguments, found)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@given(st.text(), st.text())
def test_whatever_a_request_holds_makes_one_line(message, error):
    made = record("%s", message, error=raised(ValueError(error)))
    line = JSONLines().format(made)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["level"] == "error"
    first, *others = Plain().format(made).split("\n")
    assert " ERROR django.request: " in first
    assert all(each.startswith("    ") for each in others)
    assert len("\n".join((first, *others)).splitlines()) == 1 + len(others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 203.0.113.7:4711 it came", "from [address]:4711 it came"),
        ("peer 2001:db8::7 and ::1 and 2001:db8:1:2:3:4:5:6", "peer [address] and [address] and [address]"),
        ("Not Found: /meetings/?q=secret&x=1 now", "Not Found: /meetings/?… now"),
        ("no account a.b@record.example here", "no account [mail] here"),
        ("duplicate key\nDETAIL:  Key (name)=(Aliyev) exists.\nmore", "duplicate key\\u000a…"),
        ("at 12:10:33 version 1.2.3, why?", "at 12:10:33 version 1.2.3, why?"),
        ("\x1b[31mred\x00\u202eback", "\\u001b[31mred\\u0000\\u202eback"),
    ],
)
def test_nobody_is_known_by_a_line(text, expected):
    assert clean(text) == expected


def test_a_long_message_is_cut_and_takes_no_time():
    for text in ("a" * 1_000_000, "1." * 500_000, "::" * 500_000, "@" * 500_000, "/?" * 500_000):
        assert len(clean(text)) <= logs.LONGEST + 1


def test_of_an_error_kinds_places_and_causes_are_told_and_no_values():
    secret = "a name"
    try:
        try:
            int(secret)
        except ValueError as error:
            raise LookupError("not found") from error
    except LookupError as error:
        first, second = told(error)
    assert (first["kind"], second["kind"]) == ("LookupError", "ValueError")
    assert first["places"][-1].endswith("test_of_an_error_kinds_places_and_causes_are_told_and_no_values")
    loop = ValueError("a loop")
    loop.__cause__ = loop
    assert len(told(loop)) == 1


def test_a_line_names_its_request(monkeypatch):
    def site(environ, start_response):
        lines.extend([Plain().format(record("failed")), JSONLines().format(record("failed"))])
        return []

    lines = []
    request_ids.around(site)({"HTTP_X_REQUEST_ID": "from-the-proxy"}, lambda *begin: None)
    assert " [from-the-proxy]: failed" in lines[0]
    assert json.loads(lines[1])["request"] == "from-the-proxy"


@pytest.mark.parametrize(("wanted", "expected"), [(True, 1), (False, 0)])
def test_each_request_is_a_line_where_that_is_wanted(caplog, wanted, expected):
    level = logs.configuration("json", requests=wanted, reporter="")["loggers"][logs.REQUESTS]["level"]
    with caplog.at_level(level, logger=logs.REQUESTS):
        logs.note_request("BREW", "timeline", "200", 0.01234)
    assert len(caplog.records) == expected
    for each in caplog.records:
        line = json.loads(JSONLines().format(each))
        del line["time"]
        assert line == {
            "level": "info",
            "logger": "cooperation.requests",
            "message": "other timeline: 200 in 12.3 ms",
            "method": "other",
            "route": "timeline",
            "status": 200,
            "milliseconds": 12.3,
        } | {name: line[name] for name in line.keys() & {"request"}}


def test_people_or_programs_read_the_log():
    forms = [logs.configuration(form, requests=False, reporter="")["formatters"]["line"] for form in ("plain", "json")]
    assert [form["()"].rpartition(".")[2] for form in forms] == ["Plain", "JSONLines"]
