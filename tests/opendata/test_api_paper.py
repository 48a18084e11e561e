"""The examples of docs/api.md are run as they stand there, on the content that the site comes with."""

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from cooperation.models import Correction, Meeting
from cooperation.opendata.resources import RESOURCES
from tests.content import content  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.content, pytest.mark.usefixtures("content")]

PAPER = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAPER, re.DOTALL) for line in block.splitlines()]
# A command with the answer that the paper shows beneath it.
SHOWN = re.findall(r"```sh\n(curl [^\n]*)\n```\n\n```json\n(.*?)```", PAPER, re.DOTALL)


@pytest.fixture(autouse=True)
def _corrected(content) -> None:  # noqa: F811
    Correction.objects.create(meeting=Meeting.objects.published().last(), text_en="The day was wrong.")


def run(client, command: str):
    tool, *arguments = shlex.split(command)
    assert tool == "curl"
    address = urlsplit(arguments[-1])
    assert address.netloc == "record.example"
    return client.get(f"{address.path}?{address.query}" if address.query else address.path)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_answered(client, command):
    response = run(client, command)
    shown = dict(SHOWN).get(command)
    assert response.status_code == (json.loads(shown).get("status", 200) if shown else 200), response.content
    if response.streaming:
        assert b"".join(response.streaming_content), "The example shows nothing."
    elif not shown:
        answer = response.json()
        assert answer.get("results", answer), "The example shows nothing."


@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_an_answer_that_is_shown_is_the_answer(client, command, shown):
    answer, told = run(client, command).json(), json.loads(shown)
    # A state of the record is another one each time.
    assert ("token" in answer) == ("token" in told)
    assert answer | {"token": ""} == told | {"token": ""}


def test_the_table_of_parts_names_them_all():
    named = {
        noun: re.findall(r"`(\w+)`", parts)
        for nouns, parts in re.findall(r"^\| ([a-z, ]+) \| (`.*`) \|$", PAPER, re.MULTILINE)
        for noun in nouns.split(", ")
    }
    assert named == {noun: shape.parts for noun, shape in RESOURCES.items() if shape.parts}


def test_every_code_is_explained():
    rooms = (settings.BASE_DIR / "cooperation" / "opendata").rglob("*.py")
    raised = {code for path in rooms for code in re.findall(r"Problem\(\s*\d{3},\s*\"([a-z-]+)\"", path.read_text())}
    explained = set(re.findall(r"^\| \d{3} \| `([a-z-]+)`", PAPER, re.MULTILINE))
    # One is chosen between two, one is REST framework's own.
    assert explained - raised == {"unknown-value", "not-acceptable"} - raised
    assert raised <= explained
