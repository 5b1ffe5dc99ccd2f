"""Hands on an input method: real compositions in a real browser, by the browser's own protocol."""

from playwright.sync_api import CDPSession, Page, Request

# What browsers call every key that the input method has taken.
TAKEN = 229


class InputMethod:
    """Types into whatever has the focus of a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        """Letters that are not taken yet: they stand underlined in the field. "" gives the composition up."""
        self._session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def take(self, text: str) -> None:
        """A candidate in the place of the letters: the composition ends."""
        self._session.send("Input.insertText", {"text": text})

    def press(self, key: str, modifiers: int = 0) -> None:
        """A key that the input method takes, as chromium tells of it in a composition, and Safari just after one."""
        code = key if len(key) > 1 else f"Key{key.upper()}"
        told = {"key": key, "code": code, "windowsVirtualKeyCode": TAKEN, "modifiers": modifiers}
        self._session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **told})
        self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})


def posts_of(page: Page) -> list[str]:
    """What the page sends or goes to from now on; looking does not count."""
    posts: list[str] = []

    def asked(request: Request) -> None:
        if request.method == "POST" or request.is_navigation_request():
            posts.append(request.url)

    page.on("request", asked)
    return posts
