"""The records that a file speaks of, as they are and as the file would have them."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cooperation.models import State
from cooperation.models.source import WEB_SCHEMES, url_key
from cooperation.record.snapshots import Data, Snapshot
from cooperation.record.snapshots.fields import Choice
from cooperation.record.snapshots.many import take_these
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.shapes import Shape

from .bounds import CellError, Place, Problem
from .lookups import Lookup

Key = tuple[str, str]
"""A noun and a uid."""
_is_web_address = URLValidator(schemes=WEB_SCHEMES)


class Workspace:
    """`seed` makes the uids of new records: the same file planned twice gives the same ones."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.lookups: dict[str, Lookup] = {}
        self.wanted: dict[str, set[str]] = defaultdict(set)
        self.before: dict[Key, Snapshot] = {}
        self.after: dict[Key, Data] = {}
        self.names: dict[str, str] = {}
        self.places: dict[Key, Place] = {}
        self.problems: list[Problem] = []
        # The agencies of each official's appointments, once they were asked for.
        self.posts: dict[str, set[str]] | None = None

    def lookup(self, noun: str) -> Lookup:
        if noun not in self.lookups:
            self.lookups[noun] = Lookup(noun, self.wanted[noun])
        return self.lookups[noun]

    def find(self, noun: str, text: str, place: Place) -> str:
        """The uid of another record; a source that is not there yet is made."""
        if noun == "sources" and self.lookup(noun).by_code(text) is None:
            return self._new_source(text, place)
        uid = self.lookup(noun).find(text)
        self.names[uid] = self.lookup(noun).titles[uid]
        return uid

    def _new_source(self, url: str, place: Place) -> str:
        try:
            _is_web_address(url)
            uid = self.uid_for(url_key(url))
        except (ValidationError, ValueError):
            told = {"text": url[:100]}
            raise CellError(_("“%(text)s” is no address that begins with http:// or https://.") % told) from None
        self.lookup("sources").add(uid, url, code=url_key(url))
        self.after["sources", uid] = {"uid": uid, "url": url}
        self.places["sources", uid] = place
        self.names[uid] = url
        return uid

    def uid_for(self, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.seed} {name}"))

    def load(self, keys: Iterable[Key]) -> None:
        """Read what these records are, those that there are and were not read yet."""
        uids: dict[str, set[str]] = defaultdict(set)
        for noun, uid in keys:
            if (noun, uid) not in self.after:
                uids[noun].add(uid)
        for noun, some in uids.items():
            for _record, taken in take_these(noun, some):
                self.before[noun, taken.uid] = taken
                self.after[noun, taken.uid] = copy.deepcopy(taken.data)

    def data(self, noun: str, uid: str) -> Data:
        """What the record shall be; a new one begins with what its columns have as default."""
        if (noun, uid) not in self.after:
            self.after[noun, uid] = {"uid": uid, **defaults_of(SHAPES[noun])}
        return self.after[noun, uid]

    def refuse(self, place: Place, text: str) -> None:
        self.problems.append(Problem(place, text))


def defaults_of(shape: Shape) -> dict[str, Any]:
    """The values that the required choices of a new record have; a new record is a draft."""
    found: dict[str, Any] = {}
    for entry in shape.fields:
        if isinstance(entry, Choice) and entry.required:
            column = shape.model._meta.get_field(entry.attribute)
            if entry.name == "state":
                found["state"] = State.DRAFT.value
            elif column.has_default():
                found[entry.name] = str(column.get_default())
    return found
