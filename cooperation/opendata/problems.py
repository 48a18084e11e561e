"""What is wrong with a question for data, in the one shape in which every format says so (RFC 9457).

Programs and their authors read these, so they are in English whatever language the path is in.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """A question that gets no data.

    `near` holds what may have been meant, as it stands in an address; `reason` why a record was withdrawn.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        parameter: str = "",
        near: Iterable[str] = (),
        reason: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = HTTPStatus(status)
        self.code = code
        self.message = message
        self.parameter = parameter
        self.near = list(near)
        self.reason = reason
        self.headers = headers or {}

    def as_json(self) -> dict[str, Any]:
        shape = {"title": self.status.phrase, "status": self.status.value, "code": self.code, "detail": self.message}
        more = {"parameter": self.parameter, "near": self.near, "reason": self.reason}
        return shape | {name: value for name, value in more.items() if value}

    def response(self) -> JsonResponse:
        # Letters as they are: a program's author reads them in a terminal.
        return JsonResponse(
            self.as_json(),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=self.headers,
            json_dumps_params={"ensure_ascii": False},
        )


class Moved(Exception):  # noqa: N818 - no error
    """What was asked for has another address, where it stays."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url
