"""Where the desk takes the key of a record: one that is none is an error of the form, never of the server."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest

# What fits the keys of both databases.
_DIGITS = 18


def is_key(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def as_key(text: str | None) -> int | None:
    """A primary key or another number that counts records, where the text is one."""
    return int(text) if text and is_key(text) else None


class _KeysOnly:
    """What is shown as chosen are records, whatever was sent."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if is_key(each)], attr)


class OneByTyping(_KeysOnly, AutocompleteSelect):
    pass


class SomeByTyping(_KeysOnly, AutocompleteSelectMultiple):
    pass


class OneField(ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not hasattr(value, "pk") and not is_key(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class SomeField(ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for each in value:
            if not is_key(each):
                text = self.error_messages["invalid_pk_value"]
                raise ValidationError(text, code="invalid_pk_value", params={"pk": each})
        return super()._check_values(value)


class CheckedList(ChangeList):
    """A list that passes over a filter that no database can hold."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error


def choose_keys_only(request: HttpRequest) -> None:
    """Leave out of the records chosen for an action what can be none."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(map(is_key, chosen)):
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if is_key(key)])
