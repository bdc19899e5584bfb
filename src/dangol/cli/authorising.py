"""``dangol channel authorise``: a mall's owner lets us ask the mall. Two steps, because the consent is given in their browser."""

import time
from secrets import token_urlsafe

from dangol.bootstrap.asking_shops import admin_of
from dangol.bootstrap.house import House
from dangol.channels.cafe24.admin import consent_page
from dangol.cli.telling import tell
from dangol.kit.errors import BadInput, NotFound

_NEEDED = ("mall", "client_id", "client_secret")


def authorise_inbox(house: House, name: str, redirect: str, code: str) -> None:
    """Without a code, prints the page on which to consent; with it, keeps the tokens.

    Raises:
        NotFound: ``inbox.not_cafe24``. BadInput: ``channel.missing``, ``channel.no_address``. DeliveryError: the mall refused the code.
    """
    connection = house.connection(name)
    if connection is None or connection.inbox.channel != "cafe24":
        raise NotFound(
            "inbox.not_cafe24",
            ko=f"카페24 받은편지함이 아닙니다: {name[:40]}. brand.toml의 [inboxes]를 확인해 주세요.",
            en=f"This is no inbox of Cafe24: {name[:40]}. Check [inboxes] in brand.toml.",
        )
    missing = [key for key in _NEEDED if not connection.account.value(key)]
    if missing:
        listed = ", ".join(missing)
        raise BadInput("channel.missing", ko=f"먼저 이 설정이 필요합니다: {listed}.", en=f"These settings are needed first: {listed}.")
    if not redirect.startswith("https://"):
        raise BadInput(
            "channel.no_address",
            ko="앱에 등록한, https://로 시작하는 Redirect URI를 적어 주세요.",
            en="Give the Redirect URI that is registered with the app; it begins with https://.",
        )
    if not code:
        page = consent_page(connection.account, redirect, token_urlsafe(9))
        tell(
            f"이 주소에서 동의한 다음, 열린 주소의 code를 1분 안에 --code로 적어 주세요: {page}",
            f"Consent on this page, and give the code of the address it leads to within a minute, with --code: {page}",
        )
        return
    admin_of(house, connection, time.sleep).exchange(code, redirect)
    tell(f"{name}: 이제 쇼핑몰에 물어볼 수 있습니다.", f"{name}: the mall can be asked now.")
