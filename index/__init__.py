"""The store and the files: interfaces, and a backend for one machine and one for production."""
