"""One request to an OpenAI-compatible ``/chat/completions``: bounded in time and size, retried with backoff.

Every request ends as a value, a usable reply or a named failure, and every one is told to ``on_call``. The key comes
from an environment variable; it is never stored, and cut out of whatever the endpoint says. This file does not know
prompts or actions.
"""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from pydantic import BaseModel, Field, JsonValue, ValidationError

from jamel.config import Settings, env_setting
from jamel.errors import ConfigError
from jamel.types import TokenUsage

RETRIED_STATUSES = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
TOO_LONG_WORDS = ("context_length_exceeded", "maximum context length", "context window", "too many tokens")
CONNECT_TIMEOUT_S = 20.0
FIRST_WAIT_S = 1.0
EXCERPT_CHARACTERS = 300
Message = dict[str, JsonValue]


class ChatSettings(Settings):
    """An endpoint. ``api_key_env`` names the environment variable that holds the key; empty for a local server.

    ``timeout_s`` bounds one request from the first byte sent to the last received; ``max_wait_s`` the pause before a
    repetition, also where the endpoint asks for one (``Retry-After``). ``extra_body`` goes into each request as it is.
    """

    base_url: str
    model: str
    api_key_env: str = ""
    temperature: float = Field(default=0.2, ge=0)
    max_tokens: int = Field(default=768, ge=1)
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    sends_seed: bool = True
    timeout_s: float = Field(default=600.0, gt=0)
    max_attempts: int = Field(default=6, ge=1)
    max_wait_s: float = Field(default=120.0, ge=0)
    max_reply_bytes: int = Field(default=2_000_000, ge=1)
    usd_per_million_input_tokens: float = Field(default=0.0, ge=0)
    usd_per_million_output_tokens: float = Field(default=0.0, ge=0)
    extra_body: dict[str, JsonValue] = Field(default_factory=dict)

    def price_usd(self, usage: TokenUsage) -> float:
        return (
            usage.input_tokens * self.usd_per_million_input_tokens
            + usage.output_tokens * self.usd_per_million_output_tokens
        ) / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReply:
    """``text`` is never empty."""

    text: str
    usage: TokenUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFailure:
    """Why there is no reply. ``wait_s`` is what the endpoint asked for; ``usage`` what it charged all the same."""

    kind: Literal["unreachable", "timeout", "refused", "too_long", "overloaded", "huge", "malformed"]
    text: str
    status: int | None = None
    wait_s: float | None = None
    usage: TokenUsage = TokenUsage()

    @property
    def is_worth_repeating(self) -> bool:
        return self.kind not in ("refused", "too_long")


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(BaseModel):
    """The part of the published answer that is read; everything else is ignored."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage = _Usage()


Outcome = ChatReply | ChatFailure
CallListener = Callable[[int, Outcome, float], None]
"""(attempt from 1, how it ended, seconds)."""


def read_key(settings: ChatSettings) -> str:
    """Raises ``ConfigError`` when the variable is named but not set."""
    if not settings.api_key_env:
        return ""
    key = env_setting(settings.api_key_env)
    if not key:
        raise ConfigError(f"the environment variable {settings.api_key_env} is not set; it must hold the API key.")
    return key


class ChatClient:
    """One connection pool. ``sleep`` and ``clock`` are seams for tests."""

    def __init__(
        self,
        settings: ChatSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._sleep, self._clock = settings, sleep, clock
        self._key = read_key(settings)
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {self._key}"} if self._key else {})}
        self._http = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(settings.timeout_s, connect=CONNECT_TIMEOUT_S),
            follow_redirects=False,
        )
        self._url = settings.base_url.rstrip("/") + "/chat/completions"

    def complete(self, messages: Sequence[Message], *, seed: int, on_call: CallListener) -> Outcome:
        """The reply, or the failure that no repetition mended. Waits between attempts: 1, 2, 4 ... s with jitter, or
        what the endpoint asked for; one that asks for more than ``max_wait_s`` is not asked again."""
        jitter = random.Random(seed)
        body = self._body(messages, seed)
        attempt = 1
        while True:
            started = self._clock()
            outcome = self._ask(body, deadline_s=started + self._settings.timeout_s)
            on_call(attempt, outcome, self._clock() - started)
            if isinstance(outcome, ChatReply) or not outcome.is_worth_repeating:
                return outcome
            wait_s = self._wait_s(outcome, attempt, jitter)
            if attempt >= self._settings.max_attempts or wait_s > self._settings.max_wait_s:
                return outcome
            self._sleep(wait_s)
            attempt += 1

    def _body(self, messages: Sequence[Message], seed: int) -> bytes:
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            "temperature": self._settings.temperature,
            self._settings.max_tokens_field: self._settings.max_tokens,
            "stream": False,
            **({"seed": seed} if self._settings.sends_seed else {}),
            **self._settings.extra_body,
        }
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")

    def _wait_s(self, failure: ChatFailure, attempt: int, jitter: random.Random) -> float:
        if failure.wait_s is not None:
            return failure.wait_s
        return min(FIRST_WAIT_S * 2 ** (attempt - 1), self._settings.max_wait_s) * jitter.uniform(0.5, 1.0)

    def _ask(self, body: bytes, *, deadline_s: float) -> Outcome:
        try:
            with self._http.stream(
                "POST", self._url, content=body, headers={"Content-Type": "application/json"}
            ) as response:
                content = self._read(response, deadline_s)
        except httpx.TimeoutException:
            return ChatFailure(kind="timeout", text=f"no whole answer within {self._settings.timeout_s:g} s")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return ChatFailure(kind="unreachable", text=self._excerpt(f"{type(error).__name__}: {error}"))
        if isinstance(content, ChatFailure):
            return content
        if response.status_code != 200:
            return self._refusal(response, content)
        return self._parse(content)

    def _read(self, response: httpx.Response, deadline_s: float) -> bytes | ChatFailure:
        """httpx bounds each read; an endpoint that drips bytes for ever, or sends too many, is stopped here."""
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw(65_536):
            parts.append(part)
            size += len(part)
            if size > self._settings.max_reply_bytes:
                text = f"the reply is larger than {self._settings.max_reply_bytes} bytes"
                return ChatFailure(kind="huge", text=text, status=response.status_code)
            if self._clock() > deadline_s:
                text = f"no whole answer within {self._settings.timeout_s:g} s"
                return ChatFailure(kind="timeout", text=text, status=response.status_code)
        return b"".join(parts)

    def _refusal(self, response: httpx.Response, content: bytes) -> ChatFailure:
        status, said = response.status_code, content.decode("utf-8", "replace")
        text = f"HTTP {status}: {self._excerpt(said)}"
        if status in RETRIED_STATUSES:
            return ChatFailure(kind="overloaded", text=text, status=status, wait_s=retry_after_s(response.headers))
        if status == 413 or (status in (400, 422) and any(words in said.lower() for words in TOO_LONG_WORDS)):
            return ChatFailure(kind="too_long", text=text, status=status)
        return ChatFailure(kind="refused", text=text, status=status)

    def _parse(self, content: bytes) -> Outcome:
        try:
            answer = _Completion.model_validate_json(content)
        except ValidationError as error:
            said = self._excerpt(content.decode("utf-8", "replace"))
            text = f"not a chat completion ({error.errors()[0]['msg']}): {said}"
            return ChatFailure(kind="malformed", text=text, status=200)
        usage = TokenUsage(input_tokens=answer.usage.prompt_tokens, output_tokens=answer.usage.completion_tokens)
        text = answer.choices[0].message.content
        if text is None or not text.strip():
            return ChatFailure(kind="malformed", text="the reply has no text", status=200, usage=usage)
        return ChatReply(text=text, usage=usage)

    def _excerpt(self, text: str) -> str:
        return (text.replace(self._key, "***") if self._key else text)[:EXCERPT_CHARACTERS]


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """``Retry-After`` in seconds, from a number or an HTTP date; None when absent or nonsense."""
    value = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
