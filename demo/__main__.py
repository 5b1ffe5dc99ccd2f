"""`make demo`: the invented week from the web to a drafted issue, on this machine, with the real bus, store, model and renderers."""

from demo.week import run
from tanxun.cli import report

if __name__ == "__main__":
    report(run)
