import io
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from cooperation.models import Meeting, SeedRecord, Topic
from tests.seed.merging.small_material import SmallMaterial


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def load(folder, out=None, **options) -> str:
    out = out or io.StringIO()
    call_command("load_record", folder, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_load_record_says_in_a_line_what_it_loaded(small):
    assert load(small.write()) == (
        "The record: loaded 2 sources, 3 topics, 2 agencies, 2 officials, 1 programs, 1 events, 2 meetings, "
        "1 agreements.\n"
    )
    assert load(small.folder) == "The record: nothing new to load.\n"


@pytest.mark.django_db
def test_load_record_says_what_it_left_to_editors(small):
    load(small.write())
    Topic.objects.filter(slug="youth").update(name_ru="Молодёжь")
    small.of("youth")["name_en"] = "Young people"
    small.of("mines")["name_en"] = "Action on mines"

    said = load(small.write())

    assert said == "The record: brought up to date 1 topics; left as editors changed them 1 topics.\n"


@pytest.mark.django_db
def test_load_record_shows_its_progress_in_one_line_of_a_terminal(small):
    said = load(small.write(), Terminal())

    assert "\rLoading the record … 2 of 2 meetings\x1b[K" in said
    assert said.count("\n") == 1


@pytest.mark.django_db
def test_load_record_can_be_silent(small):
    assert load(small.write(), verbosity=0) == ""
    assert Meeting.objects.count() == 2


@pytest.mark.django_db
def test_load_record_of_a_damaged_folder_says_where_and_loads_nothing(small):
    small.of("report")["url"] = "javascript:alert(1)"
    folder = small.write()

    with pytest.raises(CommandError) as refusal:
        load(folder)

    assert str(refusal.value) == (
        f"{small.path('sources')}, line {small.line_of('report')}: “url” is 'javascript:alert(1)', "
        "no address that begins with http:// or https://."
    )
    assert not SeedRecord.objects.exists()


@pytest.mark.django_db
def test_load_record_without_tables_says_so(small):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cooperation_seedrecord RENAME TO elsewhere")
    folder = small.write()

    with pytest.raises(CommandError, match=r"^The database cannot take the record: "):
        load(folder)


@pytest.mark.engine("sqlite")
def test_load_record_of_a_damaged_folder_ends_with_status_1(small, tmp_path):
    small.of("cop")["start"] = "2024-13"
    command = [sys.executable, "manage.py", "load_record", str(small.write())]

    ended = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={"DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    place = f"{small.path('events')}, line {small.line_of('cop')}: "
    assert ended.stderr == f"CommandError: {place}“start” is '2024-13', no date like 2024, 2024-01 or 2024-01-11.\n"


@pytest.fixture
def project(tmp_path):
    """Folders of gathered data and of curation, as `build_fixtures` wants them."""
    material = SmallMaterial()
    data, curation = tmp_path / "data", tmp_path / "fixtures" / "curation"
    data.mkdir()
    curation.mkdir(parents=True)
    for name, rows in material.gathered.items():
        (data / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    for name, rows in material.curation.items():
        (curation / f"{name}.json").write_text(json.dumps(rows))
    return tmp_path


def build(project) -> str:
    out = io.StringIO()
    call_command("build_fixtures", project / "data", "--fixtures", project / "fixtures", stdout=out)
    return out.getvalue()


def built(project) -> dict[str, bytes]:
    files = (path for path in (project / "fixtures").rglob("*.json") if path.parent.name != "curation")
    return {path.name: path.read_bytes() for path in files}


def test_build_fixtures_twice_gives_the_same_bytes(project):
    assert build(project) == (
        "Built 2 sources, 2 topics, 2 agencies, 2 officials, 1 programs, 1 events, 2 meetings, 0 agreements.\n"
    )
    first = built(project)

    build(project)

    assert built(project) == first
    assert "2024.json" in first


@pytest.mark.django_db
def test_build_fixtures_gives_what_load_record_takes(project):
    build(project)

    load(project / "fixtures")

    assert Meeting.objects.published().get().title_en == "The minister met the director"


def test_build_fixtures_stops_with_file_and_key(project):
    (project / "fixtures/curation/places.json").write_text("{}")

    with pytest.raises(CommandError) as refusal:
        build(project)

    problem = "a meeting was held there, but the file has no row for it"
    assert str(refusal.value) == f"places.json, “Baku, Azerbaijan”: {problem}."
    assert built(project) == {}


def test_build_fixtures_refuses_what_could_not_be_loaded(project):
    path = project / "fixtures/curation/topics.json"
    path.write_text(path.read_text().replace('"sdgs": [16]', '"sdgs": [18]'))

    with pytest.raises(CommandError, match=r"topics\.json, line 2: “sdgs” is no list of numbers from 1 to 17"):
        build(project)
