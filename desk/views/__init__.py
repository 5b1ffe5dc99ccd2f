"""What the templates show, as frozen data made from an issue and what the store knows; nothing here asks a backend."""
