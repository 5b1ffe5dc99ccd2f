"""What Elasticsearch answered, explained."""

from index.elastic.errors import explained
from pipeline.errors import Unavailable


def test_a_full_disk_is_told_from_a_migration() -> None:
    full = explained(
        "u", 403, "cluster_block_exception", "blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]"
    )
    assert "free disk space" in str(full)
    assert not isinstance(full, Unavailable)
