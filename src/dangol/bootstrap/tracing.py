"""Switches tracing on where ``DANGOL_TRACES`` names a collector. OpenTelemetry is the extra ``trace``, and is imported only then."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dangol.bootstrap.settings import Settings
from dangol.kit.errors import BadInput, NotFound
from dangol.kit.tracing import switch

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor


@contextmanager
def traced(settings: Settings) -> Iterator[None]:
    """Traces go to the collector for the length of a block; what waits at its end is still sent. Without one nothing is done.

    Raises:
        BadInput: ``traces.bad_address``. NotFound: ``traces.not_installed``.
    """
    if not settings.traces:
        yield
        return
    with recorded(_to_collector(settings.traces)):
        yield


@contextmanager
def recorded(*processors: "SpanProcessor") -> Iterator[None]:
    """Traces go to ``processors``."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource.create({"service.name": "dangol"}), shutdown_on_exit=False)
    for processor in processors:
        provider.add_span_processor(processor)
    switch(provider.get_tracer("dangol"))
    try:
        yield
    finally:
        switch(None)
        provider.shutdown()


def _to_collector(address: str) -> "SpanProcessor":
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInput(
            "traces.bad_address",
            ko="DANGOL_TRACES는 수집기의 주소여야 합니다. 예: http://127.0.0.1:4318",
            en="DANGOL_TRACES must be a collector's address such as http://127.0.0.1:4318.",
        )
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise NotFound(
            "traces.not_installed",
            ko="DANGOL_TRACES를 쓰려면 pip install 'dangol[trace]' 를 먼저 실행해 주세요.",
            en="DANGOL_TRACES needs: pip install 'dangol[trace]'.",
        ) from None
    logging.getLogger(OTLPSpanExporter.__module__).setLevel(logging.ERROR)  # each try of a collector that is away is no news
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=address.rstrip("/") + "/v1/traces"))
