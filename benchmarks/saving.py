"""How long it takes to save a meeting, and the first page that shows it: prints both in seconds, as JSON.

Each meeting is moved in time, renamed and given one more participant, then put back as it was.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cooperation.settings"
    django.setup()

from django.db import transaction

from cooperation.models import Agency, Meeting, Participation
from cooperation.record.indexing import postponed

from .client import Client

NUMBER = 20


def main(port: int, path: str) -> None:
    client, saves, pages = Client(port, {}), [], []
    agency = Agency.objects.order_by("-pk")[0]
    ids = Meeting.objects.order_by("date").values_list("pk", flat=True)
    step = max(1, ids.count() // NUMBER)
    client.get(path)
    for pk in list(ids[::step][:NUMBER]):
        with _put_back(pk):
            begun = time.perf_counter()
            _change(pk, agency)
            saves.append(time.perf_counter() - begun)
            pages.append(client.get(path).seconds)
    print(json.dumps({"saves": saves, "pages": pages}))


def _change(pk: int, agency: Agency) -> None:
    """As the editors' form saves: read, change, write, all in one transaction."""
    with transaction.atomic(), postponed():
        meeting = Meeting.objects.get(pk=pk)
        meeting.date, meeting.title_en = "2010-06-15", f"{meeting.title_en} again"
        meeting.save()
        Participation.objects.create(meeting=meeting, agency=agency, reported_name="A guest", order=9)


@contextmanager
def _put_back(pk: int) -> Iterator[None]:
    before = Meeting.objects.values("date", "title_en").get(pk=pk)
    yield
    with transaction.atomic(), postponed():
        Participation.objects.filter(meeting=pk, reported_name="A guest").delete()
        meeting = Meeting.objects.get(pk=pk)
        meeting.date, meeting.title_en = before["date"], before["title_en"]
        meeting.save()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
