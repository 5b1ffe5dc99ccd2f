"""The desk's routes, a module a page; who may use which stands in desk/permissions.py."""
