import os
import shutil
import socket
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finder
from django.db import ConnectionHandler

from cooperation.editorial import sealing
from cooperation.operations import environment, start
from cooperation.operations.faults import StartError

from .backups.databases import database


@pytest.mark.django_db
class TestCreateAdministrator:
    def test_the_first_one_gets_a_random_password(self):
        name, password = start.create_administrator()
        user = get_user_model().objects.get()
        assert (name, user.username, user.is_superuser, user.is_staff) == ("admin", "admin", True, True)
        assert user.check_password(password)
        assert len(password) == 16
        assert password not in user.password

    def test_there_is_only_one(self):
        start.create_administrator()
        assert start.create_administrator() is None
        assert get_user_model().objects.count() == 1

    def test_none_is_made_beside_another(self):
        get_user_model().objects.create_superuser("leyla", password="its own")
        assert start.create_administrator() is None
        assert get_user_model().objects.get().username == "leyla"

    def test_an_editor_of_that_name_is_left_alone(self):
        get_user_model().objects.create_user("admin")
        assert start.create_administrator()[0] == "admin2"
        assert [user.username for user in get_user_model().objects.filter(is_staff=True)] == ["admin2"]


@pytest.mark.django_db
def test_a_start_brings_second_factors_to_the_present_key(admin_user, settings):
    said = []
    factor = Authenticator.objects.create(user=admin_user, type="totp", data={"secret": generate_totp_secret()})
    start.renew_seals(said.append)
    factor.refresh_from_db()
    assert (factor.data["secret"].startswith(sealing.SEALED), said) == (True, [])
    settings.SECRET_KEY = "another one " * 6
    start.renew_seals(said.append)
    assert said == ["Second factors that no key of this site opens: 1. What to do says `manage.py doctor`."]


@pytest.mark.django_db
def test_the_database_of_the_tests_counts_letters():
    start.check_letters()


@pytest.mark.engine("postgresql")
@pytest.mark.django_db
def test_a_database_that_counts_bytes_is_refused(monkeypatch):
    with database(None, "bytes", options="TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'") as url:
        found = ConnectionHandler({"default": environment.named(url)})["default"]
        monkeypatch.setattr(start, "connection", found)
        with pytest.raises(StartError, match="drill_bytes holds texts as SQL_ASCII, not as UTF8: make a new one"):
            start.check_letters()
        found.close()


@pytest.mark.enable_socket
class TestFreePort:
    def test_a_free_one_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        assert start.free_port("127.0.0.1", str(port)) == port

    @pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "", "８０００", "9" * 5000])
    def test_what_is_no_port_is_refused(self, text):
        with pytest.raises(StartError, match="makes no sense: write a number from 1 to 65535"):
            start.free_port("127.0.0.1", text)

    def test_an_address_of_another_machine_is_refused(self):
        with pytest.raises(StartError, match=r"Nothing can be served at 192\.0\.2\.1 \(Cannot assign"):
            start.free_port("192.0.2.1", "8000")

    def test_a_port_of_the_system_is_explained(self):
        refusal = start._port_fault("127.0.0.1", 80, PermissionError(13, "Permission denied"))
        assert refusal == "Port 80 is reserved for the system: choose another, like `make run PORT=8000`."


class TestLoadContent:
    @pytest.fixture
    def fixtures(self, settings, tmp_path):
        """A copy of the fixtures, to be damaged."""
        shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures")
        settings.BASE_DIR = tmp_path
        return tmp_path / "fixtures"

    @pytest.mark.django_db
    def test_a_damaged_fixture_is_named_with_its_line(self, fixtures):
        (fixtures / "agencies.json").write_text("[\n{\n")
        with pytest.raises(StartError, match=r"agencies\.json, line 3: this is not JSON"):
            start.load_content()

    @pytest.mark.django_db
    def test_missing_fixtures_are_said(self, fixtures):
        shutil.rmtree(fixtures)
        with pytest.raises(StartError, match=r"There is no folder .* to load the record from"):
            start.load_content()


def test_welcome_gives_both_local_addresses():
    assert "http://127.0.0.1:8123/ and http://localhost:8123/" in start.welcome("127.0.0.1", 8123)


def test_welcome_gives_the_public_address(settings):
    settings.SITE_URL = "https://record.example"
    assert start.welcome("127.0.0.1", 8123).startswith("Serving https://record.example/ behind your web server")


class TestCollectStatic:
    @pytest.fixture(autouse=True)
    def folders(self, settings, tmp_path):
        source = tmp_path / "source"
        source.mkdir()
        (source / "page.css").write_text("p {}")
        settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
        settings.STATICFILES_DIRS = [source]
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
        }
        get_finder.cache_clear()
        yield
        get_finder.cache_clear()

    def test_what_is_as_it_was_is_left_alone(self, settings):
        start.collect_static()
        gathered = settings.STATIC_ROOT / "page.css"
        gathered.unlink()
        start.collect_static()
        assert not gathered.exists()

    def test_what_changed_is_gathered_anew(self, settings):
        start.collect_static()
        changed = settings.STATICFILES_DIRS[0] / "page.css"
        changed.write_text("p { color: red }")
        # Times of files are compared by the second.
        os.utime(changed, (time.time() + 2,) * 2)
        start.collect_static()
        assert (settings.STATIC_ROOT / "page.css").read_text() == "p { color: red }"

    def test_what_is_lost_is_gathered_anew(self, settings):
        start.collect_static()
        shutil.rmtree(settings.STATIC_ROOT)
        start.collect_static()
        assert (settings.STATIC_ROOT / "page.css").exists()
