"""A table of daily prices, as an entry describes it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from crawlers.catalogue.values import Css, DayFormat, EntryTable, Headers, YearlyAddress, refused

QuoteColumn = Literal["day", "product", "open", "high", "low", "close", "volume", "turnover", "-"]


class QuoteTable(EntryTable):
    """A table of daily prices; `turnover_unit` is 元 per printed unit."""

    url: YearlyAddress = Field(description="the table's address")
    exchange: str = Field(min_length=1, description="the exchange's name as the chart prints it")
    rows: Css = Field("tr", description="CSS of the table's rows")
    columns: tuple[QuoteColumn, ...] = Field(
        (),
        strict=False,
        description="what stands in which column, `-` for what is not read; without it the columns are found by their "
        "headings (日期, 品种, 收盘价, 成交均价, 成交量, 成交额 …)",
    )
    headings: dict[Literal["day", "product", "open", "high", "low", "close", "volume", "turnover"], str] = Field(
        {},
        description='headings of this table that are not among the usual ones, by what they head: `close = "挂牌价"`',
    )
    product: str = Field("", description="the product, where no column holds it")
    products: tuple[str, ...] = Field((), strict=False, description="the products that are kept; without it all are")
    day: DayFormat = Field("", description="strptime format of the day, where it is none of the usual forms")
    turnover_unit: float | None = Field(
        None,
        gt=0,
        description="元 per printed unit of turnover; without it as the heading or the cell says (万元), else 1",
    )
    headers: Headers = Field({}, description="headers that the table's server wants, such as Referer or Accept")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        named = [column for column in self.columns if column != "-"]
        if not self.exchange.strip():
            raise refused("is empty", "the exchange's name as the chart prints it", "exchange")
        if self.columns and ("day" not in named or len(set(named)) != len(named)):
            raise refused(f"{list(self.columns)}", 'each name once, "day" among them', "columns")
        if self.columns and "product" not in named and not self.product:
            raise refused("is missing", "a product where no column holds it", "product")
        return self
