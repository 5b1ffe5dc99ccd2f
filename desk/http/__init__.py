"""What every route shares: security, permissions, errors, templates, static files."""
