"""The shared kernel: records, topics, bus, stage runner, ledger, settings, errors; it knows no stage."""
