"""`python -m pipeline.cli` is `tanxun`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
