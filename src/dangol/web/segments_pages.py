"""The page of segments: who is meant, how many they are, how many may go to a platform. It changes nothing and shows nobody."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.kit.errors import BadInput
from dangol.web.console import Console
from dangol.web.handling import offload
from dangol.web.segments_views import SegmentDoor


def segment_routes(door: SegmentDoor, console: Console) -> APIRouter:
    router = APIRouter(prefix="/inbox/segments", include_in_schema=False)

    @router.get("")
    async def segments(request: Request) -> Response:
        shift = await console.shift(request)
        try:
            board, wrong = await offload(door.board), None
        except BadInput as error:  # the owner's file: said where they look for it
            board, wrong = None, error
        return console.page(request, shift, "segments.html", board=board, wrong=wrong, notice="")

    return router
