"""The WSGI application that granian serves."""

import os
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

from cooperation.operations import admission, environment, front, replicas, streams

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings")

application = streams.guarded(replicas.around(front.before(admission.around(get_wsgi_application()))))
application = environment.untold(application)


def observed(site: WSGIApplication) -> WSGIApplication:
    """The site, counted, and beside it what says how it does; all that is answered bears the same headers."""
    # Only now: what is counted, and where, is known once Django has its settings.
    from cooperation.operations import headers, refusals, request_ids
    from cooperation.operations.condition import probes
    from cooperation.operations.metrics import counting, scrapes

    site = probes.around(scrapes.around(request_ids.around(counting.around(refusals.around(site)))))
    return headers.around(site)


application = observed(application)


def make_ready() -> None:
    """Begin with what a first page would wait for."""
    from cooperation.record.index.keeper import keeper

    keeper.build()


make_ready()
