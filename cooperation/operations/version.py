"""Which version of the program runs, and from which commit where it runs from a checkout."""

import tomllib
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse

PROJECT = Path(__file__).resolve().parent.parent.parent


def version_of(project: Path) -> str:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def commit_of(project: Path) -> str | None:
    """The commit that is checked out in `project`, read from git's own files; None where there is no checkout."""
    git = project / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        return _resolved(git, head.removeprefix("ref: ")) if head.startswith("ref: ") else head
    except OSError:
        return None


def _resolved(git: Path, name: str) -> str | None:
    loose = git / name
    if loose.is_file():
        return loose.read_text(encoding="ascii").strip()
    packed = (git / "packed-refs").read_text(encoding="ascii").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), None)


# Read once: what runs is what was there when the process began.
RUNNING = {"version": version_of(PROJECT), "commit": commit_of(PROJECT)}


def version(request: HttpRequest) -> HttpResponse:
    # Scripts of every site may read it, as they may the record.
    return JsonResponse(RUNNING, headers={"Access-Control-Allow-Origin": "*"})
