"""How one sub-command of ``jamel`` is declared. This file does not know which there are."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Handler = Callable[[argparse.Namespace], int]
Groups = argparse._SubParsersAction  # pyright: ignore[reportPrivateUsage]  # argparse names no public type


def add_command(groups: Groups, name: str, handler: Handler, text: str) -> argparse.ArgumentParser:
    parser = groups.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.set_defaults(handler=handler)
    return parser
