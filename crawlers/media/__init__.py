"""Pictures and attachments: downloaded within bounds, told by their bytes."""
