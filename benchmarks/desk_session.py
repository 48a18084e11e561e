"""Signs the benchmark's administrator in, with both factors, and prints the cookie.

DATABASE_URL=… python -m benchmarks.desk_session
"""

import json
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cooperation.settings"
    django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from tests.signing_in import with_both_factors

from .loading import ADMINISTRATOR


def main() -> None:
    client = Client()
    with_both_factors(client, get_user_model().objects.get(username=ADMINISTRATOR))
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({"cookie": f"{name}={client.cookies[name].value}"}))


if __name__ == "__main__":
    main()
