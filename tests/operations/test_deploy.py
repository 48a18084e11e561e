"""The recipes in deploy/: read, and nginx's run where it is installed, so that a rename or a slip is noticed."""

import configparser
import json
import re
import shutil
import subprocess
import threading
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml
from django.core.management import get_commands

from cooperation.editorial.exchange.bounds import FILE_BYTES
from cooperation.operations.headers import PERMISSIONS
from deploy.is_alive import is_alive
from tests.operations.commands import ROOT
from tests.operations.serving import unused_port, wait_until_it_listens
from tests.security.test_headers import ALWAYS

pytestmark = pytest.mark.engine("sqlite")

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
COMMAND = re.compile(r'(?:manage\.py|record-manage)(?: |", ")([a-z_]+)')
# In our papers: a block of code, or words in it.
CODE = re.compile("^    .*$|`[^`]+`", re.MULTILINE)
# What a web server says where the site does not answer.
BY_THE_SERVER = {name.lower(): value for name, value in ALWAYS.items()} | {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
    "cache-control": "no-store",
}
SETTING = re.compile(r'\b(?:text|flag|whole_number|email|token|choice|workers)\("([A-Z_]+)"')
# Who watches the site sets these, in containers and on a plain server.
WATCHING = {"METRICS_TOKEN", "LOG_FORMAT", "LOG_REQUESTS", "ERROR_REPORTER"}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def settings_of_the_site():
    return set(SETTING.findall(read("cooperation/settings.py") + read("cooperation/operations/environment.py")))


def steps(stage=-1):
    """The instructions of one stage of the image, and what follows each."""
    text = re.sub(r"^#.*\n|\\\n", "", read("deploy/Containerfile"), flags=re.MULTILINE)
    return [line.split(None, 1) for line in re.split(r"^(?=FROM )", text, flags=re.MULTILINE)[stage].splitlines()]


def said(instruction):
    return [rest for word, rest in steps() if word == instruction]


def compose():
    return yaml.safe_load(read("deploy/compose.yaml"))


def services():
    return compose()["services"].items()


def unit(path):
    """The last value of each name; of those that add up, all are in the text."""
    parser = configparser.RawConfigParser(strict=False, delimiters="=")
    parser.optionxform = str
    parser.read(UNITS / path, encoding="utf-8")
    return parser


@pytest.mark.parametrize(
    "path", ["docs/operations.md", "README.md", *(f"deploy/{path.name}" for path in DEPLOY.iterdir() if path.is_file())]
)
def test_every_command_that_is_named_is_there(path):
    text = "\n".join(CODE.findall(read(path))) if path.endswith(".md") else read(path)
    assert set(COMMAND.findall(text)) <= set(get_commands())


def test_the_image_runs_as_nobody_in_particular():
    assert said("USER") == ["10001:10001"]
    assert "--uid 10001" in " ".join(said("RUN"))
    # Whoever comes after it is root no more.
    assert [word for word, _rest in steps()].index("USER") > max(
        number for number, (word, _rest) in enumerate(steps()) if word in {"RUN", "COPY"}
    )


def test_the_image_holds_packages_by_their_hashes_and_no_secret():
    text = read("deploy/Containerfile")
    assert "--require-hashes -r requirements.txt" in text
    assert not re.search(r"SECRET|PASSWORD|DATABASE_URL|TOKEN", text)


def test_the_image_starts_the_site_where_its_health_is_asked():
    assert json.loads(said("CMD")[0])[:3] == ["python", "manage.py", "serve"]
    assert json.loads(said("HEALTHCHECK")[0].partition("CMD ")[2]) == ["python", "deploy/is_alive.py"]
    assert said("EXPOSE") == ["8000"]
    assert said("STOPSIGNAL") == ["SIGINT"]


