"""python-telegram-bot, unmodified, talks to our Telegram: what it can do with it, our own channel is tested against."""

import asyncio
from typing import Any

import httpx
import pytest
from stage import Stage
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

TOKEN = "12345:simulated"
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    assert update.message
    await update.message.reply_text("시작해요")


async def echo(update: Update, context: Context) -> None:
    assert update.message
    assert update.effective_user
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("네", callback_data="yes"), InlineKeyboardButton("아니요", callback_data="no")]])
    await update.message.reply_text(f"{update.effective_user.first_name}: {update.message.text}", reply_markup=keyboard)


async def pressed(update: Update, context: Context) -> None:
    assert update.callback_query
    assert update.effective_chat
    await update.callback_query.answer()
    await context.bot.send_message(update.effective_chat.id, f"눌렀어요: {update.callback_query.data}")


async def _said(stage: Stage, user: str, count: int) -> list[str]:
    async with httpx.AsyncClient(base_url=stage.address, trust_env=False) as client:
        for _ in range(300):
            response = await client.get("/api/telegram/talk", params={"user": user})
            said = [one["text"] for one in response.json()["bubbles"] if one["who"] == "brand"]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.05)
    raise AssertionError("no reply came")


def application(stage: Stage) -> Application[Any, Any, Any, Any, Any, Any]:
    made = Application.builder().token(TOKEN).base_url(f"{stage.address}/telegram/bot").build()
    made.add_handler(CommandHandler("start", start))
    made.add_handler(CallbackQueryHandler(pressed))
    made.add_handler(MessageHandler(filters.TEXT, echo))
    return made


async def _say(stage: Stage, user: str, text: str) -> None:
    async with httpx.AsyncClient(base_url=stage.address, trust_env=False) as client:
        assert (await client.post("/api/telegram/say", json={"user": user, "text": text})).status_code == 200


def test_a_bot_of_the_library_works_on_our_telegram(stage: Stage) -> None:
    async def body() -> None:
        app = application(stage)
        async with app:
            assert (await app.bot.get_me()).username == "simulated_bot"
            info = await app.bot.get_webhook_info()
            await app.bot.delete_webhook()
            assert app.updater
            await app.updater.start_polling(timeout=1)
            await app.start()
            await _say(stage, "라이브러리", "/start")
            await _say(stage, "라이브러리", "안녕하세요")
            assert await _said(stage, "라이브러리", 2) == ["시작해요", "라이브러리: 안녕하세요"]
            await _say(stage, "라이브러리", "button:yes")
            assert (await _said(stage, "라이브러리", 3))[-1] == "눌렀어요: yes"
            await app.updater.stop()
            await app.stop()
            assert info.url
            await app.bot.set_webhook(info.url, secret_token=_secret(stage))  # Dangol's own again

    asyncio.run(body())


@pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning", "ignore::telegram.warnings.PTBUserWarning")
def test_the_library_understands_our_refusals(stage: Stage) -> None:
    async def body() -> None:
        app = application(stage)
        async with app:
            await _say(stage, "거절", "안녕하세요")
            await _said(stage, "거절", 1)
            number = _newest_user(stage)
            for chat, text, error in ((1, "가", BadRequest), (number, "가" * 4097, BadRequest)):
                with pytest.raises(error):
                    await app.bot.send_message(chat, text)
            for trouble, error in (("busy", RetryAfter), ("blocked", Forbidden)):
                stage.weather("telegram", trouble=trouble)
                with pytest.raises(error):
                    await app.bot.send_message(number, "가")
            stage.weather("telegram", trouble="")

    asyncio.run(body())


def _secret(stage: Stage) -> str:
    connection = stage.house.connection("telegram")
    assert connection is not None
    return connection.account.header_secret


def _newest_user(stage: Stage) -> int:
    with stage.house.store.read() as connection:
        known = connection.exec_driver_sql("SELECT external_id FROM identities WHERE inbox = 'telegram'").scalars()
        return max(int(one) for one in known)
