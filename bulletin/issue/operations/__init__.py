"""What an editor can do to an issue: the kinds of operation, what each does, how it is taken back, and the changes that become operations."""
