"""The lists and feeds of an entry: where they are, of what kind, and what in them is a link to an article."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from crawlers.catalogue.values import (
    MAX_LIST_PAGES,
    Css,
    EntryTable,
    Headers,
    Pattern,
    YearlyAddress,
    css,
    json_path,
    places,
    refused,
)

ListKind = Literal["html", "json", "script", "records", "jpaas", "datasource", "sitemap"]
# The kinds whose entries are rows of data, so that their keys are JMESPath; the others' are CSS.
OF_ROWS = ("json", "script", "datasource")
NEXT = "next"


class ListPages(EntryTable):
    """A list of links to articles, `pages` pages long; page 2 is `paging` with n = `first`."""

    url: YearlyAddress = Field(description="the list's address; `{year}` stands for the year, as the list is asked for")
    kind: ListKind = Field(
        "html",
        description="`html`: links of a page · `json`: rows of a JSON file · `script`: rows of an array in the page's "
        "script, or in an attribute for it · `records`: 大汉 jcms, links in CDATA · `jpaas`: 大汉 JPaaS, links from the unit that "
        "the page names · `datasource`: 新华 CMS, rows of the `ds_….json` that the page names · `sitemap`",
    )
    articles: Pattern = Field(
        "",
        description="regular expression that is found in an article's absolute address, with its query (visits' and campaigns' "
        "parameters aside); may be left out where kind is of rows",
    )
    exclude: Pattern = Field(
        "", description="regular expression: what matches it by address or title is no article (解读, 图解)"
    )
    links: str = Field(
        "",
        description="html, records, jpaas: CSS of the links, else every `a` (`ul.list > li > a` leaves out what is nested deeper, "
        "such as 解读); an element with an onclick is a link, too, if it is named itself · rows: JMESPath of the address",
    )
    title: str = Field(
        "",
        description="html, records, jpaas: CSS of the title inside the link, else its heading or its text; where that is cut, the "
        "`title` attribute there is read by itself · rows: JMESPath of the title",
    )
    date: str = Field(
        "",
        description="html, records, jpaas: CSS of the date in the link's entry, wherever it is in it; without it, dates "
        "are found by their form, in attributes (`datetime`) too; a year that is not printed is the last one · rows: JMESPath of the date",
    )
    date_order: Literal["", "DMY", "MDY"] = Field(
        "",
        description="how 05/09/2026 and 05/09 are meant; without it the day first where a year follows, else the month",
    )
    rows: str = Field("", description="rows: JMESPath of the rows; without it the array that names the most articles")
    address: str = Field(
        "",
        description="how an address is made: of a row's keys (`content_{id}.html`), or of what an onclick is given "
        "(`/notice/{1}.html`, counted from 1); an address that the onclick holds whole needs no key",
    )
    documents: bool = Field(
        False,
        description="links to PDF, Word and Excel files are entries too, an article of title and file; where `articles` is given, it must "
        "match their addresses as well",
    )
    paging: str = Field(
        "",
        description="address of page 2 and on, with `{n}`; or `next`: the page's own link to the next one (下一页, "
        "counting down or not); records and jpaas know their next page, `pages` is enough",
    )
    next: Css = Field(
        "", description="CSS of the link to the next list page, where paging is `next` and it says no 下一页"
    )
    first: int = Field(1, description="the number n of page 2")
    pages: int = Field(
        1,
        ge=1,
        le=MAX_LIST_PAGES,
        description="how many pages are read, as long as they bring news; `paging` without it waits for a week's outage",
    )
    form: dict[str, str] = Field(
        {}, description="the list is asked for by POST with this form; `{n}` and `{year}` in values"
    )
    body: dict[str, Any] = Field(
        {}, description="the list is asked for by POST with this as JSON; a value of `{n}` alone is a number"
    )
    headers: Headers = Field({}, description="headers that the list's server wants, such as Referer or Accept")

    @property
    def of_rows(self) -> bool:
        """Whether the list's entries are rows of data rather than links of a page."""
        return self.kind in OF_ROWS

    @property
    def numbered(self) -> bool:
        """Whether the number of a page is in what is sent to its server."""
        return "{n}" in f"{self.form}{self.body}"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check = json_path if self.of_rows else css
        for key in ("links", "title", "date"):
            check(getattr(self, key), key)
        json_path(self.rows, "rows")
        if self.rows and not self.of_rows:
            raise refused(
                f"is given where kind is {self.kind!r}", f"rows where kind is one of {', '.join(OF_ROWS)}", "rows"
            )
        if not self.articles and not self.of_rows and not self.documents:
            raise refused("is missing", "a regular expression that an article's address matches", "articles")
        named = places(self.paging)
        if (self.paging != NEXT and (self.paging or self.next) and named.count("n") != 1) or set(named) - {"n", "year"}:
            raise refused(f"{self.paging!r}", f'an address that holds {{n}} once, or "{NEXT}"', "paging")
        pages_itself = self.kind in ("records", "jpaas", "sitemap") or self.numbered
        if self.pages > 1 and not self.paging and not pages_itself:
            raise refused("is missing", f'an address with {{n}}, or "{NEXT}", where pages is more than 1', "paging")
        if self.form and self.body:
            raise refused("is given beside form", "one of form and body", "body")
        if self.kind in ("jpaas", "datasource") and (self.form or self.body):
            raise refused(
                "is given", "no POST where the page itself names what is asked for", "form" if self.form else "body"
            )
        return self


class Feed(EntryTable):
    """An RSS or Atom feed, or a JSON Feed."""

    url: YearlyAddress = Field(description="the feed's address; RSS, Atom and JSON Feed are told apart by what comes")
    articles: Pattern = Field(
        "", description="regular expression that an article's address matches; without it all are"
    )
    exclude: Pattern = Field("", description="regular expression: what matches it by address or title is no article")
    headers: Headers = Field({}, description="headers that the feed's server wants, such as Referer or Accept")
