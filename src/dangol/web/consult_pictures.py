"""Pictures in consultations: the way in, from the customer's page, and the way out, to signed-in staff alone."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.kit.errors import BadInput
from dangol.kit.pictures import refusals
from dangol.web.console import Console
from dangol.web.consult_door import ConsultDoor
from dangol.web.handling import offload
from dangol.web.uploads import Upload, read_upload

AT_ONCE = 2  # pictures taken in at the same time: each is held in memory several times over while it is cleaned and sealed
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def the_picture(upload: Upload) -> bytes:
    """The one file of a form; empty where no file was chosen.

    Raises:
        BadInput: ``picture.several``.
    """
    if len(upload.files) > 1:
        raise BadInput("picture.several", ko="사진은 한 번에 한 장만 올려 주세요.", en="Please send one picture at a time.")
    return upload.files[0] if upload.files else b""


def sent(request: Request) -> Upload:
    """The form that the guard let through.

    Raises:
        BadInput: ``picture.too_large``, ``body.not_form``.
    """
    if request.state.upload is None:
        raise refusals.too_large()
    return read_upload(request.state.upload, request.headers.get("content-type", ""))


def turns() -> asyncio.Semaphore:
    """Those who send pictures take turns."""
    return asyncio.Semaphore(AT_ONCE)


def picture_routes(console: Console, door: ConsultDoor) -> APIRouter:
    router = APIRouter(prefix="/inbox/pictures", include_in_schema=False)

    @router.get("/{id_}")
    async def picture(id_: str, request: Request) -> Response:
        await console.shift(request)
        found = await offload(door.picture, id_)
        headers = {
            "Content-Disposition": f'inline; filename="picture.{_ENDINGS[found.media]}"',
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        return Response(found.upright, media_type=found.media, headers=headers)

    return router
