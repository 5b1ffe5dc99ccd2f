"""`make demo`: the invented week from the web to a drafted issue, on this machine, with the real everything."""

from demo.week import run
from tanxun.cli import report

if __name__ == "__main__":
    report(run)
