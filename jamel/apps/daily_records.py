"""Records of places and of the day: hotels, restaurants, maps, trains, notes, mails, files, money, courses, meals.

Drawn from word lists with a generator that the caller seeds. This file does not know apps.
"""

from __future__ import annotations

import random

from jamel.apps.goods_records import Record, Section, Words


def hotel_records(words: Words, rng: random.Random) -> Section:
    lists = words["places"]
    hotels: list[Record] = []
    for n, name in enumerate(lists["hotels"] * 2):
        city = lists["cities"][n % len(lists["cities"])]
        hotels.append(
            {
                "id": f"s{n + 1}",
                "name": [f"{city[0]}{name[0]}", f"{name[1]}, {city[1]}"],
                "city": city,
                "stars": rng.randint(2, 5),
                "rating": round(rng.uniform(3.4, 4.9), 1),
                "price": rng.randrange(180, 1500, 20),
                "km": round(rng.uniform(0.2, 9.0), 1),
                "facilities": sorted(rng.sample(lists["facilities"], 3)),
                "text": ["步行可到老城。", "A walk away from the old town."],
                "shape": "bed",
                "hue": rng.randrange(360),
            }
        )
    return {"hotels": hotels}


def restaurant_records(words: Words, rng: random.Random) -> Section:
    lists = words["places"]
    restaurants: list[Record] = []
    for n, (zh, en, kind_zh, kind_en, shape) in enumerate(lists["restaurants"]):
        dishes = [
            {
                "id": f"r{n + 1}d{k}",
                "name": [d_zh, d_en],
                "price": price + rng.randint(-2, 6),
                "group": lists["groups"][group],
                "isVegetarian": d_en
                in {"Mapo tofu", "Roast mushrooms", "Cucumber salad", "Vegetable dumplings", "Chips"},
                "shape": shape if group == "main" else "cup",
                "hue": rng.randrange(360),
            }
            for k, (d_zh, d_en, price, group) in enumerate(rng.sample(lists["dishes"], 9))
        ]
        restaurants.append(
            {
                "id": f"r{n + 1}",
                "name": [zh, en],
                "kind": [kind_zh, kind_en],
                "shape": shape,
                "hue": rng.randrange(360),
                "rating": round(rng.uniform(3.8, 4.9), 1),
                "minutes": rng.randrange(15, 60, 5),
                "fee": rng.randint(2, 9),
                "least": rng.choice((20, 30, 40)),
                "isClosed": n == 6,
                "dishes": dishes,
            }
        )
    return {"restaurants": restaurants}


def place_records(words: Words, rng: random.Random) -> Section:
    lists = words["places"]
    free = [(x, y) for x in range(16) for y in range(16) if y != 7]
    spots = rng.sample(free, len(lists["places"]))
    places = [
        {
            "id": f"o{n + 1}",
            "name": [zh, en],
            "kind": kind,
            "shape": shape,
            "x": x,
            "y": y,
            "rating": round(rng.uniform(3.5, 4.9), 1),
            "hue": rng.randrange(360),
        }
        for n, ((zh, en, kind, shape), (x, y)) in enumerate(zip(lists["places"], spots, strict=True))
    ]
    return {"places": places, "placeKinds": lists["kinds"]}


def train_records(words: Words, rng: random.Random) -> Section:
    stations = [{"id": f"z{n + 1}", "name": name} for n, name in enumerate(words["places"]["stations"])]
    ids = [station["id"] for station in stations]
    trains: list[Record] = []
    for n in range(14):
        stops = ids[n % 3 : n % 3 + 4] if n % 2 == 0 else ids[n % 3 : n % 3 + 4][::-1]
        minute = 6 * 60 + n * 55 + rng.randrange(0, 20, 5)
        timed: list[list[str]] = []
        for stop in stops:
            timed.append([stop, f"{minute // 60:02d}:{minute % 60:02d}"])
            minute += rng.randrange(25, 70, 5)
        trains.append({"id": f"G{101 + n}", "stops": timed})
    return {"stations": stations, "trains": trains}


def note_records(words: Words, rng: random.Random) -> Section:
    notes = [
        {"id": f"n{n + 1}", "title": title, "text": text} for n, (title, text) in enumerate(words["work"]["notes"])
    ]
    return {"notes": rng.sample(notes, len(notes))}


