"""The production bus on Kafka."""
