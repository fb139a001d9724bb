"""What the apps of our suite hold: which feature reads which sections of data, and who makes them.

Equal seeds give equal records. This file does not know manifests or files.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from jamel.apps.daily_records import (
    course_records,
    event_records,
    file_records,
    hotel_records,
    mail_records,
    note_records,
    payment_records,
    place_records,
    recipe_records,
    restaurant_records,
    sheet_records,
    todo_records,
    train_records,
    vocabulary_records,
)
from jamel.apps.goods_records import (
    Section,
    Words,
    book_records,
    lot_records,
    people_records,
    post_records,
    product_records,
    question_records,
    show_records,
    track_records,
)

Maker = Callable[[Words, random.Random], Section]
MAKERS: Mapping[str, Maker] = {
    "people": people_records,
    "posts": post_records,
    "questions": question_records,
    "tracks": track_records,
    "shows": show_records,
    "books": book_records,
    "lots": lot_records,
    "hotels": hotel_records,
    "restaurants": restaurant_records,
    "places": place_records,
    "trains": train_records,
    "notes": note_records,
    "todos": todo_records,
    "events": event_records,
    "mails": mail_records,
    "files": file_records,
    "payments": payment_records,
    "vocabulary": vocabulary_records,
    "courses": course_records,
    "recipes": recipe_records,
    "sheet": sheet_records,
}
"""Section -> its maker. ``products`` is apart, because it needs the kind of shop."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "catalogue": ("products",),
    "product": ("products",),
    "cart": ("products",),
    "compare": ("products",),
    "orders": ("products",),
    "feed": ("people", "posts"),
    "chat": ("people",),
    "people": ("people",),
    "stories": ("people",),
    "forum": ("questions",),
    "player": ("tracks",),
    "video": ("shows",),
    "seats": ("shows",),
    "reader": ("books",),
    "auction": ("lots",),
    "stays": ("hotels",),
    "menu": ("restaurants",),
    "map": ("places",),
    "rails": ("trains",),
    "notes": ("notes",),
    "todos": ("todos",),
    "kanban": ("people", "todos"),
    "calendar": ("events",),
    "mail": ("people", "mails"),
    "files": ("files",),
    "wallet": ("people", "payments"),
    "budget": ("payments",),
    "flashcards": ("vocabulary",),
    "courses": ("courses",),
    "recipes": ("recipes",),
    "sheet": ("sheet",),
}
"""Feature -> the sections of data it reads."""


def app_records(words: Words, features: tuple[str, ...], products: str, seed: str) -> Section:
    """All sections that the features of one app need, each drawn with a generator of its own."""
    sections = sorted({section for feature in features for section in NEEDS.get(feature, ())})
    data: Section = {}
    for section in sections:
        rng = random.Random(f"{seed}/{section}")
        data |= product_records(words, products, rng) if section == "products" else MAKERS[section](words, rng)
    return data