def todo_records(words: Words, rng: random.Random) -> Section:
    rows = rng.sample(words["work"]["todos"], len(words["work"]["todos"]))
    return {"todos": [{"id": f"d{n + 1}", "text": row[:2], "tag": row[2:]} for n, row in enumerate(rows)]}


def event_records(words: Words, rng: random.Random) -> Section:
    shift = rng.randint(0, 1)
    events = [
        {"id": f"e{n + 1}", "title": [zh, en], "day": day + shift, "from": start, "until": end, "kind": kind}
        for n, (zh, en, day, start, end, kind) in enumerate(words["work"]["events"])
    ]
    return {"events": events}


def mail_records(words: Words, rng: random.Random) -> Section:
    rows = rng.sample(words["work"]["mails"], len(words["work"]["mails"]))
    mails = [
        {"id": f"x{n + 1}", "by": f"u{rng.randint(1, 12)}", "subject": row[:2], "text": row[2:]}
        for n, row in enumerate(rows)
    ]
    return {"mails": mails}


def file_records(words: Words, rng: random.Random) -> Section:
    files = [
        {
            "id": f"f{n}",
            "name": [zh, en],
            "parent": f"f{parent}" if parent != "" else "",
            "isFolder": size == "folder",
            "size": 0 if size == "folder" else size,
            "day": -rng.randint(1, 60),
        }
        for n, (zh, en, parent, size) in enumerate(words["work"]["files"])
    ]
    return {"files": files}


def payment_records(words: Words, rng: random.Random) -> Section:
    rows = rng.sample(words["work"]["payments"], len(words["work"]["payments"]))
    payments = [
        {"id": f"y{n + 1}", "text": [zh, en], "kind": kind, "amount": amount, "day": -n}
        for n, (zh, en, kind, amount) in enumerate(rows)
    ]
    return {"payments": payments}


def vocabulary_records(words: Words, rng: random.Random) -> Section:
    cards: list[Record] = []
    for deck, pairs in words["work"]["vocabulary"].items():
        for pair in rng.sample(pairs, len(pairs)):
            front, back = pair.split("|")
            cards.append({"id": f"w{len(cards) + 1}", "deck": deck, "front": front, "back": back})
    return {"vocabulary": cards}


def course_records(words: Words, rng: random.Random) -> Section:
    courses: list[Record] = []
    teachers = words["people"]["names"]
    for n, (zh, en, area_zh, area_en) in enumerate(words["work"]["courses"]):
        courses.append(
            {
                "id": f"c{n + 1}",
                "name": [zh, en],
                "area": [area_zh, area_en],
                "teacher": teachers[(n * 3) % len(teachers)],
                "credits": rng.choice((2, 3, 4)),
                "day": n % 5,
                "slot": rng.randrange(4) if n else 0,
                "lessons": rng.randint(2, 4),
                "needs": "c1" if en == "Probability" else "c7" if en in {"Databases", "Robotics"} else "",
                "isFull": n % 4 == 3,
                "text": [f"{area_zh}入门，每周一次。", f"An introduction to {area_en.lower()}, once a week."],
                "shape": "book",
                "hue": rng.randrange(360),
            }
        )
    return {"courses": courses}


def recipe_records(words: Words, rng: random.Random) -> Section:
    recipes: list[Record] = []
    for n, (zh, en, shape, *ingredients) in enumerate(words["work"]["recipes"]):
        parts = [line.split("|") for line in ingredients]
        recipes.append(
            {
                "id": f"m{n + 1}",
                "name": [zh, en],
                "shape": shape,
                "hue": rng.randrange(360),
                "minutes": rng.choice((15, 25, 40, 60, 75)),
                "level": rng.randint(1, 3),
                "ingredients": [{"name": [a, b], "amount": int(amount), "unit": unit} for a, b, amount, unit in parts],
                "steps": words["work"]["steps"],
            }
        )
    return {"recipes": recipes}


def sheet_records(words: Words, rng: random.Random) -> Section:
    rows = rng.sample(words["work"]["todos"], 4)
    cells = {"A1": "项目 Item", "B1": "金额 Amount", "C1": "份数 Share", "D1": "备注 Note"}
    for n, row in enumerate(rows, start=2):
        cells |= {f"A{n}": row[1], f"B{n}": str(rng.randrange(20, 400, 5)), f"C{n}": str(rng.randint(1, 4))}
    return {"sheet": cells | {"D2": "=B2*C2", "D3": "=B3/C3"}}
