"""Moves a kind of the store into an index of another form, while others read and write it.

The new index is made beside the old one. The documents are copied, then again those that were written meanwhile, which
their sequence numbers tell, until little is left. Then the old index takes no more writes, the rest is copied, and one
change of the cluster's state moves the alias: readers see the old index or the new one, whole, and a writer that comes in
the moment between is told to try again. The old index stays, closed to writes, until somebody deletes it.

Copies go through the client, because the documents are made anew from their records on the way; the server's `_reindex`
could do that only in scripts of its own language.
"""

from collections.abc import Callable, Iterator
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from index.elastic.errors import explained
from index.elastic.forms import Json

# Documents of one bulk request and of one page of a scan: an article is some 10 KB, so a request is a few MB.
CHUNK = 500
SCAN_PAGE = 1000
KEEP_ALIVE = "2m"
# So few documents are copied in a fraction of a second, for which writers can wait.
FEW = 50
# Where writers are quicker than the copy, they wait after this many rounds all the same.
MOST_ROUNDS = 10
_CONFLICT = 409

# Makes a document anew, from its id and its source.
Remake = Callable[[str, Json], Json]


class Overtaken(Exception):
    """Another process has moved the alias meanwhile; nothing was changed."""


def move(
    client: Elasticsearch,
    url: str,
    alias: str,
    old: str,
    new: str,
    remake: Remake,
    filtered: Callable[[str], Json],
    latest: int | None = None,
) -> int:
    """Copy all of `old` into the empty index `new` and move the alias there; returns how many documents it then has.

    `filtered` gives, from the name of the new index, what the alias shows of it. With `latest` a version above it becomes 0:
    a document's version cannot be lowered where it stands. Where anything fails, `new` is deleted,
    the alias stands where it stood, and the old index takes writes again. Raises Overtaken.
    """
    blocked = False
    try:
        done = -1
        for _ in range(MOST_ROUNDS):
            written = _checkpoint(client, old)
            copied = _copy(client, url, old, new, done, remake, latest)
            done = written
            if copied <= FEW:
                break
        # Returns when all writes that were let in are finished.
        blocked = True
        client.indices.add_block(index=old, block="write")
        _copy(client, url, old, new, done, remake, latest)
        client.indices.refresh(index=new)
        count = int(client.count(index=new)["count"])
        moves: list[Json] = [
            {"remove": {"index": old, "alias": alias, "must_exist": True}},
            {"add": {"index": new, "alias": alias, **filtered(new)}},
        ]
        try:
            client.indices.update_aliases(actions=moves)
        except NotFoundError as moved:
            # Ours it is where the answer to the first request was lost and the client asked again.
            if not client.indices.exists_alias(index=new, name=alias):
                blocked = False
                raise Overtaken from moved
    except BaseException:
        _give_up(client, new, old if blocked else "", alias)
        raise
    return count


def _give_up(client: Elasticsearch, new: str, blocked: str, alias: str) -> None:
    """Delete the new index, unless the alias has reached it, and let the old one take writes again."""
    try:
        if client.indices.exists_alias(index=new, name=alias):
            return
        client.options(ignore_status=404).indices.delete(index=new)
        if blocked and client.indices.exists_alias(index=blocked, name=alias):
            client.indices.put_settings(index=blocked, settings={"index.blocks.write": None})
    except (ApiError, TransportError):
        """The node is away; the next `init` opens the old index again, and takes another name for the new one."""


def _checkpoint(client: Elasticsearch, index: str) -> int:
    """The sequence number up to which every write of the index is finished, in each of its shards."""
    shards = client.indices.stats(index=index, level="shards")["indices"][index]["shards"]
    return min(
        int(copy["seq_no"]["local_checkpoint"])
        for copies in shards.values()
        for copy in copies
        if copy["routing"]["primary"]
    )


def _copy(client: Elasticsearch, url: str, old: str, new: str, after: int, remake: Remake, latest: int | None) -> int:
    """Copy the documents whose last write has a sequence number above `after`; returns how many.

    Each keeps its version, so that nothing older is ever written over it. Nothing is deleted in this store, so nothing
    but writes has to be followed.
    """
    client.indices.refresh(index=old)
    count = 0

    def actions() -> Iterator[Json]:
        nonlocal count
        query = {"range": {"_seq_no": {"gt": after}}}
        for hit in hits_of(client, old, query, "_shard_doc", version=True):
            count += 1
            source = remake(hit["_id"], hit["_source"])
            wrong = latest is not None and hit["_version"] > latest
            yield {
                "_op_type": "index",
                "_index": new,
                "_id": hit["_id"],
                "_source": {**source, "version": 0} if wrong else source,
                "version": 0 if wrong else hit["_version"],
                "version_type": "external_gte",
            }

    put(client, url, actions())
    return count


def put(client: Elasticsearch, url: str, actions: Iterator[Json], conflicts_stand: bool = False) -> None:
    """Write these actions in bulk; raises BackendError, with its id, for the first that is refused.

    `conflicts_stand`: not for one that is refused because what is there is newer, or there already.
    """
    for _, item in streaming_bulk(client, actions, chunk_size=CHUNK, raise_on_error=False, yield_ok=False):
        ((_, result),) = item.items()
        if conflicts_stand and result["status"] == _CONFLICT:
            continue
        error = result.get("error") or {}
        raise explained(url, result["status"], error.get("type", ""), f"{result['_id']}: {error.get('reason', '')}")


def hits_of(client: Elasticsearch, index: str, query: Json, sort: str, **more: Any) -> Iterator[Json]:
    """Every matching document, in the order of a field that is unique, from one point in time."""
    opened = client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"]
    try:
        after: list[Any] | None = None
        while True:
            hits = client.search(
                pit={"id": opened, "keep_alive": KEEP_ALIVE},
                query=query,
                sort=[{sort: "asc"}],
                size=SCAN_PAGE,
                search_after=after,
                track_total_hits=False,
                **more,
            )["hits"]["hits"]
            yield from hits
            if len(hits) < SCAN_PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=opened)
