"""The shipped columns with the cheap encoder, once a file."""

import pytest

from enrich.classify.column_definitions import Columns
from tests.support.classification import hashed_columns


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    return hashed_columns(tmp_path_factory.mktemp("home"))
