"""`make exemplars`: after a change of the exemplars, embed them anew, to be shipped beside them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from enrich.classify.column_definitions import FOLDER, exemplars
from enrich.classify.exemplar_vectors import ship, vectors_of
from pipeline.settings import Settings
from tanxun.wiring.model import Note, open_embedder


def ship_vectors(settings: Settings, progress: Note) -> Path:
    """Write the vectors of all exemplars by the built-in model; those that are shipped already are taken over."""
    embedder = open_embedder(settings, progress)
    texts = exemplars()
    with TemporaryDirectory() as unused:
        return ship(FOLDER, embedder.digest, texts, vectors_of(embedder, texts, FOLDER, Path(unused), progress))


if __name__ == "__main__":
    from rich.console import Console

    from pipeline.settings import load

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"written: {ship_vectors(load(model=''), console.print)}")
