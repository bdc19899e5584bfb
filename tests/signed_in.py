"""Staff who are signed in to the console of a real house, over HTTP without a network."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from dangol.bootstrap.house import House
from dangol.cli.doors import open_doors
from dangol.cli.serving import web_settings
from dangol.web.app import create_app
from dangol.web.settings import Rate
from dangol.web.staff import hash_password
from dangol.web.views import StaffAccount

PLENTY = Rate(burst=10_000, per_minute=600_000)
_PASSWORD = "a-long-password"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class Staff:
    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def post(self, path: str, *, page: str, **fields: str) -> httpx.Response:
        """Sends a form with the token of ``page``."""
        token = _CSRF.search((await self.client.get(page)).text)
        assert token
        return await self.client.post(path, data={"csrf": token[1], **fields})


@asynccontextmanager
async def signed_in(house: House, role: Any = "owner") -> AsyncIterator[Staff]:
    given: dict[str, Any] = {"ip_rate": PLENTY, "visitor_rate": PLENTY, "sign_in_rate": PLENTY}
    doors = open_doors(house)
    if doors.staff.account(role) is None:
        doors.staff.add(StaffAccount(login=role, name=role, role=role, password_hash=hash_password(_PASSWORD)))
    app = create_app(doors, replace(web_settings(house), **given), house.clock)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client,
    ):
        staff = Staff(client)
        entered = await staff.post("/inbox/sign-in", page="/inbox/sign-in", login=role, password=_PASSWORD)
        assert entered.status_code == 303
        yield staff
