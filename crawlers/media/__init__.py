"""Pictures and attachments: downloaded within bounds, their type read from their bytes."""
