"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from cooperation.operations import admission, front, replicas, streams

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings")

application = streams.guarded(replicas.around(front.before(admission.around(get_wsgi_application()))))


def make_ready() -> None:
    """Begin with what a first page would wait for."""
    from cooperation.record.index.keeper import keeper

    keeper.build()


make_ready()
