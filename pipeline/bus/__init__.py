"""The bus: its interface, and a backend for one machine and one for production."""
