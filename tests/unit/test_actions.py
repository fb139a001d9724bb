"""The action grammar: every action survives its text, and no text whatever makes the parser raise."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.actions import (
    ACTION_CLASSES,
    BROWSERGYM_ACTIONS,
    MAX_ACTION_CHARS,
    Action,
    Click,
    DragAndDrop,
    Fill,
    GoBack,
    MouseClick,
    Noop,
    ParseFailure,
    Reset,
    Scroll,
    SelectOption,
    Swipe,
    TabFocus,
    TypeText,
    bids_of,
    history_text,
    parse_action,
    render_action,
)

short_text = st.text(max_size=40)
VALUES = {
    "str": short_text,
    "int": st.integers(-1_000_000, 1_000_000),
    "float": st.floats(-1e8, 1e8),
    "tuple[str, ...]": st.lists(short_text, max_size=4).map(tuple),
}


def actions_of(cls: type[Action]) -> st.SearchStrategy[Action]:
    return st.builds(cls, **{f.name: VALUES[str(f.type)] for f in fields(cls)})


any_action = st.one_of([actions_of(cls) for cls in ACTION_CLASSES.values()])


@given(any_action)
def test_every_action_survives_its_text(action: Action):
    assert parse_action(render_action(action)) == action


@given(any_action)
def test_the_canonical_text_is_a_fixed_point(action: Action):
    text = render_action(action)
    parsed = parse_action(text)
    assert not isinstance(parsed, ParseFailure)
    assert render_action(parsed) == text


@given(
    st.text(max_size=200) | any_action.map(render_action).flatmap(lambda t: st.sampled_from([t[:-1], t + ")", t * 2]))
)
def test_no_text_makes_the_parser_raise(text: str):
    result = parse_action(text)
    assert isinstance(result, (ParseFailure, *ACTION_CLASSES.values()))


@pytest.mark.parametrize(
    "text",
    ["(" * 3000, "click(" + "-" * 3900 + "1)", "click('" + "a" * MAX_ACTION_CHARS + "')", "\0", "click('\ud800')"],
)
def test_hostile_text_is_a_failure_or_an_action_and_never_an_exception(text: str):
    assert isinstance(parse_action(text), ParseFailure | Click)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("click('12')", Click(bid="12")),
        ("  click('12')\n", Click(bid="12")),
        ("click(bid='12', button='right')", Click(bid="12", button="right")),
        ("click('12', modifiers=['Shift'])", Click(bid="12", modifiers=("Shift",))),
        ("fill('7', '你好')", Fill(bid="7", value="你好")),
        ('fill("7", "it\'s")', Fill(bid="7", value="it's")),
        ("noop()", Noop()),
        ("noop(250)", Noop(wait_ms=250.0)),
        ("scroll(0, -200.5)", Scroll(delta_x=0.0, delta_y=-200.5)),
        ("select_option('3', 'red')", SelectOption(bid="3", options=("red",))),
        ("select_option('3', ['red', 'blue'])", SelectOption(bid="3", options=("red", "blue"))),
        ("tab_focus(2)", TabFocus(index=2)),
        ("go_back()", GoBack()),
        ("reset()", Reset()),
        ("mouse_click(10, 20)", MouseClick(x=10.0, y=20.0)),
        ("swipe(1, 2, 3, 4)", Swipe(from_x=1.0, from_y=2.0, to_x=3.0, to_y=4.0)),
        ("type_text('a\\nb')", TypeText(text="a\nb")),
    ],
)
def test_a_call_is_read_as_its_action(text: str, action: Action):
    assert parse_action(text) == action


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty action"),
        ("click '12'", "not a single call"),
        ("click('1'); click('2')", "not a single call"),
        ("page.click('1')", "not a single call"),
        ("fly('1')", "unknown action 'fly'"),
        ("click()", "bid"),
        ("click(12)", "expected str"),
        ("click('1', 'left', [], 'more')", "at most 3"),
        ("click('1', bid='2')", "no free argument 'bid'"),
        ("click('1', speed=2)", "no free argument 'speed'"),
        ("click(**{'bid': '1'})", "no free argument"),
        ("scroll(0, True)", "expected float"),
        ("scroll(0, 1e400)", "out of range"),
        ("tab_focus(1.5)", "expected int"),
        ("click(open('x'))", "click:"),
        ("fill('1', f'{1}')", "fill:"),
    ],
)
def test_a_bad_call_is_a_failure_that_says_why(text: str, reason: str):
    result = parse_action(text)
    assert isinstance(result, ParseFailure)
    assert reason in result.reason


def test_trailing_defaults_are_left_out_of_the_text():
    assert render_action(Click(bid="12")) == "click('12')"
    assert render_action(Click(bid="12", modifiers=("Alt",))) == "click('12', 'left', 'Alt')"
    assert render_action(Scroll(delta_x=0.0, delta_y=-200.0)) == "scroll(0, -200)"


def test_the_published_action_list_has_twenty_calls_and_no_reset():
    assert len(BROWSERGYM_ACTIONS) == 20
    assert BROWSERGYM_ACTIONS[-1] == "goto"
    assert "reset" not in BROWSERGYM_ACTIONS


def test_memory_names_a_reply_without_action_invalid():
    assert history_text(ParseFailure(reason="r", excerpt="e")) == "invalid"
    assert history_text(Click(bid="1")) == "click('1')"


def test_the_elements_an_action_names_are_listed_in_order():
    assert bids_of(DragAndDrop(from_bid="a", to_bid="b")) == ("a", "b")
    assert bids_of(Fill(bid="7", value="x")) == ("7",)
    assert bids_of(Noop()) == ()
