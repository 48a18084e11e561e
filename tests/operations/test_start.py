import io
import json
import shutil

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from cooperation.operations import start
from cooperation.operations.faults import StartFailure


@pytest.fixture
def said():
    return []


@pytest.mark.django_db
class TestCreateAdministrator:
    def test_the_first_one_gets_a_password_that_is_said_once(self, said):
        start.create_administrator(said.append)
        user = get_user_model().objects.get()
        assert (user.username, user.is_superuser, user.is_staff) == ("admin", True, True)
        password = said[0].split()[3]
        assert said == [f"Administrator: admin   Password: {password}   (shown only this once)"]
        assert len(password) == 16
        assert user.check_password(password)
        assert password not in user.password

    def test_there_is_only_one(self, said):
        start.create_administrator(said.append)
        start.create_administrator(said.append)
        assert get_user_model().objects.count() == 1
        assert len(said) == 1

    def test_none_is_made_beside_another(self, said):
        get_user_model().objects.create_superuser("leyla", password="its own")
        start.create_administrator(said.append)
        assert (get_user_model().objects.get().username, said) == ("leyla", [])

    def test_an_editor_of_that_name_is_left_alone(self, said):
        editor = get_user_model().objects.create_user("admin")
        start.create_administrator(said.append)
        assert get_user_model().objects.get(is_superuser=True).username == "admin2"
        editor.refresh_from_db()
        assert not editor.is_staff


@pytest.mark.enable_socket
class TestRequireFreePort:
    def test_a_free_one_is_fine(self, free_port):
        assert start.require_free_port("127.0.0.1", free_port) is None

    def test_an_address_of_another_machine_is_refused(self):
        with pytest.raises(StartFailure, match=r"Nothing can be served at 192\.0\.2\.1 \(Cannot assign"):
            start.require_free_port("192.0.2.1", 8000)

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
        with pytest.raises(StartFailure, match=r"agencies\.json, line 3: this is not JSON"):
            start.load_content()

    @pytest.mark.django_db
    def test_missing_fixtures_are_said(self, fixtures):
        shutil.rmtree(fixtures)
        with pytest.raises(StartFailure, match="There is no folder .* to load the record from"):
            start.load_content()


def test_welcome_gives_both_local_addresses():
    assert "http://127.0.0.1:8123/ and http://localhost:8123/" in start.welcome("127.0.0.1", 8123)


def test_welcome_gives_the_public_address(settings):
    settings.SITE_URL = "https://record.example"
    assert start.welcome("127.0.0.1", 8123).startswith("Serving https://record.example/ behind your web server")


def test_the_server_is_told_host_and_port():
    arguments = start.server_arguments("0.0.0.0", 8123)
    assert {"--host=0.0.0.0", "--port=8123", "--workers=2", "--interface=wsgi"} < set(arguments)
