"""How forms are parsed: before FastAPI does, with the desk's own bound."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.http.security_headers import MOST_FORM_BYTES, TooLarge

KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")


class FormRoute(APIRoute):
    """A route whose forms may have fields of MOST_FORM_BYTES; by itself the framework takes 1 MB, a third of that in Chinese."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, which finds the form parsed."""
        handle = super().get_route_handler()

        async def parsed(request: Request) -> Response:
            if is_form(request):
                try:
                    await request.form(max_part_size=MOST_FORM_BYTES)
                except HTTPException as problem:
                    if "maximum size" in str(problem.detail):
                        raise TooLarge(MOST_FORM_BYTES) from None
                    raise
            return await handle(request)

        return parsed


def is_form(request: Request) -> bool:
    """Whether the request's body is a form."""
    return request.headers.get("content-type", "").startswith(KINDS)
