"""The least that a server can do with an event: read it and say yes. The baseline of ``dangol bench intake``."""

from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_READ = msgspec.json.Decoder(dict[str, Any])


async def _taken(request: Request) -> Response:
    _READ.decode(await request.body())
    return Response(b'{"success":true}', media_type="application/json")


app = Starlette(routes=[Route("/v1/track", _taken, methods=["POST"]), Route("/v1/batch", _taken, methods=["POST"])])
