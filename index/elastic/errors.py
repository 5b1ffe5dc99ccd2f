"""Elasticsearch's errors in one line that says what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, ConflictError, TransportError

from pipeline.errors import BackendError, Unavailable

# Characters of a reason: where a privilege is missing its name stands behind those of all indices.
MOST_REASON = 2000
_BUSY = frozenset({429, 502, 503, 504})
# How Elasticsearch names the block that index.elastic.migration sets.
_CLOSED_TO_WRITES = "FORBIDDEN/8/"
# How it names what was refused: the action, the indices (not of a cluster's action), and the privileges that would allow it.
_ACTION = re.compile(r"action \[([^\s\]]{1,200})\] is unauthorized")
_INDICES = re.compile(r"on indices \[([^\]]{1,2000})\]")
_PRIVILEGES = re.compile(r"granted by the (\w+) privileges \[([^\]]{1,2000})\]")


@contextmanager
def said_plainly(url: str) -> Iterator[None]:
    """Turn the client's errors into Unavailable (try again) or BackendError (mend something).

    A ConflictError passes: what it means is the caller's business.
    """
    try:
        yield
    except ConflictError:
        raise
    except ApiError as problem:
        raise explained(url, problem.status_code, problem.error, _reason(problem)) from problem
    except TransportError as problem:
        raise Unavailable(
            f"Elasticsearch at {url} does not answer ({type(problem).__name__}); start it, or set TANXUN_ELASTICSEARCH"
        ) from problem


def explained(url: str, status: int, kind: str, reason: str) -> BackendError:
    """The error for what the node answered."""
    if "cluster_block" in kind and _CLOSED_TO_WRITES in reason:
        return Unavailable(
            f"Elasticsearch at {url}: the store is being migrated, and this is tried again; if `tanxun init` was "
            f"interrupted, run it again ({reason})"
        )
    if "cluster_block" in kind:
        return BackendError(f"Elasticsearch at {url} refuses writes ({reason}); free disk space there, then retry")
    if status in _BUSY:
        return Unavailable(f"Elasticsearch at {url} is busy ({status} {kind}); it is tried again")
    action, granted = _ACTION.search(reason), _PRIVILEGES.search(reason)
    if status == 403 and action and granted:
        on = _INDICES.search(reason)
        names = on[1].split(",") if on else [""]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        indices = f" on {names[0]}{more}" if names[0] else ""
        any_of = granted[2].replace(",", ", ")
        return BackendError(
            f"Elasticsearch at {url} refused {action[1]}{indices}: the key has none of the {granted[1]} privileges "
            f"{any_of}; docs/operations.md says which tanxun needs"
        )
    if status in (401, 403):
        return BackendError(f"Elasticsearch at {url} refused us ({status}); check TANXUN_ELASTICSEARCH_API_KEY")
    if kind == "index_not_found_exception":
        return BackendError(f"Elasticsearch at {url}: the store is not initialised; run `tanxun init` ({reason})")
    return BackendError(f"Elasticsearch at {url} answered {status} {kind}: {reason}")


def _reason(problem: ApiError) -> str:
    body: Any = problem.body
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("reason", "") if isinstance(error, dict) else error or problem.message)[:MOST_REASON]
