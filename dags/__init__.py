"""Airflow DAGs: when things run; thin calls of the functions that the command line calls."""
