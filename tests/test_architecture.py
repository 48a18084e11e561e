"""The house stands as docs/architecture.md says, its code is clean, and nothing is missing for production."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.operations.commands import ROOT, clean_environment, manage

TOOLS = Path(sys.executable).parent


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=ROOT, env=clean_environment(), capture_output=True, text=True
    )


def pins(lock: str) -> dict[str, str]:
    """Name and version of each package that a lock file pins."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.engine("sqlite")
def test_no_floor_imports_from_one_above_it():
    process = tool("lint-imports", "--no-cache")
    assert process.returncode == 0, process.stdout


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("command", [("check",), ("format", "--check")])
def test_ruff_has_nothing_to_say(command):
    process = tool("ruff", *command, "--no-cache", ".")
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", "--check", "--dry-run")
    assert capsys.readouterr().out == "No changes detected\n"


@pytest.mark.engine("sqlite")
def test_a_production_site_is_checked_without_a_remark(tmp_path):
    process = manage("check", "--deploy", "--fail-level=WARNING", DATA_DIR=tmp_path, SITE_URL="https://record.example")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.engine("sqlite")
def test_tests_and_benchmark_run_on_the_packages_of_the_site():
    site, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert site
    assert site.items() <= development.items()
    assert site.items() <= pins("requirements-bench.txt").items()


def names(requirements):
    return [re.match(r"[a-z0-9-]+", line)[0] for line in requirements]


@pytest.mark.engine("sqlite")
def test_every_dependency_is_locked_and_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = names(project["project"]["dependencies"])
    groups = {group: names(lines) for group, lines in project["dependency-groups"].items()}
    assert set(runtime) <= set(pins("requirements.txt"))
    assert set(groups["development"]) <= set(pins("requirements-dev.txt"))
    assert set(groups["benchmark"]) <= set(pins("requirements-bench.txt"))
    assert set(groups["supply"]) <= set(pins("requirements-supply.txt"))
    decisions = (ROOT / "docs" / "decisions.md").read_text()
    every = runtime + [name for group in groups.values() for name in group]
    assert [name for name in every if f"`{name}`" not in decisions] == []


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("paper", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name)
def test_papers_refer_to_files_that_are_there(paper):
    links = re.findall(r"\]\(([^)#\s]+)\)", paper.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert missing == []
