"""The production store's published kind: an alias that shows only the editions that are public.

An edition's documents are written first, hidden; then the alias's filter is moved, and that one change of the cluster's
state shows all of them and hides the edition before. Which editions are public stands in one document, written by
compare-and-set, so that the filter can always be made anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from index.elastic.connection import ElasticConnection
from index.elastic.documents import EDITIONS, published, release, text
from index.elastic.forms import Json
from index.published import PublishedItem
from index.stored_form import read_record
from pipeline.errors import Conflict


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
        alias, shown = self._alias("published"), None
        while shown != (now := self.editions()):
            index = self._forms(["published"])["published"].index
            with self._using() as client:
                try:
                    client.indices.update_aliases(
                        actions=[
                            # Both or none: where the store has moved meanwhile, the alias must not come back here.
                            {"remove": {"index": index, "alias": alias, "must_exist": True}},
                            {"add": {"index": index, "alias": alias, "filter": showing(now)}},
                        ]
                    )
                except NotFoundError:
                    continue
            shown = now

    def _refuse_older(self, issue: int, edition: int, public: Mapping[int, int]) -> None:
        if public.get(issue, 0) > edition:
            raise Conflict(
                f"issue {issue}: edition {public[issue]} is public, edition {edition} came too late; read it"
            )

    def _name_edition(self, issue: int, edition: int) -> bool:
        """Note that this edition is public; False where another writer came between."""
        with self._using() as client:
            found, place = _editions(client, self._alias("published"))
            self._refuse_older(issue, edition, found.editions)
            after = {"record": text(Editions({**found.editions, issue: edition}))}
            try:
                client.index(
                    index=self._alias("published"),
                    id=EDITIONS,
                    document=after,
                    refresh="true",
                    require_alias=True,
                    **place,
                )
            except ConflictError:
                return False
        return True

    def _item(self, item: PublishedItem) -> Json:
        return self._put("published", f"{release(item.issue, item.edition)}:{item.id}", published(item))

    def editions_in(self, index: str) -> Mapping[int, int]:
        """The public edition of each issue, as this index of the kind names them."""
        return _editions(self._client, index)[0].editions

    def published(self, issue: int) -> list[PublishedItem]:
        """See Published.published."""
        return sorted(self._shown({"term": {"issue": issue}}), key=lambda item: (item.position, item.id))

    def editions(self) -> Mapping[int, int]:
        """See Published.editions."""
        with self._using() as client:
            return dict(sorted(_editions(client, self._alias("published"))[0].editions.items()))

    def printed(self, ids: Sequence[str]) -> dict[str, list[PublishedItem]]:
        """See Published.printed."""
        found: dict[str, list[PublishedItem]] = defaultdict(list)
        for item in sorted(self._shown({"terms": {"id": sorted(set(ids))}}), key=lambda one: (one.id, one.issue)):
            found[item.id].append(item)
        return dict(found)

    def _shown(self, query: Json) -> list[PublishedItem]:
        return self._records(PublishedItem, "published", query, "_shard_doc")


def showing(editions: Mapping[int, int]) -> Json:
    """The filter that lets these editions through."""
    return {"terms": {"release": [release(issue, edition) for issue, edition in editions.items()]}}


def _editions(client: Elasticsearch, index: str) -> tuple[Editions, Json]:
    """What is named, and the condition under which it may be replaced."""
    try:
        found = client.get(index=index, id=EDITIONS)
    except NotFoundError:
        return Editions(), {"op_type": "create"}
    place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
    return read_record(Editions, found["_source"]["record"]), place
