"""Kafka's errors in one line that says what to do; this folder is all that knows kafka-python."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kafka import errors  # type: ignore[import-untyped]

from pipeline.errors import BackendError, Unavailable

# kafka-python reports every reconnection at length; what matters is raised.
logging.getLogger("kafka").setLevel(logging.CRITICAL)

_REFUSED = (errors.AuthorizationError, errors.SaslAuthenticationFailedError, errors.UnsupportedSaslMechanismError)


@contextmanager
def said_plainly(servers: str) -> Iterator[None]:
    """Turn kafka-python's errors into Unavailable (try again) or BackendError (mend something)."""
    try:
        yield
    except errors.UnknownTopicOrPartitionError as problem:
        raise BackendError(f"Kafka at {servers} lacks a topic; run `tanxun init` first ({problem})") from problem
    except _REFUSED as problem:
        raise BackendError(
            f"Kafka at {servers} refused us ({type(problem).__name__}); check TANXUN_KAFKA_USER and its password"
        ) from problem
    except (errors.KafkaError, OSError) as problem:
        raise Unavailable(
            f"Kafka at {servers} does not answer ({type(problem).__name__}); start it, or set TANXUN_KAFKA"
        ) from problem
