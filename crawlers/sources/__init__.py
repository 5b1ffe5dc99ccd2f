"""The built-in catalogue: one TOML file per publisher, named after its id. A package, so that they are installed."""
