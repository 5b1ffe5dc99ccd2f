"""Somebody at the desk, as the page's script speaks for them."""

from typing import Any

import httpx

from tests.support.desk_issues import NUMBER
from tests.support.desk_running import Running


def version(desk: Running) -> int:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    return reading.version


class Editor:
    """Somebody at the desk, as the page's script speaks for them."""

    def __init__(self, desk: Running, role: Any = "editor") -> None:
        self.desk, self.client = desk, desk.with_session(role)
        self.headers = {"x-csrf-token": desk.token(self.client), "accept": "application/json"}

    def say(self, said: dict[str, Any], base: int | None = None) -> httpx.Response:
        made = {**said, "base": version(self.desk) if base is None else base}
        return self.client.post(f"/issues/{NUMBER}/operations", json=made, headers=self.headers)

    def turn(self, way: str) -> httpx.Response:
        return self.client.post(f"/issues/{NUMBER}/{way}", headers=self.headers)

    def form(self, path: str, **fields: Any) -> httpx.Response:
        token = self.desk.token(self.client)
        return self.client.post(path, data={"csrf": token, **fields}, headers={"origin": self.desk.url})
