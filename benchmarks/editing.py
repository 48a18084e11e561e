"""An editor in a process of his own: each line of his input becomes the title of the newest meeting; he says when
that was committed, by the clock that all processes of the machine share.

    DATABASE_URL=… python -m benchmarks.editing
"""

import os
import sys
import time

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cooperation.settings"
    django.setup()

from django.db import transaction

from cooperation.models import Meeting
from cooperation.record.indexing import postponed


def main() -> None:
    newest = Meeting.objects.published().order_by("-date", "-pk")[0].pk
    for title in sys.stdin:
        with transaction.atomic(), postponed():
            meeting = Meeting.objects.get(pk=newest)
            meeting.title_en = title.strip()
            meeting.save()
        print(time.monotonic(), flush=True)


if __name__ == "__main__":
    main()
