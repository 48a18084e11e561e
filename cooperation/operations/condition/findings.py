"""What a check found, for people and for machines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from ..faults import explanation


class State(IntEnum):
    FINE = 0
    # Somebody should look soon; the site does its work.
    WARNING = 1
    FAULT = 2


@dataclass(frozen=True)
class Finding:
    """`says` is what was found, and `do` what to do about it."""

    name: str
    state: State
    says: str
    do: str = ""
    # What was measured, for machines.
    value: float | None = None


Check = Callable[[], "Finding | list[Finding]"]


def fine(name: str, says: str, value: float | None = None) -> Finding:
    return Finding(name, State.FINE, says, value=value)


def warning(name: str, says: str, do: str, value: float | None = None) -> Finding:
    return Finding(name, State.WARNING, says, do, value)


def fault(name: str, says: str, do: str, value: float | None = None) -> Finding:
    return Finding(name, State.FAULT, says, do, value)


def asked(check: Check, name: str) -> Finding:
    """What the check found; one that cannot be made is a finding itself, and never an error."""
    try:
        return check()
    except Exception as error:
        says = explanation(error) or f"{type(error).__name__}: {' '.join(str(error).split()) or 'no reason given'}"
        return fault(name, says, "Put that right first: more could not be asked.")


def worst(findings: Iterable[Finding]) -> State:
    return max((each.state for each in findings), default=State.FINE)
