"""Records of what is sold, said and played: goods, people, posts, questions, songs, shows, books, lots of an auction.

Drawn from word lists with a generator that the caller seeds. This file does not know apps.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

Words = Mapping[str, Any]
"""All word lists under the name of their file."""
Record = dict[str, Any]
Section = dict[str, Any]

TODAY_YEAR = 2026


def product_records(words: Words, kind: str, rng: random.Random) -> Section:
    """``products`` (about 45) and ``categories`` of one kind of shop."""
    lists = words["products"]
    brands, qualities = lists["brands"][kind], lists["qualities"][kind]
    categories: list[Record] = []
    products: list[Record] = []
    for key, (zh, en, shape, hue, options, things) in lists["kinds"][kind].items():
        categories.append({"id": key, "name": [zh, en], "shape": shape, "hue": hue})
        for thing in things:
            for quality in rng.sample(qualities, 3):
                products.append(_product(len(products), thing, quality, options, lists, rng))
                products[-1] |= {"category": key, "shape": shape, "hue": hue, "brand": rng.choice(brands)}
    rng.shuffle(products)
    for index, product in enumerate(products):
        product["id"] = f"g{index + 1}"
        product["reviews"] = [review | {"id": f"g{index + 1}r{n}"} for n, review in enumerate(product["reviews"])]
    products[1] |= {"options": {}, "stock": 9}
    return {"products": products, "categories": categories}


def _product(
    index: int, thing: str, quality: list[str], options: list[str], lists: Words, rng: random.Random
) -> Record:
    zh, en, base = thing.split("|")
    price = max(1, round(int(base) * rng.uniform(0.8, 1.3)))
    texts = [["做工很好", "Well made"], ["比想象的小", "Smaller than it looks"], ["会再买", "I will buy it again"]]
    return {
        "name": [f"{quality[0]}{zh}", f"{quality[1]} {en[0].lower()}{en[1:]}"],
        "price": price,
        "was": round(price * 1.25) if rng.random() < 0.3 else price,
        "stock": 0 if index % 13 == 12 else rng.randint(3, 40),
        "rating": round(rng.uniform(3.6, 5.0), 1),
        "sold": rng.randint(5, 2400),
        "options": {name: lists["options"][name] for name in options},
        "text": [f"{quality[0]}款{zh}，用料实在。", f"{en} of the {quality[1].lower()} kind, made to last."],
        "reviews": [{"stars": rng.choice((3, 4, 5, 5)), "text": text} for text in rng.sample(texts, 2)],
    }


def people_records(words: Words, rng: random.Random) -> Section:
    lists = words["people"]
    names = rng.sample(lists["names"], 12)
    people = [
        {
            "id": f"u{n + 1}",
            "name": name,
            "mail": f"{name[1].split()[0].lower()}{n + 1}@example.com",
            "text": rng.choice(lists["lines"]),
            "isPrivate": n % 4 == 3,
            "hue": rng.randrange(360),
            "shape": "user",
        }
        for n, name in enumerate(names)
    ]
    return {"people": people, "phrases": rng.sample(lists["phrases"], len(lists["phrases"]))}


def post_records(words: Words, rng: random.Random) -> Section:
    lists = words["people"]
    topics = [{"id": f"h{n + 1}", "name": name} for n, name in enumerate(lists["topics"])]
    posts = [_post(n, text, topics, lists, rng) for n, text in enumerate(lists["posts"] * 2)]
    rng.shuffle(posts)
    return {"topics": topics, "posts": posts}


def _post(n: int, text: list[str], topics: list[Record], lists: Words, rng: random.Random) -> Record:
    post: Record = {
        "id": f"p{n + 1}",
        "number": n,
        "author": f"u{rng.randint(1, 12)}",
        "text": text if n < len(lists["posts"]) else [f"补充：{text[0]}", f"And again: {text[1]}"],
        "topic": rng.choice(topics)["id"],
        "likes": rng.randint(0, 180),
        "reposts": rng.randint(0, 20),
        "poll": [],
        "comments": [
            {
                "id": f"p{n + 1}c{k}",
                "by": f"u{rng.randint(1, 12)}",
                "text": one,
                "likes": rng.randint(0, 9),
                "replies": [],
            }
            for k, one in enumerate(rng.sample(lists["comments"], rng.randint(0, 3)))
        ],
    }
    if n % 3 == 0:
        post |= {"shape": rng.choice(("mountain", "cup", "leaf", "globe")), "hue": rng.randrange(360)}
    if n % 7 == 5:
        post["poll"] = [{"text": ["去", "Yes"], "votes": rng.randint(1, 30)}, {"text": ["不去", "No"], "votes": 7}]
    return post


def question_records(words: Words, rng: random.Random) -> Section:
    lists = words["people"]
    questions = [
        {
            "id": f"q{n + 1}",
            "number": n,
            "text": text,
            "votes": rng.randint(0, 60),
            "tags": rng.sample(lists["tags"], 2),
            "bounty": 20 if n % 5 == 1 else 0,
            "accepted": f"q{n + 1}w0" if n % 4 == 2 else "",
            "answers": [
                {"id": f"q{n + 1}w{k}", "votes": rng.randint(0, 40), "text": answer}
                for k, answer in enumerate(rng.sample(lists["answers"], 1 + n % 3))
            ],
        }
        for n, text in enumerate(lists["questions"])
    ]
    return {"questions": questions}


def _titles(words: Words, last: str, count: int, rng: random.Random) -> list[list[str]]:
    lists = words["media"]
    pairs = [(a, b) for a in lists["first"] for b in lists[last]]
    return [[f"{a[0]}{b[0]}", f"{a[1]} {b[1]}"] for a, b in rng.sample(pairs, count)]


def track_records(words: Words, rng: random.Random) -> Section:
    lists = words["media"]
    tracks = [
        {
            "id": f"k{n + 1}",
            "name": name,
            "artist": rng.choice(lists["artists"]),
            "seconds": rng.randrange(120, 300, 5),
            "lines": rng.sample(lists["verses"], 5),
            "shape": "music",
            "hue": rng.randrange(360),
        }
        for n, name in enumerate(_titles(words, "songs", 28, rng))
    ]
    return {"tracks": tracks}


def show_records(words: Words, rng: random.Random) -> Section:
    lists = words["media"]
    shows: list[Record] = []
    for n, name in enumerate(_titles(words, "shows", 24, rng)):
        zh, en, shape = lists["genres"][n % len(lists["genres"])]
        shows.append(
            {
                "id": f"v{n + 1}",
                "name": name,
                "genre": [zh, en],
                "shape": shape,
                "hue": rng.randrange(360),
                "year": TODAY_YEAR - rng.randint(0, 14),
                "rating": round(rng.uniform(6.5, 9.6), 1),
                "episodes": rng.randint(4, 16),
                "text": rng.choice(lists["plots"]),
            }
        )
    return {"shows": shows}


def book_records(words: Words, rng: random.Random) -> Section:
    lists = words["media"]
    books = [
        {
            "id": f"b{n + 1}",
            "name": name,
            "author": rng.choice(lists["artists"]),
            "genre": lists["genres"][n % 4][:2],
            "shape": "book",
            "hue": rng.randrange(360),
            "chapters": [
                {"name": [f"第{k + 1}章", f"Chapter {k + 1}"], "text": rng.sample(lists["paragraphs"], 4)}
                for k in range(rng.randint(3, 6))
            ],
        }
        for n, name in enumerate(_titles(words, "books", 14, rng))
    ]
    return {"books": books}


def lot_records(words: Words, rng: random.Random) -> Section:
    lots = [
        {
            "id": f"l{n + 1}",
            "name": name,
            "bid": rng.randrange(50, 900, 10),
            "hue": rng.randrange(360),
            "shape": rng.choice(("clip", "cup", "image", "eye", "star")),
            "text": ["保存完好，附证书。", "Well kept, with papers."],
        }
        for n, name in enumerate(_titles(words, "lots", 20, rng))
    ]
    return {"lots": lots}
