"""The text of attached documents, a module a format; they are read by `read.py`."""
