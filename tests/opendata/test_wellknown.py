"""What programs look for at fixed addresses."""

import datetime
from urllib.robotparser import RobotFileParser

import pytest
from django.utils import timezone


def text_of(response):
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/meetings/", True), ("/az/agencies/unicef/", True), ("/meetings/talks.json", True),
     ("/data/record.sqlite3", True), ("/admin/", False), ("/az/admin/", False), ("/api/v1/meetings/", False)],
)  # fmt: skip
def test_robots_read_the_records(client, path, allowed):
    robots = RobotFileParser()
    robots.parse(text_of(client.get("/robots.txt")).splitlines())
    assert robots.can_fetch("*", f"http://testserver{path}") is allowed
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]


def test_robots_leave_filters_and_briefings_alone(client):
    """Python's parser knows no stars; these lines are read as RFC 9309 says."""
    lines = text_of(client.get("/robots.txt")).splitlines()
    assert "Disallow: /*?" in lines
    assert "Disallow: /*/briefing/" in lines


def test_a_security_contact_is_named_with_an_end(client, settings):
    settings.CONTACT_EMAIL = "desk@record.example"
    settings.SITE_URL = "https://record.example"
    fields = dict(line.split(": ", 1) for line in text_of(client.get("/.well-known/security.txt")).splitlines())
    assert fields["Contact"] == "mailto:desk@record.example"
    assert fields["Canonical"] == "https://record.example/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, az, ru"
    left = datetime.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert datetime.timedelta(days=100) < left < datetime.timedelta(days=365)


def test_without_a_contact_nobody_is_named(client, settings):
    settings.CONTACT_EMAIL = ""
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 404
    assert "CONTACT_EMAIL" in text_of(response)
