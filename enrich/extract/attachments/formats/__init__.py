"""The reader of each format; all are entered by `by_format.py`."""
