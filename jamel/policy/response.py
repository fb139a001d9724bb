"""The policy's reply, ``<action>one call</action>``, both ways. One that names no action is a value, never a noop."""

from __future__ import annotations

import re

from jamel.actions import Action, ParseFailure, parse_action, render_action

ACTION_BLOCK = re.compile(r"<action>(.*?)</action>", re.DOTALL)


def render_response(action: Action) -> str:
    """What the policy is trained to say, without any thoughts."""
    return f"<action>{render_action(action)}</action>"


def parse_response(text: str) -> Action | ParseFailure:
    """The first action block, its first line. Never raises."""
    found = ACTION_BLOCK.search(text)
    if found is None:
        return ParseFailure(reason="no <action> block", excerpt=text[:200])
    lines = found.group(1).strip().splitlines()
    return parse_action(lines[0] if lines else "")
