"""What the fixture of each noun consists of: its snapshot, without what only editors enter."""

from dataclasses import dataclass, replace
from typing import Any

from cooperation.models import Progress, State
from cooperation.record.snapshots.fields import Choice, Field
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.shapes import Children, Shape

_ONLY_EDITORS = {"archived_url", "changes", *(f"withdrawal_reason_{language}" for language in ("en", "az", "ru"))}
_NO_FIXTURES = {"commitments", "corrections"}


@dataclass(frozen=True)
class Publication(Choice):
    """The state that a fixture gives its record."""

    allowed: tuple[str, ...] = (State.DRAFT.value, State.REVIEW.value, State.PUBLISHED.value)

    def write(self, record: Any, value: Any, world: Any) -> None:
        if record.state != value:
            record.move_to(State(value), by=None, at=world.now)


_IN_FIXTURES: dict[str, Field] = {
    "state": Publication("state", required=True),
    # What became of a commitment is the editors' to enter, with the later record that shows it.
    "progress": Choice("progress", required=True, allowed=(Progress.OPEN.value,)),
}


def _of_fixtures(shape: Shape) -> Shape:
    fields = (_field(entry) for entry in shape.fields if entry.name not in _ONLY_EDITORS)
    return replace(shape, fields=tuple(fields))


def _field(entry: Field) -> Field:
    if isinstance(entry, Children):
        return replace(entry, shape=_of_fixtures(entry.shape))
    return _IN_FIXTURES.get(entry.name, entry)


NOUNS: dict[str, Shape] = {noun: _of_fixtures(shape) for noun, shape in SHAPES.items() if noun not in _NO_FIXTURES}
