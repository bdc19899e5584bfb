"""schemathesis sends what the OpenAPI document allows and what it forbids: nothing may break the server."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from web_double import Shop
from web_server import KEY
from web_server import settings as web_settings

from dangol.web.app import create_app

APP = create_app(Shop().doors(), web_settings(poll_seconds=0.05))
schema = schemathesis.openapi.from_asgi("/openapi.json", APP)


@pytest.mark.filterwarnings("ignore")
@schema.parametrize()
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_content_breaks_the_server(case: schemathesis.Case) -> None:
    if case.query and "wait" in case.query:
        case.query["wait"] = 0
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {KEY}"}
    case.call_and_validate(checks=[not_a_server_error])


def test_the_document_describes_every_public_route() -> None:
    document = APP.openapi()
    assert set(document["paths"]) == {
        "/v1/chat/session",
        "/v1/answer",
        "/v1/chat/messages",
        "/v1/chat/ratings",
        "/v1/chat/sign-in",
        "/v1/events",
        "/v1/home",
        "/v1/home/coupons",
        "/v1/home/chosen",
        "/v1/coupons/redeem",
        "/healthz",
        "/metrics",
        "/readyz",
    }
    assert {"EventForm", "BatchForm"} <= set(document["components"]["schemas"])
