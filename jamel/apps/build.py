"""``jamel apps build``: write our own suite from its sources. Equal sources and seed give equal bytes.

An app is the shared kernel (store, elements, frame, contract), its feature modules as they stand in
``demo-env-src/modules``, its data, and its theme. This file does not know what a feature does.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from jamel.apps.goods_records import Words
from jamel.apps.manifest import SOURCE_ROOT, AppManifest, Pair, SuiteManifest, load_manifest, varied
from jamel.apps.records import app_records
from jamel.errors import StorageError
from jamel.storage import write_text_atomically

KERNEL_BEFORE = ("store", "icons", "dom", "overlays")
KERNEL_AFTER = ("frame", "evaluation", "start")
DIFFICULTY = {"shallow": "Basic", "medium": "Advanced", "deep": "Expert"}
USER: Pair = ("小满", "Xiaoman")
PAGE = """<!doctype html>
<html lang="{lang}" data-look="{look}" data-nav="{nav}" data-theme="{theme}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="css/app.css">
  <link rel="stylesheet" href="css/theme.css">
</head>
<body>
  <header class="topbar" id="topbar"></header>
  <div class="shell">
    <nav class="nav" id="nav" aria-label="导航 Navigation"></nav>
    <main id="view" tabindex="-1"></main>
  </div>
  <footer class="footer" id="footer"></footer>
  <div id="overlay"></div>
  <div id="toasts" role="status"></div>
{scripts}
</body>
</html>
"""


def build_suite(target: Path, *, seed: int = 0, source: Path = SOURCE_ROOT) -> tuple[str, ...]:
    """Write every app below ``target``, which is replaced as a whole; returns the ids in the manifest's order.

    ``seed`` 0 is the suite itself; another seed varies theme, language, layout and data. Raises ``ConfigError`` or
    ``AppError`` for a bad manifest, ``StorageError`` when ``target`` holds something that was not built by this.
    """
    suite = load_manifest(source)
    words = load_words(source)
    if target.exists() and any(target.iterdir()) and not (target / "environments.json").is_file():
        raise StorageError(f"{target} holds something else than apps. Choose an empty or a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".apps-", dir=target.parent) as temporary:
        staging = Path(temporary) / "apps"
        for app in suite.apps:
            _write_app(staging / app.id, varied(app, seed), suite.today, words, seed, source)
        write_text_atomically(staging / "environments.json", _json(_registry(suite)))
        if target.exists():
            target.rename(Path(temporary) / "old")
        staging.rename(target)
    return tuple(app.id for app in suite.apps)


def load_words(source: Path) -> Words:
    return {p.stem: yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted((source / "words").glob("*.yaml"))}


def _write_app(folder: Path, app: AppManifest, today: str, words: Words, seed: int, source: Path) -> None:
    (folder / "js").mkdir(parents=True)
    (folder / "css").mkdir()
    data = {"app": _app_data(app, today), **app_records(words, app.features, app.products, f"{app.id}/{seed}")}
    write_text_atomically(folder / "js" / "data.js", f"// What this app holds.\nconst DATA = {_json(data).rstrip()};\n")
    for name in (*KERNEL_BEFORE, *KERNEL_AFTER):
        shutil.copyfile(source / "kernel" / f"{name}.js", folder / "js" / f"{name}.js")
    for name in app.features:
        shutil.copyfile(source / "modules" / f"{name}.js", folder / "js" / f"{name}.js")
    shutil.copyfile(source / "style" / "app.css", folder / "css" / "app.css")
    theme = f":root {{ --hue: {app.hue}; --sat: {app.saturation}%; }}\n"
    write_text_atomically(folder / "css" / "theme.css", theme)
    write_text_atomically(folder / "index.html", _page(app))


def _page(app: AppManifest) -> str:
    names = ("data", *KERNEL_BEFORE, *app.features, *KERNEL_AFTER)
    return PAGE.format(
        lang="en" if app.lang == "en" else "zh-CN",
        look=app.look,
        nav=app.nav_style,
        theme=app.theme,
        title=_text(app.name, app),
        scripts="\n".join(f'  <script src="js/{name}.js"></script>' for name in names),
    )


def _text(pair: Pair, app: AppManifest) -> str:
    return {"zh": pair[0], "en": pair[1], "both": f"{pair[0]} {pair[1]}"}[app.lang]


BANNERS: tuple[tuple[Pair, Pair], ...] = (
    (("周末特辑", "A weekend special"), ("花一点时间，慢慢看。", "Take your time.")),
    (("新手上路", "New here?"), ("三分钟了解全部功能。", "See everything in three minutes.")),
)


def _app_data(app: AppManifest, today: str) -> dict[str, Any]:
    first: tuple[Pair, Pair] = (app.slogan, ("今天也有新东西。", "Something new again today."))
    targets = [name for name in app.nav if name != app.start]
    return {
        "id": app.id,
        "name": app.name,
        "slogan": app.slogan,
        "lang": app.lang,
        "theme": app.theme,
        "hue": app.hue,
        "navStyle": app.nav_style,
        "nav": app.nav,
        "start": app.start,
        "logo": app.logo,
        "currency": app.currency,
        "today": today,
        "user": USER,
        "features": app.features,
        "banners": [[*texts, targets[n % len(targets)]] for n, texts in enumerate((first, *BANNERS))],
        "options": {
            "popups": app.popups,
            "freeFrom": app.free_from,
            "asList": app.as_list,
            "feedNames": app.feed_names,
        },
    }


def _registry(suite: SuiteManifest) -> list[dict[str, Any]]:
    return [
        {
            "id": app.id,
            "name": " ".join(app.name),
            "platform": "Web Applications",
            "difficulty": DIFFICULTY[app.depth],
            "description": " ".join(app.slogan),
            "tags": [app.split.value, app.depth, *app.features],
            "metrics": {"completion": 100, "complexity": len(app.features)},
            "colorTheme": ("warm", "coral", "gold")[app.hue % 3],
        }
        for app in suite.apps
    ]


def _json(value: Any) -> str:
    """One record a line, so that a change of one shows as one line in a diff."""
    if not isinstance(value, dict):
        return "[\n" + ",\n".join(f"  {_dense(one)}" for one in value) + "\n]\n"
    lines: list[str] = []
    for key, part in value.items():
        if isinstance(part, list):
            body = "[\n" + ",\n".join(f"    {_dense(one)}" for one in part) + "\n  ]"
        else:
            body = _dense(part)
        lines.append(f"  {json.dumps(key)}: {body}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dense(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
