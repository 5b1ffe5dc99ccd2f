"""The production store's published kind: an alias that shows only the editions that are public.

An edition's documents are written first, hidden; then the alias's filter is moved, and that one change of the cluster's
state shows all of them and hides the edition before. Which editions are public stands in one document, written by
compare-and-set, so that the filter can always be made anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from index.elastic.connection import ElasticConnection, Json, text
from index.published import PublishedItem
from index.store import read_record
from pipeline.errors import Conflict

# The document that says which editions are public. It has no release, so the alias never shows it.
EDITIONS = "editions"


class Editions(msgspec.Struct, frozen=True):
    """The public edition of each issue."""

    editions: dict[int, int] = {}


class ElasticPublished(ElasticConnection):
    """See index.published.Published."""

    def publish(self, issue: int, edition: int, items: Sequence[PublishedItem]) -> None:
        """See Published.publish."""
        self._refuse_older(issue, edition, self.editions())
        self._bulk(self._item(item) for item in items)
        while not self._name_edition(issue, edition):
            """Another issue's edition was named meanwhile: read again."""
        self.show_editions()

    def show_editions(self) -> None:
        """Make the alias show exactly the editions that are named. Repeatable; mends what a crash left half done."""
        shown: Mapping[int, int] | None = None
        while shown != (now := self.editions()):
            releases = [_release(issue, edition) for issue, edition in now.items()]
            shows = {"index": self._published_index(), "alias": self._alias("published")}
            with self._using() as client:
                client.indices.update_aliases(actions=[{"add": {**shows, "filter": {"terms": {"release": releases}}}}])
            shown = now

    def _refuse_older(self, issue: int, edition: int, public: Mapping[int, int]) -> None:
        if public.get(issue, 0) > edition:
            raise Conflict(
                f"issue {issue}: edition {public[issue]} is public, edition {edition} came too late; read it"
            )

    def _name_edition(self, issue: int, edition: int) -> bool:
        """Note that this edition is public; False where another writer came between."""
        with self._using() as client:
            found, place = self._editions(client)
            self._refuse_older(issue, edition, found.editions)
            after = Editions({**found.editions, issue: edition})
            try:
                client.index(
                    index=self._published_index(),
                    id=EDITIONS,
                    document={"record": text(after)},
                    refresh="true",
                    **place,
                )
            except ConflictError:
                return False
        return True

    def _editions(self, client: Elasticsearch) -> tuple[Editions, Json]:
        """What is named, and the condition under which it may be replaced."""
        try:
            found = client.get(index=self._published_index(), id=EDITIONS)
        except NotFoundError:
            return Editions(), {"op_type": "create"}
        place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return read_record(Editions, found["_source"]["record"]), place

    def _published_index(self) -> str:
        return f"{self._prefix}-published-v1"

    def _item(self, item: PublishedItem) -> Json:
        source = {
            "id": item.id, "issue": item.issue, "edition": item.edition, "release": _release(item.issue, item.edition),
            "column": item.column, "position": item.position, "printed_at": item.printed_at.isoformat(),
            "title": item.title, "body": item.text, "published": item.published.isoformat() if item.published else None,
            "source": item.source, "url": item.url, "language": item.language, "withdrawn": item.withdrawn,
            "why": item.why, "record": text(item),
        }  # fmt: skip
        one_id = f"{_release(item.issue, item.edition)}:{item.id}"
        return {**self._put("published", one_id, source), "_index": self._published_index()}

    def published(self, issue: int) -> list[PublishedItem]:
        """See Published.published."""
        return sorted(self._shown({"term": {"issue": issue}}), key=lambda item: (item.position, item.id))

    def editions(self) -> Mapping[int, int]:
        """See Published.editions."""
        with self._using() as client:
            return dict(sorted(self._editions(client)[0].editions.items()))

    def printed(self, ids: Sequence[str]) -> dict[str, list[PublishedItem]]:
        """See Published.printed."""
        found: dict[str, list[PublishedItem]] = defaultdict(list)
        for item in sorted(self._shown({"terms": {"id": sorted(set(ids))}}), key=lambda one: (one.id, one.issue)):
            found[item.id].append(item)
        return dict(found)

    def _shown(self, query: Json) -> list[PublishedItem]:
        return self._records(PublishedItem, "published", query, "_shard_doc")


def _release(issue: int, edition: int) -> str:
    return f"{issue}.{edition}"
