"""The program: its commands (`cli`), what runs when (`schedule`), and what each stage is given (`wiring`)."""

from importlib.metadata import version

__version__ = version("tanxun")
