"""Answers for anybody's programs: an ETag, a few minutes in caches, readable from any page."""

from hashlib import sha256
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response

# How long a reader may keep an answer without asking: a correction is seen within minutes.
CACHED = "public, max-age=300"
# Anybody's page may read it: there is nothing of a visitor's in it.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def cached(request: Request, content: bytes, kind: str) -> Response:
    """The answer with its ETag, or 304 where the reader has it."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": CACHED, **OPEN}
    given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def as_json(request: Request, data: Any) -> Response:
    """The same for data."""
    return cached(request, msgspec.json.encode(data), "application/json")


def failed(status: int, what: str) -> Response:
    """What is wrong with a question, as {"error"}."""
    return Response(msgspec.json.encode({"error": what}), status, media_type="application/json", headers=OPEN)
