"""What `init` does where a kind's alias is gone: nothing that lies in the kind's indices is left behind there."""

from collections.abc import Iterator

from elasticsearch import Elasticsearch

from index.elastic.forms import Json
from index.elastic.migration import Remake, hits_of, put


def left_behind(client: Elasticsearch, alias: str) -> str | None:
    """The index of the kind that holds the most: after a migration the one that was moved to, never one half copied.

    None where there is none that tanxun has made.
    """
    found = client.indices.get_mapping(index=f"{alias}-v*").body
    made = [name for name, answer in found.items() if answer["mappings"].get("_meta")]
    held = {name: int(client.count(index=name)["count"]) for name in made}
    return max(made, key=lambda name: (held[name], _number(alias, name)), default=None)


def _number(alias: str, name: str) -> int:
    digits = name.removeprefix(f"{alias}-v").split("-")[0]
    return int(digits) if digits.isdigit() else 0


def take_in(client: Elasticsearch, url: str, stray: str, index: str, remake: Remake, shown: Json) -> int:
    """Copy the index that stands under the alias's own name into `index`, and put the alias in its place; returns how many.

    Elasticsearch makes such an index itself where something is written under a name that is no alias any more. What `index`
    holds in a newer version, and an operation whose number is taken there, stands.
    """
    client.indices.refresh(index=stray)
    count = 0

    def actions() -> Iterator[Json]:
        nonlocal count
        for hit in hits_of(client, stray, {"match_all": {}}, "_shard_doc", version=True):
            count += 1
            source = remake(hit["_id"], hit["_source"])
            own = {"version": hit["_version"], "version_type": "external_gte"} if "version" in source else {}
            verb = "create" if stray.endswith("-operations") else "index"
            yield {"_op_type": verb, "_index": index, "_id": hit["_id"], "_source": source, **own}

    put(client, url, actions(), conflicts_stand=True)
    client.indices.refresh(index=index)
    client.indices.update_aliases(
        actions=[{"remove_index": {"index": stray}}, {"add": {"index": index, "alias": stray, **shown}}]
    )
    return count
