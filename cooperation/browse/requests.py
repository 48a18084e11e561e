"""What several parts of one page ask of its request."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest

from cooperation.models.base import active_language

Result = TypeVar("Result")


def once_a_request(function: Callable[[HttpRequest], Result]) -> Callable[[HttpRequest], Result]:
    """The function, worked out once for a request and a language: its head, its masthead and its headers share it."""

    @wraps(function)
    def known(request: HttpRequest) -> Result:
        answers = request.__dict__.setdefault("answers", {})
        key = function, active_language()
        if key not in answers:
            answers[key] = function(request)
        return answers[key]

    return known
