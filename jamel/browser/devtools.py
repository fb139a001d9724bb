"""jamel's own DevTools connection to the browser that Playwright drives, and the sessions on it.

It ends at ``relay.py`` and is read by Playwright's event loop, so that both are heard whenever either is waited for.
Answers and events of one session come in the order in which the browser sent them; what Playwright hears may come
later or earlier. This file does not know any domain of the protocol but Target.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from socket import socket
from typing import Any, TypeVar

from greenlet import greenlet
from playwright._impl._errors import TargetClosedError
from playwright._impl._greenlets import wait_for_future
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.relay import ATTACH_ID

T = TypeVar("T")
Handler = Callable[[dict[str, Any]], None]
Request = tuple[str, dict[str, Any] | None]


class DevTools:
    """``browser`` is the session of the browser itself. Uses private members of Playwright 1.65.2 (pinned): the loop
    and the greenlet that runs it."""

    def __init__(self, browser: Browser, connection: socket) -> None:
        driver: Any = browser
        self._of_playwright: Any = browser.new_browser_cdp_session()
        self.loop: asyncio.AbstractEventLoop = driver._loop
        self._dispatcher: greenlet = driver._dispatcher_fiber
        self._sessions: dict[str, Session] = {}
        self._waiting: dict[int, _Waiting] = {}
        self._next_id = ATTACH_ID
        opening = self.loop.create_task(self.loop.create_unix_connection(lambda: _Stream(self), sock=connection))
        self._transport: asyncio.WriteTransport = self.wait(opening)[0]
        attached = self.wait(self.request("", "Target.attachToBrowserTarget", None))
        self.browser = self._session(attached["sessionId"])

    def attach(self, target_id: str) -> Session:
        """A new session on a page. Raises Playwright's error when the page is gone."""
        wanted = {"targetId": target_id, "flatten": True}
        session_id = self.browser.send("Target.attachToTarget", wanted)["sessionId"]
        if session_id not in self._sessions:
            raise TargetClosedError
        return self._sessions[session_id]

    def attach_to(self, page: Page) -> Session:
        """A new session on a page that Playwright found."""
        of_playwright = page.context.new_cdp_session(page)
        target_id = of_playwright.send("Target.getTargetInfo")["targetInfo"]["targetId"]
        of_playwright.detach()
        return self.attach(target_id)

    def start_catching_up(self) -> asyncio.Future[Any]:
        """Done when Playwright has told all that the browser has told us: page errors, refused requests, new pages."""
        return self.start(self._of_playwright._impl_obj.send("Browser.getVersion", None, None))

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Work that goes on while somebody waits. An error that nobody asks for is dropped."""
        task = self.loop.create_task(work)
        task.add_done_callback(_is_heard)
        return task

    def wait(self, future: asyncio.Future[T]) -> T:
        """Its result. Meanwhile Playwright's events and ours are heard."""
        wait_for_future(self.loop, self._dispatcher, future)
        return future.result()

    def request(self, session_id: str, method: str, params: dict[str, Any] | None) -> asyncio.Future[Any]:
        """Sent when this returns. The answer, or Playwright's error."""
        message = {"id": self._next_id, "method": method, "params": params or {}}
        if session_id:
            message["sessionId"] = session_id
        answer: asyncio.Future[Any] = self.loop.create_future()
        answer.add_done_callback(_is_heard)
        self._waiting[self._next_id] = _Waiting(session_id=session_id, method=method, answer=answer)
        self._next_id += 1
        self._transport.write(json.dumps(message).encode() + b"\0")
        return answer

    def on_message(self, message: dict[str, Any]) -> None:
        """One answer or event of the browser."""
        if "id" in message:
            waiting = self._waiting.pop(message["id"], None)
            if waiting is not None:  # else its session has ended
                waiting.hear(message)
            return
        event, params = message["method"], message.get("params", {})
        session = self._sessions.get(message["sessionId"])
        if session is not None:
            session.hear(event, params)
        if event == "Target.attachedToTarget":  # comes before the answer, so that an end right after it is heard
            self._session(params["sessionId"])
        elif event == "Target.detachedFromTarget":
            self._end(params["sessionId"])
        elif event == "Inspector.targetCrashed":
            self._end(message["sessionId"])

    def on_end(self) -> None:
        """The browser is gone."""
        for session_id in ("", *self._sessions):
            self._end(session_id)

    def _session(self, session_id: str) -> Session:
        self._sessions[session_id] = Session(self, session_id)
        return self._sessions[session_id]

    def _end(self, session_id: str) -> None:
        for number in [n for n, w in self._waiting.items() if w.session_id == session_id]:
            self._waiting.pop(number).give_up()
        session = self._sessions.pop(session_id, None)
        if session is not None:
            session.is_closed = True
            session.hear("close", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    session_id: str
    method: str
    answer: asyncio.Future[Any]

    def hear(self, message: dict[str, Any]) -> None:
        if self.answer.done():
            return  # nobody waits any more
        if "error" in message:
            self.answer.set_exception(PlaywrightError(f"Protocol error ({self.method}): {message['error']['message']}"))
        else:
            self.answer.set_result(message["result"])

    def give_up(self) -> None:
        if not self.answer.done():
            self.answer.set_exception(TargetClosedError())


@dataclass(slots=True, eq=False)
class Session:
    """One DevTools session. Its errors are Playwright's."""

    devtools: DevTools
    session_id: str
    is_closed: bool = False
    _handlers: defaultdict[str, list[Handler]] = field(default_factory=lambda: defaultdict(list))

    def on(self, event: str, handler: Handler) -> None:
        """``handler`` may send and wait. The event ``close`` says that the session or its page has ended."""
        self._handlers[event].append(handler)

    def remove_listener(self, event: str, handler: Handler) -> None:
        self._handlers[event].remove(handler)

    def request(self, method: str, params: dict[str, Any] | None = None) -> asyncio.Future[Any]:
        """Sent when this returns; an error that nobody asks for is dropped."""
        if self.is_closed:
            return self.start(_fail())
        return self.devtools.request(self.session_id, method, params)

    def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """The answer. Raises Playwright's error when the browser refuses or the page is gone."""
        return self.wait(self.request(method, params))

    def send_all(self, *requests: Request) -> list[Any]:
        """The answers to requests that are all sent before the first is awaited; the browser works through them in
        order. Raises the first error."""
        return [self.wait(answer) for answer in [self.request(*request) for request in requests]]

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Work that goes on while somebody waits. An error that nobody asks for is dropped."""
        return self.devtools.start(work)

    def wait(self, future: asyncio.Future[T]) -> T:
        """Its result. Meanwhile Playwright's events and ours are heard."""
        return self.devtools.wait(future)

    def hear(self, event: str, params: dict[str, Any]) -> None:
        """Handlers run one after another, each in a greenlet of its own, which may wait for an answer."""
        for handler in tuple(self._handlers.get(event, ())):
            greenlet(handler).switch(params)


async def _fail() -> Any:
    raise TargetClosedError


class _Stream(asyncio.Protocol):
    """Messages end with a NUL."""

    def __init__(self, devtools: DevTools) -> None:
        self._devtools = devtools
        self._rest: list[bytes] = []

    def data_received(self, data: bytes) -> None:
        first, *more = data.split(b"\0")
        self._rest.append(first)
        for part in more:
            message, self._rest = b"".join(self._rest), [part]
            self._devtools.on_message(json.loads(message))

    def connection_lost(self, exc: Exception | None) -> None:
        self._devtools.on_end()


def _is_heard(done: asyncio.Future[Any]) -> None:
    """So that asyncio does not print an error nobody asked for."""
    if not done.cancelled():
        done.exception()
