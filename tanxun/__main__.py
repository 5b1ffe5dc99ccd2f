"""`python -m tanxun` is `tanxun`."""

from tanxun.cli import main

if __name__ == "__main__":
    main()