def test_what_the_image_is_made_of_is_named_and_there():
    rules = [line for line in read(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert (rules[0], rules[-1]) == ("*", "**/__pycache__")
    taken = [rule.removeprefix("!") for rule in rules[1:-1]]
    assert [pattern for pattern in taken if not list(ROOT.glob(pattern))] == []
    # The site shows some of its papers, and gives its licence with the data.
    assert {"docs/*.md", "LICENSE*", "pyproject.toml", "fixtures", "manage.py", "requirements.txt"} <= set(taken)
    assert not {"var", ".git", ".venv", "tests"} & set(taken)


@pytest.mark.parametrize(("name", "service"), list(services()))
def test_a_container_may_do_nothing_that_it_need_not(name, service):
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "restart"} <= set(service)
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert ("ports" in service) is (name == "proxy")
    assert not any(":/var/run/docker" in str(volume) for volume in service.get("volumes", []))


def test_containers_know_settings_and_read_secrets_from_files():
    for name in ("web", "nightly"):
        environment = compose()["services"][name]["environment"]
        assert WATCHING <= {setting.removesuffix("_FILE") for setting in environment} <= settings_of_the_site()
        assert {"DATABASE_URL_FILE", "SECRET_KEY_FILE", "METRICS_TOKEN_FILE"} <= set(environment)
    files = [path for path, _ in re.findall(r"(/run/secrets/(\w+))", read("deploy/compose.yaml"))]
    assert {path.rpartition("/")[2] for path in files} == set(compose()["secrets"])
    assert "deploy/secrets/" in read(".gitignore").splitlines()


def test_database_and_cache_have_no_way_out():
    networks = compose()["networks"]
    for name in ("database", "cache"):
        reached = compose()["services"][name]["networks"]
        assert all(networks[network]["internal"] for network in reached)
    assert "public" not in compose()["services"]["web"]["networks"]


def test_settings_of_a_plain_server_are_known():
    names = set(re.findall(r"^#?([A-Z_]+)=", read("deploy/record.env"), re.MULTILINE))
    assert {"SITE_URL", "DATA_DIR", "BACKUP_DIR"} | WATCHING <= names <= settings_of_the_site()


def test_the_readme_names_every_setting():
    told = set(re.findall(r"`([A-Z_]+)`", read("README.md").partition("## Settings")[2].partition("\n## ")[0]))
    assert settings_of_the_site() <= told
    listed = set(re.findall(r"[A-Z_]{5,}", read("cooperation/settings.py").partition('"""\n\nimport')[0]))
    assert settings_of_the_site() <= listed


def test_every_unit_is_confined():
    assert {path.name.partition("-")[0] for path in UNITS.iterdir()} == {"record"}
    confined = unit("record-.service.d/confined.conf")["Service"]
    assert (confined["User"], confined["ProtectSystem"]) == ("record", "strict")
    assert (confined["NoNewPrivileges"], confined["CapabilityBoundingSet"]) == ("yes", "")
    state = f"/var/lib/{confined['StateDirectory']}"
    assert f"DATA_DIR={state}\nBACKUP_DIR={confined['ReadWritePaths']}\n" in read("deploy/record.env")


def test_timers_start_commands_that_are_there():
    for timer in UNITS.glob("*.timer"):
        task, _, command = unit(timer.name)["Timer"]["Unit"].partition("@")
        assert (UNITS / f"{task}@.service").exists()
        assert command.removesuffix(".service") in get_commands()


def test_the_server_alone_is_told_to_stop():
    # Workers that hear of it from two sides hang until they are killed.
    web = unit("record-web.service")["Service"]
    assert (web["KillMode"], web["ExecReload"]) == ("mixed", "kill -HUP $MAINPID")
    assert web["ExecStart"] == "/srv/record/.venv/bin/python manage.py serve"


def test_what_follows_the_database_finds_it():
    copy = yaml.safe_load(read("deploy/litestream.yml"))["dbs"]
    data_dir = re.search("^DATA_DIR=(.*)$", read("deploy/record.env"), re.MULTILINE)[1]
    assert [each["path"] for each in copy] == [f"{data_dir}/record.sqlite3"]
    assert unit("record-litestream.service")["Service"]["ReadWritePaths"] == f"-{copy[0]['replica']['path']}"


def test_no_reader_says_himself_who_he_is():
    nginx, caddy = read("deploy/nginx.conf"), read("deploy/Caddyfile")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    # To WSGI both are HTTP_X_FORWARDED_FOR; nginx drops the other by itself unless it is told not to.
    assert "underscores_in_headers" not in nginx
    assert {"-X_*", "-X-Forwarded_*"} <= set(re.findall(r"request_header (\S+)", caddy))
    assert "trusted_proxies" not in caddy


def test_the_largest_import_passes_the_web_servers():
    nginx, caddy = read("deploy/nginx.conf"), read("deploy/Caddyfile")
    # Some room for the rest of the form, and not much.
    assert f"client_max_body_size {FILE_BYTES // 2**20 + 1}m;" in nginx
    too_large = re.compile(re.search(r"header_regexp Content-Length (\S+)", caddy)[1])
    lengths = [0, FILE_BYTES + 1_000_000, 11_999_999, 12_000_000, 20_000_000, 99_999_999, 100_000_000, 10**12]
    assert [bool(too_large.search(str(length))) for length in lengths] == [False] * 3 + [True] * 5
    # Whatever is not refused by its length is taken in whole.
    assert re.findall(r"(?:max_size|request_buffers) (\S+)", caddy) == ["12MiB", "12MiB"]


@pytest.mark.parametrize("tool", ["systemd-analyze", "nginx"])
def test_the_tools_of_a_plain_server_take_it(tool, tmp_path):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    {"systemd-analyze": verify_units, "nginx": verify_nginx}[tool](tmp_path)


def verify_units(folder):
    shutil.copytree(UNITS, folder / "units")
    for path in (folder / "units").glob("*.service"):
        path.write_text(re.sub(r"/srv/record/.venv/bin/python|/usr/bin/litestream", "/bin/true", path.read_text()))
    units = sorted(map(str, (folder / "units").glob("record-*.*er*")))
    units = [path for path in units if "@" not in path and not path.endswith(".d")]
    ran = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    complaints = [line for line in ran.stderr.splitlines() if "record-" in line]
    assert (len(units), complaints) == (4, [])


def verify_nginx(folder):
    ran = subprocess.run(["nginx", "-t", "-q", "-c", nginx_config(folder)], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def nginx_config(folder, *, port=443, redirects=80, upstream=8000):
    """The file of nginx, which leaves its servers' settings as they are when they set nothing.

    What needs a certificate and an nginx of this year is left out.
    """
    site = re.sub(r".*(ssl_|http2 |\[::\]).*\n", "", read("deploy/nginx.conf")).replace("443 ssl", f"{port}")
    site = site.replace("listen 80;", f"listen {redirects};").replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    site = site.replace("/var/log/nginx", str(folder))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors; events {{}} "
        f"http {{ {temporary}\n{site} }}"
    )
    return config


@pytest.fixture
def nginx(tmp_path):
    """Starts nginx before a site at a port; returns what asks it."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    with ExitStack() as stack:

        def start(upstream):
            port = unused_port()
            config = nginx_config(tmp_path, port=port, redirects=unused_port(), upstream=upstream)
            process = subprocess.Popen(["nginx", "-c", config], stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            wait_until_it_listens(process, port)
            return partial(asked, port)

        yield start


def asked(port, method, path, **headers):
    """Status, headers in small letters, and whether one of them came twice."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as client:
        client.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = client.getresponse()
        answer.read()
    names = [name.lower() for name, _value in answer.getheaders()]
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, len(names) > len(set(names))


@pytest.mark.enable_socket
def test_nginx_writes_down_nobody_and_nothing_that_was_asked(nginx, tmp_path):
    ask = nginx(unused_port())
    private = {"Referer": "https://elsewhere.example/from-a-letter", "X_Forwarded_For": "203.0.113.7"}
    assert ask("GET", "/search/?q=private+words", **private)[0] == 502
    assert ask("POST", "/search/?q=private+words", Content_Length=str(12 * 2**20), **private)[0] == 413
    written = "".join(path.read_text() for path in (tmp_path / "errors", tmp_path / "record.log"))
    assert " 502 GET /search/ " in written
    assert not re.search(r"private|letter|127\.0\.0\.1|203\.0\.113\.7", written), written


@pytest.mark.enable_socket
def test_what_nginx_answers_by_itself_bears_the_headers_of_the_site(nginx):
    ask = nginx(unused_port())
    large = {"Content_Length": str(12 * 2**20)}
    for method, more, status in (
        ("GET", {}, 502),
        ("POST", large, 413),
        ("TRACE", {}, 405),
        ("GET", {"Host": "a/b"}, 400),
    ):
        found, headers, twice = ask(method, "/", **more)
        assert (found, twice) == (status, False)
        assert {name: headers.get(name) for name in BY_THE_SERVER} == BY_THE_SERVER


@pytest.mark.enable_socket
@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_what_the_site_answers_passes_nginx_as_it_is(nginx, status):
    own = {"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": "default-src 'self'"}
    with answering(status, **own) as (port, seen):
        found, headers, twice = nginx(port)("GET", "/", X_Request_ID="chosen-by-a-reader")
    assert (found, twice) == (status, False)
    assert (headers["x-frame-options"], headers["content-security-policy"]) == tuple(own.values())
    assert not {"permissions-policy", "strict-transport-security"} & set(headers)
    # The name of a request is nginx's own.
    assert re.fullmatch("[0-9a-f]{32}", seen[0][3])


def test_caddy_writes_down_nobody_and_says_what_the_site_says():
    """There is no Caddy here: what it is told is read."""
    caddy = read("deploy/Caddyfile")
    # Its lines about requests come from loggers below this name.
    assert "\tlog default {\n\t\texclude http\n\t}\n" in caddy
    assert "\n\tlog" not in caddy.partition("{$SITE_HOST} {")[2]
    own = caddy.partition("handle_errors {")[2]
    told = dict(re.findall(r'^\t{3}([A-Z][A-Za-z-]+) "?(.*?)"?$', own, re.MULTILINE))
    assert {name.lower(): value for name, value in told.items()} == BY_THE_SERVER
    # Nothing that Caddy refuses goes past it.
    assert re.findall(r"respond @\w+", caddy) == []
    assert "request_header -X-Request-ID" in caddy


@contextmanager
def answering(status, **headers):
    """A server that answers so, and what it was asked."""
    seen = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(
                (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"], self.headers["X-Request-ID"])
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        yield server.server_port, seen


@pytest.mark.enable_socket
@pytest.mark.parametrize(("status", "alive"), [(200, True), (301, False), (503, False)])
def test_a_site_is_alive_that_answers_by_its_public_name(monkeypatch, status, alive):
    monkeypatch.setenv("SITE_URL", "https://record.example")
    with answering(status) as (port, seen):
        assert is_alive(port) is alive
    assert seen == [("/health/live", "record.example", "https", None)]


@pytest.mark.enable_socket
def test_a_site_that_does_not_listen_is_not_alive(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("https://record.example\n")
    monkeypatch.setenv("SITE_URL_FILE", str(tmp_path / "url"))
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
    assert is_alive(port) is False
