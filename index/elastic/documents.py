"""The documents of each kind: fields to look up, count and sort by, beside the record they are made from.

What is a field of a document stands in its record too, so a document can always be made anew (`remade`): that is how a
store comes into indices of another form.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
import numpy as np

from index.crawl_state import PageState, SourceState
from index.elastic.forms import Json
from index.published import PublishedItem
from index.store import Fingerprint, Label, MediaFile, Operation, RawPage
from index.stored_form import moment_text, read_record, version_of, without_vector
from pipeline.ledger import Account
from pipeline.records import EnrichedArticle, Quote

# The document of the published kind that says which editions are public. It has no release, so the alias never shows it.
EDITIONS = "editions"


def text(record: msgspec.Struct) -> str:
    """A record as the documents hold it."""
    return msgspec.json.encode(record).decode()


def digest_id(key: str) -> str:
    """A document id of a key that may be longer than the 512 bytes of an id."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def article(one: EnrichedArticle, first_seen: datetime) -> Json:
    """An article's document. The vector stands in it as numbers to be searched, and as bytes to be given back exactly."""
    own = one.article
    return {
        "id": own.id,
        "version": version_of(one),
        "title": own.title,
        "body": f"{own.title}\n{own.text}",
        "url": own.url,
        "published": own.published.isoformat() if own.published else None,
        "first_seen": moment_text(first_seen),
        "publisher": own.publisher.id,
        "source": own.source,
        "column": one.column,
        "language": own.language,
        "relevance": one.relevance,
        "record": text(without_vector(one)),
        "vector_bytes": base64.b64encode(one.vector).decode() if one.vector else None,
        **({"vector": np.frombuffer(one.vector, "<f4").tolist()} if one.vector else {}),
    }


def vector_of(document: Json) -> bytes:
    """The vector of an article's document, b"" where it has none."""
    return base64.b64decode(document.get("vector_bytes") or "")


def revision(one: EnrichedArticle) -> Json:
    """A distinct text of an article."""
    own, version = one.article, version_of(one)
    return {"id": own.id, "text_hash": own.text_hash, "version": version, "record": text(without_vector(one))}


def fingerprint(one: Fingerprint) -> Json:
    """What the search for duplicates needs of an article."""
    return {"id": one.id, "version": one.version, "hashes": list(one.hashes), "record": text(one)}


def operation(one: Operation) -> Json:
    """A numbered operation on an issue."""
    return {"issue": one.issue, "number": one.number, "record": text(one)}


def quote(one: Quote) -> Json:
    """One product's day on one exchange."""
    day = one.day.isoformat()
    version = int(one.fetched_at.timestamp() * 1000) if one.fetched_at else 0
    key = "\t".join((one.exchange, one.product, day))
    return {"key": key, "day": day, "version": version, "record": text(one)}


def media(one: MediaFile) -> Json:
    """What became of a wanted picture or attachment."""
    return {"url": one.url, "record": text(one)}


def page_state(one: PageState) -> Json:
    """The crawl's state of a page."""
    due = {"due": moment_text(one.due)} if one.due else {}
    return {"id": one.id, "source": one.source, "record": text(one), **due}


def source_state(one: SourceState) -> Json:
    """The crawl's state of a source."""
    return {"id": one.id, "record": text(one)}


def raw_page(one: RawPage) -> Json:
    """A raw page in the files."""
    return {"file": one.file, "page": one.page, "source": one.source, "record": text(one)}


def label(one: Label) -> Json:
    """An editor's correction."""
    return {"key": "\t".join((one.at.isoformat(), one.article, one.field, one.who)), "record": text(one)}


def account(one: Account) -> Json:
    """A row of the ledger."""
    return {
        "account": one.account,
        "topic": one.topic,
        "source": one.source,
        "fate": one.fate,
        "reason": one.reason,
        "record": text(one),
    }


def release(issue: int, edition: int) -> str:
    """What the items of one edition have in common, and the filter of the published alias lets through."""
    return f"{issue}.{edition}"


def published(one: PublishedItem) -> Json:
    """An item of an edition, or a tombstone."""
    return {
        "id": one.id,
        "issue": one.issue,
        "edition": one.edition,
        "release": release(one.issue, one.edition),
        "column": one.column,
        "position": one.position,
        "printed_at": one.printed_at.isoformat(),
        "title": one.title,
        "body": one.text,
        "published": one.published.isoformat() if one.published else None,
        "source": one.source,
        "url": one.url,
        "language": one.language,
        "withdrawn": one.withdrawn,
        "why": one.why,
        "record": text(one),
    }


# How each kind's document is made of its record; articles, whose vector is not in the record, are made by `remade`.
_MADE: Mapping[str, tuple[type[msgspec.Struct], Callable[[Any], Json]]] = {
    "revisions": (EnrichedArticle, revision),
    "fingerprints": (Fingerprint, fingerprint),
    "operations": (Operation, operation),
    "quotes": (Quote, quote),
    "media": (MediaFile, media),
    "pages": (PageState, page_state),
    "raw_pages": (RawPage, raw_page),
    "sources": (SourceState, source_state),
    "labels": (Label, label),
    "ledger": (Account, account),
    "published": (PublishedItem, published),
}


def remade(kind: str, one_id: str, document: Json, keep_vector: bool = True) -> Json:
    """A document of any earlier form in the current one, its record in the current schema.

    Raises pipeline.encoding.SchemaError, pipeline.errors.NewerRecord or msgspec.MsgspecError where its record cannot be read.
    """
    if kind == "meta":
        return {"schema": document["schema"]}
    if one_id == EDITIONS and kind == "published":
        return document
    if kind == "articles":
        enriched = read_record(EnrichedArticle, document["record"])
        vector = vector_of(document) if keep_vector else b""
        with_vector = msgspec.structs.replace(enriched, vector=vector)
        return article(with_vector, datetime.fromisoformat(document["first_seen"]))
    form, make = _MADE[kind]
    return make(read_record(form, document["record"]))
