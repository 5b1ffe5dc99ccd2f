"""The sources' health as editors and operators see it."""
