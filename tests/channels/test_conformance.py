"""What every channel holds, the double included: a new one is added to ``calls.SAMPLES`` and passes, or is no channel."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from calls import SAMPLES, Sample
from hypothesis import given
from hypothesis import strategies as st
from street import Platform

from dangol.channels import registry
from dangol.channels.failures import DeliveryError, OutcomeUnknown, PlatformDown, Rejected, Throttled, Unauthorised, Unreachable
from dangol.channels.port import Choice, Letter, Parsed, Unproven
from dangol.channels.wire import Wire
from dangol.events.catalog import CATALOG, validate

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
EVERY = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
CALLED = pytest.mark.parametrize("sample", [one for one in SAMPLES.values() if one.called], ids=lambda one: one.channel.name)
PUSHING = pytest.mark.parametrize("sample", [one for one in SAMPLES.values() if one.sent_ok is not None], ids=lambda one: one.channel.name)
INLINE = pytest.mark.parametrize("sample", [one for one in SAMPLES.values() if one.channel.inline], ids=lambda one: one.channel.name)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def letter(text: str = "3,200원이에요.", **more: object) -> Letter:
    return Letter(**{"to": "w", "text": text, "key": "row-1", "now": AT, **more})  # type: ignore[arg-type]


def sound(parsed: Parsed) -> None:
    """An event that the journal would take, or a reason why there is none."""
    assert bool(parsed.heard) != bool(parsed.ignored)
    for heard in parsed.heard:
        validate(heard.type, heard.data)
        assert heard.type in CATALOG
        assert 0 < len(heard.identity) <= 512
        assert 0 < len(heard.id) <= 512
        assert heard.at <= AT
        assert not heard.wants_reply or heard.text.strip()
        json.dumps(heard.data, allow_nan=False).encode()


def test_every_channel_is_in_the_suite() -> None:
    assert {*registry.names(), "double"} == set(SAMPLES)


@EVERY
def test_a_message_is_heard(sample: Sample) -> None:
    (heard,) = sample.channel.parse(sample.payload, AT).heard
    talks = sample.kind == "message.received"
    assert (heard.type, heard.identity, heard.text, heard.wants_reply) == (sample.kind, sample.identity, sample.text, talks)
    sound(sample.channel.parse(sample.payload, AT))


def wire(platform: Callable[[httpx.Request], httpx.Response]) -> Wire:
    return Wire(transport=httpx.MockTransport(platform), pause=lambda _: None)


@EVERY
def test_parsing_changes_nothing_and_says_the_same_again(sample: Sample) -> None:
    before = copy.deepcopy(sample.payload)
    first, second = sample.channel.parse(sample.payload, AT), sample.channel.parse(sample.payload, AT)
    assert first == second
    assert sample.payload == before


@CALLED
def test_who_cannot_prove_itself_is_refused(sample: Sample) -> None:
    sample.channel.prove(sample.account, sample.call())
    with pytest.raises(Unproven):
        sample.channel.prove(sample.account, sample.call(secret="s3creT"))
    for name in sample.headers:
        for headers in ({}, {name: "x"}, {name: "\ud800"}):
            with pytest.raises(Unproven):
                sample.channel.prove(sample.account, type(sample.call())(secret="s3cret", headers=headers))


@EVERY
@given(payload=JSON)
def test_no_value_breaks_a_parser(sample: Sample, payload: object) -> None:
    sound(sample.channel.parse(payload, AT))


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in _places(item, (*path, key)))]


@EVERY
@given(data=st.data(), junk=JSON)
def test_no_damaged_message_breaks_a_parser(sample: Sample, data: st.DataObject, junk: object) -> None:
    payload = copy.deepcopy(sample.payload)
    path = data.draw(st.sampled_from([path for path in _places(payload) if path]))
    holder = payload
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = junk
    sound(sample.channel.parse(payload, AT))


@INLINE
@given(text=st.text(min_size=1).filter(str.strip), hand_over=st.booleans())
def test_what_is_spoken_is_json_or_refused(sample: Sample, text: str, hand_over: bool) -> None:
    try:
        spoken = sample.channel.speak(sample.account, letter(text, hand_over=hand_over, choices=(Choice(label="네", value="네"),)))
    except Rejected:
        return
    json.loads(spoken.body)


@INLINE
def test_silence_and_lateness_are_valid_responses_too(sample: Sample) -> None:
    (heard,) = sample.channel.parse(sample.payload, AT).heard
    for spoken in (
        sample.channel.acknowledge(sample.account, None),
        sample.channel.acknowledge(sample.account, heard),
        sample.channel.late(sample.account, heard),
        sample.channel.late(sample.account, None),
    ):
        assert spoken.body == b"" or json.loads(spoken.body) is not None


@PUSHING
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Unauthorised),
        (403, None),
        (429, Throttled),
        (500, PlatformDown),
        (503, PlatformDown),
        (504, OutcomeUnknown),
        (302, Rejected),
    ],
)
def test_what_a_status_means(sample: Sample, status: int, error: type[DeliveryError] | None) -> None:
    platform = Platform()
    platform.says(status, {}, {"Retry-After": "7", "Location": "http://169.254.169.254/"})
    with pytest.raises(error or sample.forbidden) as told:
        sample.channel.send(sample.account, letter(asked=sample.asked, asked_at=AT), wire(platform))
    assert len(platform.sent) == 1  # no redirect is followed, and nothing is tried twice in one attempt
    assert told.value.retry_after == (7 if status in {429, 500, 503} else None)


@PUSHING
@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (httpx.ConnectError, Unreachable),
        (httpx.ConnectTimeout, Unreachable),
        (httpx.ReadTimeout, OutcomeUnknown),
        (httpx.RemoteProtocolError, OutcomeUnknown),
    ],
)
def test_what_a_broken_wire_means(sample: Sample, broken: type[httpx.HTTPError], error: type[DeliveryError]) -> None:
    platform = Platform()
    platform.breaks(broken)
    with pytest.raises(error):
        sample.channel.send(sample.account, letter(asked=sample.asked, asked_at=AT), wire(platform))


@PUSHING
@given(answer=JSON)
def test_no_answer_of_a_platform_breaks_us(sample: Sample, answer: object) -> None:
    always = wire(lambda _: httpx.Response(200, content=json.dumps(answer).encode()))
    try:
        told = sample.channel.send(sample.account, letter(asked=sample.asked, asked_at=AT), always)
    except DeliveryError:
        return
    assert told is None or 0 < len(told) <= 200


@PUSHING
def test_a_letter_is_sent_once_and_its_id_is_kept(sample: Sample) -> None:
    platform = Platform()
    platform.says(200, sample.sent_ok)
    told = sample.channel.send(sample.account, letter(asked=sample.asked, asked_at=AT), wire(platform))
    assert bool(told) == sample.gives_id
    assert [request.method for request in platform.sent].count("POST") == 1
    assert "3,200원이에요." in platform.sent[0].content.decode()


@EVERY
def test_settings_say_what_they_are(sample: Sample) -> None:
    keys = [one.key for one in sample.channel.settings]
    assert len(keys) == len(set(keys))
    assert all(one.meaning for one in sample.channel.settings)


def test_a_clock_that_runs_ahead_is_not_believed() -> None:
    for sample in SAMPLES.values():
        for heard in sample.channel.parse(sample.payload, AT - timedelta(days=9000)).heard:
            assert heard.at <= AT - timedelta(days=9000)
