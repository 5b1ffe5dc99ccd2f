"""The history of an issue: what each operation did, and what can be brought back."""
