"""Whom the link check may speak to: web servers on the open internet, at their usual ports."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

PORTS = {"http": 80, "https": 443}
# A translator of addresses (RFC 6052) turns these into what their last four bytes say.
_TRANSLATED = IPv6Network("64:ff9b::/96")


class RefusedError(Exception):
    """An address that this program does not go to; the text says why."""


@dataclass(frozen=True)
class Target:
    """A web address, taken apart: the host as DNS knows it, the path as HTTP wants it."""

    url: str
    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def target_of(url: str) -> Target:
    """`url` taken apart. Raises RefusedError for what is no plain address of a web server."""
    try:
        parts = parse_url(url.strip())
    except LocationParseError:
        raise RefusedError("no address that can be read") from None
    if parts.scheme not in PORTS or not parts.host:
        raise RefusedError("only http and https addresses are asked")
    if parts.port not in (None, PORTS[parts.scheme]):
        raise RefusedError(f"port {parts.port} is not that of a web server")
    if parts.auth:
        raise RefusedError("the address holds a name or password")
    clean = parts._replace(fragment=None)
    return Target(clean.url, parts.scheme, parts.host.strip("[]").rstrip("."), clean.request_uri)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, in whatever form it is wrapped."""
    try:
        return _is_public(ip_address(address))
    except ValueError:
        return False


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    inner = _wrapped(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return _is_public(inner)
    special = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not special


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a packet to this one would reach in the end."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    tunnelled = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnelled
