"""A changed mapping is another form by itself; the schema version is raised with it by hand, and this holds it."""

import hashlib
import json

import pytest

from index.elastic import forms
from index.elastic.forms import KINDS, MAPPINGS, SCHEMA_VERSION, digest, next_name
from pipeline.records import EnrichedArticle

# Of all mapping files, by schema version. Whoever changes one raises SCHEMA_VERSION and adds a line.
RELEASED = {4: "6b5fd5b93ced", 5: "8c3a8553cc2a"}


def test_a_changed_mapping_has_a_new_schema_version() -> None:
    files = {path.stem: json.loads(path.read_text()) for path in sorted(MAPPINGS.glob("*.json"))}
    found = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:12]
    assert RELEASED.get(SCHEMA_VERSION) == found, f"raise SCHEMA_VERSION, and add it here with {found}"


def test_a_record_of_another_schema_is_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {kind: digest(kind) for kind in KINDS}
    monkeypatch.setattr(EnrichedArticle, "SCHEMA", EnrichedArticle.SCHEMA + 1)
    assert [kind for kind in KINDS if digest(kind) != before[kind]] == ["articles", "revisions"]


def test_a_changed_mapping_is_another_form(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("mappings")
    mapping = json.loads((MAPPINGS / "pages.json").read_text())
    before = digest("pages")
    mapping["mappings"]["properties"]["listed"] = {"type": "keyword"}
    (folder / "pages.json").write_text(json.dumps(mapping))
    monkeypatch.setattr(forms, "MAPPINGS", folder)
    assert digest("pages") != before


def test_a_new_index_has_the_next_number() -> None:
    assert next_name("t-media", []) == "t-media-v1"
    assert next_name("t-articles", ["t-articles-v2-0a1b2c3d", "t-articles-v10", "t-articles-v9"]) == "t-articles-v11"
