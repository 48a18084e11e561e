"""Whether the files of the whole record still say what is public: they know the state of the record that they hold."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from cooperation.models import LastChange
from cooperation.record.changes import Stamp, remembered, request_stamp
from cooperation.record.filters import FILTERS

from ..mirroring import stamp_of
from . import shelf
from .descriptor import homepage


def is_behind(version: Path) -> bool:
    """Whether anything that is public has changed since the files were made, or the site's address; or nobody knows."""
    return _package_of(version).get("homepage", "") != homepage() or _is_behind(_made_of(version))


def holds_what_is_gone(version: Path) -> bool:
    """Whether the files hold a record that is public no more, withdrawn or deleted, or nobody knows."""
    return _holds_what_is_gone(_made_of(version))


def _made_of(version: Path) -> Stamp | None:
    """The state of the record that a version was made of; None where it does not say, as in a former release."""
    return stamp_of(_package_of(version).get("version", ""))


@lru_cache(maxsize=2)
def _package_of(version: Path) -> dict[str, Any]:
    return json.loads((version / shelf.PACKAGE).read_text(encoding="utf-8"))


@remembered
def _is_behind(made: Stamp | None) -> bool:
    return _is_unknown(made) or _noted_since(made).exists()


@remembered
def _holds_what_is_gone(made: Stamp | None) -> bool:
    return _is_unknown(made) or _noted_since(made, is_public=False).exists()


def _is_unknown(made: Stamp | None) -> bool:
    now = request_stamp()
    return made is None or made.epoch != now.epoch or made.number > now.number


def _noted_since(made: Stamp, **more: bool) -> QuerySet[LastChange]:
    # The nouns are named for the sake of the index.
    return LastChange.objects.filter(noun__in=FILTERS, generation__gt=made.number, **more)
