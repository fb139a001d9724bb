"""Whose message is it, and where does one end?"""

import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from jamel.browser.relay import ATTACH_ID, Sorter, messages


def as_sent(**message: object) -> bytes:
    """As Chromium writes it: without spaces, the session last."""
    return json.dumps(message, separators=(",", ":")).encode()


def sorter_with_session(session: str) -> Sorter:
    sorter = Sorter()
    assert sorter.is_jamels(as_sent(id=ATTACH_ID, result={"sessionId": session}))
    return sorter


def test_answers_and_events_of_an_attached_session_are_jamels_and_all_others_playwrights() -> None:
    sorter = sorter_with_session("AA")
    assert sorter.is_jamels(as_sent(id=1, result={}, sessionId="AA"))
    assert sorter.is_jamels(as_sent(method="Page.loadEventFired", params={}, sessionId="AA"))
    assert not sorter.is_jamels(as_sent(id=1, result={}, sessionId="BB"))
    assert not sorter.is_jamels(as_sent(id=1, result={}))


def test_a_session_attached_from_one_of_ours_is_ours_before_its_answer_comes() -> None:
    sorter = sorter_with_session("AA")
    attached = {"sessionId": "CC", "targetInfo": {"type": "page"}, "waitingForDebugger": False}
    assert sorter.is_jamels(as_sent(method="Target.attachedToTarget", params=attached, sessionId="AA"))
    assert sorter.is_jamels(as_sent(method="Page.loadEventFired", params={}, sessionId="CC"))


def test_a_session_that_playwright_attached_stays_playwrights() -> None:
    sorter = sorter_with_session("AA")
    attached = {"sessionId": "DD", "targetInfo": {"type": "page"}, "waitingForDebugger": True}
    assert not sorter.is_jamels(as_sent(method="Target.attachedToTarget", params=attached))
    assert not sorter.is_jamels(as_sent(method="Target.attachedToTarget", params=attached, sessionId="BB"))
    assert not sorter.is_jamels(as_sent(id=3, result={}, sessionId="DD"))


def test_a_detached_session_named_last_in_a_message_of_playwrights_is_no_claim_to_it() -> None:
    sorter = sorter_with_session("AA")
    assert not sorter.is_jamels(as_sent(method="Target.detachedFromTarget", params={"sessionId": "AA"}))


@given(st.text())
def test_no_text_of_a_page_makes_a_message_jamels(text: str) -> None:
    sorter = sorter_with_session("AA")
    for tried in (text, text + '"sessionId":"AA"}', text + '","sessionId":"AA"}'):
        assert not sorter.is_jamels(as_sent(id=1, result={"value": tried}, sessionId="BB"))
        assert not sorter.is_jamels(as_sent(method="Runtime.consoleAPICalled", params={"value": tried}))


@given(st.lists(st.binary(min_size=1).filter(lambda b: b"\0" not in b)), st.integers(1, 9))
def test_messages_come_whole_whatever_pieces_they_arrive_in(sent: list[bytes], size: int) -> None:
    stream = b"".join(message + b"\0" for message in sent)
    pieces: Iterator[bytes] = iter([stream[i : i + size] for i in range(0, len(stream), size)])
    assert [message for whole in messages(lambda _: next(pieces, b"")) for message in whole] == sent
