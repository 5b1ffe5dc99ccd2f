"""What addresses have in common."""

import re

from crawlers.trial.address_shapes import common_shapes

SITE = "http://green.example"


def test_the_forms_with_numbers_come_first_then_the_most_common() -> None:
    urls = [f"{SITE}/about.html", f"{SITE}/map.html"] + [f"{SITE}/t{number}.html" for number in (1, 2, 3, 3)]
    urls += [f"{SITE}/c/{number}" for number in range(10, 19)] + [
        f"{SITE}/x/y/view.aspx?id={number}" for number in (7, 8)
    ]

    shapes = common_shapes(urls)

    assert [(shape.count, shape.example.removeprefix(SITE)) for shape in shapes] == [
        (9, "/c/10"),
        (3, "/t1.html"),
        (2, "/x/y/view.aspx?id=7"),
    ]
    assert all(re.search(shape.pattern, shape.example) for shape in shapes)
    assert re.search(shapes[1].pattern, f"{SITE}/t20.html")
    assert not re.search(shapes[1].pattern, f"{SITE}/about.html")
    assert [shape.count for shape in common_shapes(urls[:2])] == [2]
