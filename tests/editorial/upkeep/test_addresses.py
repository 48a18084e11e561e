"""Whom the link check may speak to."""

import pytest

from cooperation.editorial.upkeep.links.addresses import RefusedError, is_public, target_of

pytestmark = pytest.mark.engine("sqlite")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("no address", "", "0x7f000001", "127.1"),
    ],
)
def test_all_other_addresses_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://un.example/", "file:///etc/passwd", "gopher://un.example/", "javascript:alert(1)", "//un.example"),
        *("http://un.example:8080/", "https://un.example:80/", "http://un.example:443/", "http://un.example:22/"),
        *("http://name@un.example/", "http://name:word@un.example/", "http://", "", "http://[::1", "http://a:b:c/"),
    ],
)
def test_only_plain_web_addresses_are_asked(url):
    with pytest.raises(RefusedError):
        target_of(url)


def test_an_address_is_taken_apart_as_a_server_wants_it():
    target = target_of(" HTTPS://News.Example.:443/a b/ü?q=ə#part ")
    assert (target.scheme, target.host, target.port) == ("https", "news.example", 443)
    assert target.path == "/a%20b/%C3%BC?q=%C9%99"
    assert target_of("http://[2606:2800::1]/").host == "2606:2800::1"
