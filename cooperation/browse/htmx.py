from django.http import HttpRequest


def wants_results(request: HttpRequest, target: str = "results") -> bool:
    """Whether htmx asks for one block of the page; everyone else gets the page."""
    htmx = request.htmx
    return bool(htmx) and htmx.target == target and not htmx.history_restore_request
