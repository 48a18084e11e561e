"""Which version runs."""

import re
import tomllib

import pytest

from cooperation.operations.version import PROJECT, commit_of, version_of


def test_the_running_version_is_that_of_the_project(client):
    said = client.get("/version").json()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert said["version"] == project["version"] == version_of(PROJECT)
    assert said["commit"] is None or re.fullmatch("[0-9a-f]{40}", said["commit"])


@pytest.fixture
def checkout(tmp_path):
    def write(**files):
        for name, text in files.items():
            path = tmp_path / ".git" / name.replace("__", "/").replace("_", "-")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def test_the_commit_of_a_branch(checkout):
    project = checkout(refs__heads__main="a" * 40 + "\n")
    (project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert commit_of(project) == "a" * 40


def test_the_commit_of_a_packed_branch_and_of_none(checkout):
    packed = f"# pack-refs\n{'b' * 40} refs/heads/other\n{'c' * 40} refs/heads/main\n"
    project = checkout(HEAD="ref: refs/heads/main\n", packed_refs=packed)
    assert commit_of(project) == "c" * 40
    (project / ".git/HEAD").write_text("d" * 40 + "\n")
    assert commit_of(project) == "d" * 40


def test_no_commit_where_there_is_no_checkout(tmp_path, checkout):
    assert commit_of(tmp_path) is None
    assert commit_of(checkout(HEAD="ref: refs/heads/main\n")) is None


def test_scripts_of_other_sites_may_read_it(client):
    assert client.get("/version")["Access-Control-Allow-Origin"] == "*"
