"""The week's price chart; the only module that imports matplotlib, and only when there is something to draw (0.5 s)."""

import io
from typing import TYPE_CHECKING

from bulletin.issue import Prices, is_charted, price_days, price_series
from bulletin.render.fonts import fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# By family name, never by path: a path draws the collection's first face, with Japanese shapes.
FAMILY = "Noto Sans CJK SC"
# Okabe and Ito's palette, told apart by colour-blind readers; markers repeat the distinction in print.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D1F")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
SIZE_INCHES, DPI = (7.2, 3.6), 200


def chart(shown: Prices) -> bytes | None:
    """The closes of the week as lines, one a product: a PNG of 1440 × 720, the same bytes for the same quotes.

    None where no product has a close: an empty chart is never printed.
    """
    if not is_charted(shown):
        return None
    import matplotlib as mpl
    from matplotlib import font_manager

    for path in fonts():
        font_manager.fontManager.addfont(path)
    # Names come from the web: a "$" in one must not begin a formula.
    with mpl.rc_context({"font.family": FAMILY, "axes.unicode_minus": False, "text.parse_math": False}):
        figure = _draw(shown)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=DPI, metadata={"Software": None})
    return picture.getvalue()


def _draw(shown: Prices) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    week = price_days(shown)
    for number, ((exchange, product), by_day) in enumerate(price_series(shown).items()):
        traded = [(week.index(day), quote.close) for day, quote in sorted(by_day.items()) if quote.close is not None]
        axes.plot(
            [at for at, _ in traded],
            [close for _, close in traded],
            color=COLOURS[number % len(COLOURS)],
            marker=MARKERS[number % len(MARKERS)],
            markersize=4.5,
            linewidth=1.6,
            label=f"{exchange}（{product}）",
        )
    axes.set_xticks(range(len(week)), [f"{day.month}月{day.day}日" for day in week])
    axes.set_ylabel("收盘价（元/吨）")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=2, fontsize=8.5, frameon=False)
    return figure
