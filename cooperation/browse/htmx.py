from django.http import HttpRequest
from django.views.decorators.vary import vary_on_headers

# One address gives a page or a block of it: without this a browser going back shows the block alone.
varies_by_htmx = vary_on_headers("HX-Request", "HX-Target", "HX-History-Restore-Request")


def wants_results(request: HttpRequest, target: str = "results") -> bool:
    """Whether htmx asks for one block of the page; everyone else gets the page."""
    htmx = request.htmx
    return bool(htmx) and htmx.target == target and not htmx.history_restore_request
