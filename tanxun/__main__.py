"""`python -m tanxun` is `tanxun`. A process that a command starts imports this module again, so it imports no commands."""


def main() -> None:
    """Run one command of `tanxun`."""
    from tanxun.cli import main as run

    run()


if __name__ == "__main__":
    main()
