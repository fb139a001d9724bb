"""A small chat endpoint that speaks the real protocol over real HTTP, for tests: answers, errors, slow replies.

Every request it gets is checked as a strict server would, and kept. This file does not know who asks.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ROLES = ("system", "user", "assistant")


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """One answer. ``body`` as it is, or ``text`` wrapped as a completion; ``drip_s`` pauses before each of the last
    bytes; ``hangs`` sends the headers and then nothing until the endpoint closes."""

    text: str = ""
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    prompt_tokens: int = 100
    completion_tokens: int = 10
    drip_s: float = 0.0
    hangs: bool = False


Answer = Callable[[dict[str, Any]], CannedReply]


def completion(reply: CannedReply, model: str) -> bytes:
    """The published shape of a chat completion."""
    answer = {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": reply.text}, "finish_reason": "stop"},
        ],
        "usage": {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "total_tokens": reply.prompt_tokens + reply.completion_tokens,
        },
    }
    return json.dumps(answer).encode()


def scripted(replies: Sequence[CannedReply]) -> Answer:
    """The replies in turn; the last one again and again."""
    waiting = list(replies)
    return lambda request: waiting.pop(0) if len(waiting) > 1 else waiting[0]


class ChatEndpoint:
    """A context manager; ``base_url`` ends in ``/v1``. ``requests`` are the parsed bodies, ``keys`` the bearer keys."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, answer, self._closing))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ChatEndpoint:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


def problem_of(request: Any) -> str | None:
    """What a strict server would refuse: other keys than text and images, roles out of turn, an empty message."""
    messages = request.get("messages") if isinstance(request, dict) else None
    if not messages or not isinstance(request.get("model"), str) or request.get("stream"):
        return "model and messages are required, streaming is off"
    roles = [message.get("role") for message in messages]
    spoken = roles[1:] if roles[0] == "system" else roles
    if spoken != [ROLES[1 + i % 2] for i in range(len(spoken))] or spoken[-1:] != ["user"]:
        return f"roles must alternate and end with user; got {roles}"
    return next((p for p in map(_problem_of_content, (m.get("content") for m in messages)) if p), None)


def _problem_of_content(content: Any) -> str | None:
    if isinstance(content, str):
        return None if content else "a message is empty"
    if not isinstance(content, list) or not content:
        return "content must be text or a list of parts"
    for part in content:
        is_text = part.get("type") == "text" and isinstance(part.get("text"), str)
        is_image = part.get("type") == "image_url" and part["image_url"]["url"].startswith("data:image/")
        if not is_text and not is_image:
            return f"unknown part {part.get('type')!r}"
    return None


def _handler(endpoint: ChatEndpoint, answer: Answer, closing: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.requests.append(request)
            endpoint.keys.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
            problem = problem_of(request)
            if self.path != "/v1/chat/completions":
                self._send(CannedReply(status=404, body=b'{"error": {"message": "no such path"}}'), "")
            elif problem is not None:
                self._send(CannedReply(status=400, body=json.dumps({"error": {"message": problem}}).encode()), "")
            else:
                self._send(answer(request), request["model"])

        def _send(self, reply: CannedReply, model: str) -> None:
            content = completion(reply, model) if reply.body is None else reply.body
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self._write(reply, content)
            except OSError:
                self.close_connection = True  # the client gave up, as some tests want

        def _write(self, reply: CannedReply, content: bytes) -> None:
            if reply.hangs:
                closing.wait()
                return
            tail = 50 if reply.drip_s else 0
            self.wfile.write(content[: len(content) - tail])
            for place in range(len(content) - tail, len(content)):
                if closing.wait(reply.drip_s):
                    return
                self.wfile.write(content[place : place + 1])

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler
