"""Who asks: one way to find a client's address, for every limit."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The client's address; of IPv6 the network, of which a client has as many addresses as it likes."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """The same of a request that has not reached Django."""
    written = _written_in(environ)
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return written
    # One of IPv4, as it is written where both are listened for at one socket.
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def written_address(request: HttpRequest) -> str:
    """As it came. Behind a proxy the one that the proxy saw, which stands last: before it, anyone may."""
    return _written_in(request.META)


def _written_in(environ: Mapping[str, Any]) -> str:
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")
