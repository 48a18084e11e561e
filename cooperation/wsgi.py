"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from cooperation.operations import environment, front, replicas, streams

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings")

application = environment.untold(streams.guarded(replicas.around(front.before(get_wsgi_application()))))


def make_ready() -> None:
    """Begin with what a first page would wait for."""
    from cooperation.record.index.keeper import keeper

    keeper.build()


make_ready()
