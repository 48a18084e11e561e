"""Every address of the desk and of its accounts, taken from the site's own map."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PLACES = ("admin/", "accounts/")


def desk_addresses() -> dict[str, URLPattern]:
    """The patterns below the desk's places, by their names; one without a name by what it looks like."""
    found = {}
    for path, name, pattern in _walk(get_resolver()):
        if path.startswith(PLACES):
            found[name if not name.endswith(":") else name + path] = pattern
    return found


def _walk(resolver: URLResolver, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    for each in resolver.url_patterns:
        here = path + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, here, (*spaces, each.namespace) if each.namespace else spaces)
        else:
            yield here, ":".join((*spaces, each.name or "")), each
