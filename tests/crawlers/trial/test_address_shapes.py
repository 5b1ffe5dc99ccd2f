"""What addresses have in common."""

import re

import pytest

from crawlers.trial.address_shapes import address_pattern, common_shapes

SITE = "http://green.example"


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/art/2026/9/8/art_1_2.html", r"/art/\d+/\d+/\d+/art_\d+_\d+\.html$"),
        ("/20260908/0f3a9c1d2e4b5a6f7a8b9c0d1e2f3a4b/c.html", r"/\d+/[0-9a-f]+/c\.html$"),
        ("/news/view.aspx?id=90817&cat=x", r"/news/view\.aspx\?id=\d+&cat=x$"),
        ("/news/facade/beaded-defaced/", r"/news/facade/beaded-defaced/$"),
        ("", "$"),
    ],
)
def test_numbers_and_made_names_are_what_differs(path: str, pattern: str) -> None:
    assert address_pattern(SITE + path) == pattern
    assert re.search(pattern, SITE + path)


def test_the_forms_with_numbers_come_first_then_the_most_common() -> None:
    urls = [f"{SITE}/about.html", f"{SITE}/map.html"] + [f"{SITE}/t{number}.html" for number in (1, 2, 3, 3)]
    urls += [f"{SITE}/c/{number}" for number in range(9)] + [f"{SITE}/x/1/2"]

    shapes = common_shapes(urls)

    assert [(shape.pattern, shape.count) for shape in shapes] == [
        (r"/c/\d+$", 9),
        (r"/t\d+\.html$", 3),
        (r"/x/\d+/\d+$", 1),
    ]
    assert shapes[1].example == f"{SITE}/t1.html"
    assert [shape.pattern for shape in common_shapes(urls[:2])] == [r"/about\.html$", r"/map\.html$"]
