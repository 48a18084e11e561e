"""Asks the site of this machine whether it lives, as its web server would; the exit code is the answer."""

import os
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit


def site_url() -> str:
    path = os.environ.get("SITE_URL_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get("SITE_URL", "")


def is_alive(port: int) -> bool:
    """By its public name: the site answers to no other, and leads plain HTTP to HTTPS."""
    site = urlsplit(site_url() or f"http://127.0.0.1:{port}")
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/health/live", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_alive(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
