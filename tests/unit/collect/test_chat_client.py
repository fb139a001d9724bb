"""The chat client against a real HTTP server that behaves, refuses, limits, hangs, drips and babbles."""

import email.utils
import json
import time

import pytest

from jamel.collect.chat_client import ChatClient, ChatFailure, ChatReply, ChatSettings, Outcome, retry_after_s
from jamel.config import set_environment
from jamel.errors import ConfigError
from jamel.testing.chat_endpoint import Answer, CannedReply, ChatEndpoint, scripted
from jamel.types import TokenUsage

GOOD = CannedReply(text="<action>noop()</action>", prompt_tokens=120, completion_tokens=7)
HELLO = [{"role": "user", "content": "hello"}]


class Call:
    """One ``complete`` and everything that was seen on the way."""

    def __init__(self, answer: Answer, **changes: object) -> None:
        self.waits: list[float] = []
        self.calls: list[Outcome] = []
        with ChatEndpoint(answer) as self.endpoint:
            base = ChatSettings(base_url=self.endpoint.base_url, model="m", timeout_s=5.0)
            settings = ChatSettings.model_validate({**base.model_dump(), **changes})
            client = ChatClient(settings, sleep=self.waits.append)
            self.outcome = client.complete(HELLO, seed=3, on_call=lambda n, ended, s: self.calls.append(ended))


def failure(call: Call) -> ChatFailure:
    assert isinstance(call.outcome, ChatFailure)
    return call.outcome


def test_a_reply_carries_its_text_and_what_it_cost():
    call = Call(scripted([GOOD]), usd_per_million_input_tokens=1.0, usd_per_million_output_tokens=10.0)
    assert call.outcome == ChatReply(text=GOOD.text, usage=TokenUsage(input_tokens=120, output_tokens=7))
    prices = ChatSettings(base_url="", model="", usd_per_million_input_tokens=1.0, usd_per_million_output_tokens=10.0)
    assert prices.price_usd(call.outcome.usage) == pytest.approx(190e-6)


def test_the_request_is_what_the_protocol_asks_for():
    (request,) = Call(
        scripted([GOOD]), extra_body={"top_k": 20}, max_tokens_field="max_completion_tokens"
    ).endpoint.requests
    assert request == {
        "model": "m", "messages": HELLO, "temperature": 0.2, "max_completion_tokens": 768, "stream": False, "seed": 3,
        "top_k": 20,
    }  # fmt: skip


def test_busy_endpoints_are_asked_again_after_growing_pauses():
    call = Call(scripted([CannedReply(status=s, body=b"busy") for s in (500, 503, 529)] + [GOOD]))
    assert isinstance(call.outcome, ChatReply)
    assert [getattr(ended, "status", 200) for ended in call.calls] == [500, 503, 529, 200]
    assert all(low <= wait <= 2 * low for low, wait in zip((0.5, 1.0, 2.0), call.waits, strict=True))


def test_a_rate_limit_is_waited_out_as_the_endpoint_asks():
    limited = CannedReply(status=429, body=b"slow down", headers={"Retry-After": "17"})
    call = Call(scripted([limited, GOOD]))
    assert isinstance(call.outcome, ChatReply)
    assert call.waits == [17.0]


def test_an_endpoint_that_asks_for_too_long_a_pause_is_not_asked_again():
    call = Call(scripted([CannedReply(status=429, body=b"tomorrow", headers={"Retry-After": "86400"})]))
    assert (failure(call).kind, failure(call).wait_s) == ("overloaded", 86400.0)
    assert call.waits == []


def test_retry_after_may_be_a_date_or_nonsense():
    assert retry_after_s({"retry-after": email.utils.formatdate(time.time() + 30)}) == pytest.approx(30, abs=2)
    assert retry_after_s({"retry-after": email.utils.formatdate(0)}) == 0
    assert retry_after_s({"retry-after": "soon"}) is None
    assert retry_after_s({}) is None


@pytest.mark.parametrize(("status", "kind"), [(400, "refused"), (401, "refused"), (404, "refused"), (413, "too_long")])
def test_what_cannot_get_better_is_not_repeated(status: int, kind: str):
    call = Call(scripted([CannedReply(status=status, body=b"no")]))
    assert (failure(call).kind, failure(call).status, len(call.calls)) == (kind, status, 1)


def test_a_context_that_is_too_long_has_a_name_of_its_own():
    body = json.dumps({"error": {"code": "context_length_exceeded", "message": "8193 tokens"}}).encode()
    assert failure(Call(scripted([CannedReply(status=400, body=body)]))).kind == "too_long"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>bad gateway</html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": "  "}}]}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"usage": 3, "choices": 4}',
    ],
)
def test_a_malformed_reply_is_asked_for_again_and_then_named(body: bytes):
    call = Call(scripted([CannedReply(body=body)]), max_attempts=2)
    assert (failure(call).kind, len(call.calls)) == ("malformed", 2)


def test_tokens_of_an_empty_reply_are_counted_because_they_are_charged():
    call = Call(scripted([CannedReply(text="", prompt_tokens=50)]), max_attempts=1)
    assert failure(call).usage == TokenUsage(input_tokens=50, output_tokens=10)


def test_a_huge_reply_is_cut_off_and_not_kept():
    call = Call(scripted([CannedReply(body=b"x" * 3_000_000)]), max_attempts=1, max_reply_bytes=100_000)
    assert failure(call).kind == "huge"


def test_an_endpoint_that_hangs_is_left():
    call = Call(scripted([CannedReply(hangs=True)]), max_attempts=1, timeout_s=0.2)
    assert failure(call).kind == "timeout"


def test_an_endpoint_that_drips_bytes_is_left_at_the_same_time():
    call = Call(scripted([CannedReply(text="x" * 100, drip_s=0.05)]), max_attempts=1, timeout_s=0.3)
    assert failure(call).kind == "timeout"


def test_a_closed_port_is_unreachable():
    with ChatEndpoint(scripted([GOOD])) as endpoint:
        url = endpoint.base_url
    client = ChatClient(ChatSettings(base_url=url, model="m", max_attempts=3), sleep=lambda s: None)
    calls: list[Outcome] = []
    outcome = client.complete(HELLO, seed=0, on_call=lambda n, ended, s: calls.append(ended))
    assert isinstance(outcome, ChatFailure)
    assert (outcome.kind, len(calls)) == ("unreachable", 3)


def test_the_key_is_sent_but_never_told():
    set_environment({"JAMEL_TEST_KEY": "sk-very-secret"})
    call = Call(
        scripted([CannedReply(status=401, body=b'{"error": "bad key sk-very-secret"}')]), api_key_env="JAMEL_TEST_KEY"
    )
    assert call.endpoint.keys == ["sk-very-secret"]
    assert "secret" not in failure(call).text
    assert "***" in failure(call).text


def test_a_key_that_is_named_but_not_set_is_an_error():
    with pytest.raises(ConfigError, match="JAMEL_NO_SUCH_KEY is not set"):
        ChatClient(ChatSettings(base_url="http://127.0.0.1:1", model="m", api_key_env="JAMEL_NO_SUCH_KEY"))
