"""Addresses of filtered lists: a filter is its parameters, so it is a link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

from cooperation.models import localized

# Stands in an address for a value that is filled in: what no address can hold otherwise.
_HOLE = uuid4().hex


def list_address(noun: str, **parameters: str) -> "Address":
    """The address of a noun's list in the active language, with a value for each parameter."""
    return Address(noun, {name: [value] for name, value in parameters.items()})


@dataclass(frozen=True)
class Address:
    """A noun's list with its parameters, from which neighbouring addresses are made."""

    noun: str
    parameters: Mapping[str, Sequence[str]]

    def __str__(self) -> str:
        query = urlencode([(name, value) for name, values in self.parameters.items() for value in values])
        path = localized(f"/{self.noun}/")
        return f"{path}?{query}" if query else path

    def having(self, **changes: Sequence[str]) -> Self:
        """This address with other values for some parameters; no values take one away."""
        merged = {name: values for name, values in {**self.parameters, **changes}.items() if values}
        return type(self)(self.noun, merged)

    def varying(self, name: str) -> Callable[[str], str]:
        """This address with one value for a parameter, a slug or a year, for each value that it is called with."""
        before, after = str(self.having(**{name: [_HOLE]})).split(_HOLE)
        return lambda value: f"{before}{value}{after}"

    def toggling(self, name: str, value: str) -> Self:
        """This address with `value` added to the parameter, or taken from it."""
        values = list(self.parameters.get(name, ()))
        changed = [each for each in values if each != value] if value in values else [*values, value]
        return self.having(**{name: changed})

    def replacing(self, name: str, value: str, other: str) -> Self:
        values = self.parameters.get(name, ())
        return self.having(**{name: [other if each == value else each for each in values]})
