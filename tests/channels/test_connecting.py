"""Telling a platform where to call, and who is connected at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from street import Street
from typer.testing import CliRunner

from dangol.bootstrap.connecting import connect
from dangol.channels.failures import Unauthorised
from dangol.cli.app import app
from dangol.cli.channels import connect_inbox
from dangol.kit.errors import BadInput, NotFound
from dangol.knowledge.brand_toml import Inbox


def test_telegram_is_told_and_others_are_told_to_you(shop: Street, capsys: pytest.CaptureFixture[str]) -> None:
    shop.platform.says(200, {"ok": True, "result": True})
    connect_inbox(shop.house, "telegram", "https://shop.example/")
    (request,) = shop.platform.sent
    connection = shop.house.connection("telegram")
    assert connection is not None
    assert str(request.url).endswith("/bot12345:secret-token/setWebhook")
    body = json.loads(request.content)
    assert (body["url"], body["secret_token"]) == ("https://shop.example" + connection.path, connection.account.header_secret)
    connect_inbox(shop.house, "kakao", "https://shop.example")
    assert f"https://shop.example{shop.path('kakao')}" in "".join(capsys.readouterr())
    assert len(shop.platform.sent) == 1


def test_what_is_wrong_is_said_before_anything_is_sent(shop: Street) -> None:
    for name, url, error in (
        ("web", "https://shop.example", NotFound),
        ("nowhere", "https://shop.example", NotFound),
        ("kakao", "http://shop.example", BadInput),
        ("kakao", "shop.example", BadInput),
    ):
        with pytest.raises(error):
            connect_inbox(shop.house, name, url)
    assert shop.platform.sent == []
    shop.platform.says(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    with pytest.raises(Unauthorised):
        connect_inbox(shop.house, "telegram", "https://shop.example")


def test_the_environment_wins_and_rotating_changes_the_address(shop: Street) -> None:
    def made(environment: dict[str, dict[str, str]], **settings: Any) -> Any:
        inbox = Inbox(name="My-Shop", channel="telegram", mode="automatic", settings=settings)
        return connect(inbox, shop.house.outside, key=shop.house.key, environment=environment)

    assert made({}).missing == ("token",)
    assert made({"my_shop": {"token": "1:env"}}, token="1:file").account.value("token") == "1:env"
    assert made({}, token="1:file", rotate="2").path != made({}, token="1:file").path
    assert made({}, staff={"7": "owner"}).account.value("staff") == "7=owner"


def test_an_inbox_without_its_token_takes_no_call(shop: Street) -> None:
    toml = shop.house.folder / "brand.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('token = "12345:secret-token"\n', ""), encoding="utf-8")
    assert shop.post("telegram", {}).status_code == 404


def test_parse_answers_each_line_and_breaks_on_none(tmp_path: Path) -> None:
    lines = ['{"event":"leave","user":"u"}', "[1]", "", "nonsense", '{"event":"send","user":"u","textContent":{"text":"안녕"}}']
    result = CliRunner().invoke(app, ["channel", "parse", "talktalk", "--json", "-"], input="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [[event["type"] for event in answer.get("events", ["error"])] if "events" in answer else "error" for answer in answers] == [
        ["chat.left"],
        [],
        "error",
        ["message.received"],
    ]
    assert (answers[3]["events"][0]["identity"], answers[3]["events"][0]["text"]) == ("u", "안녕")
    assert answers[1]["ignored"]
    assert result.exit_code == 1
    assert CliRunner().invoke(app, ["channel", "parse", "carrier-pigeon", "--json", "-"]).exit_code == 2
