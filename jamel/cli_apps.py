"""The commands about apps: ``jamel serve``, ``jamel apps ...`` and ``jamel install-apps``. No logic lives here."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from jamel.cli_command import Groups, add_command

if TYPE_CHECKING:
    from jamel.apps import AppSet
    from jamel.types import AppSpec


def add_app_commands(groups: Groups) -> None:
    serve = add_command(groups, "serve", _serve, "serve a folder of apps with a gallery page")
    serve.add_argument(
        "--root", type=Path, default=None, help="folder with one app per sub-folder (default: demo apps)"
    )
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--thumbnails", action="store_true", help="draw the gallery's pictures first")
    apps = groups.add_parser("apps", help="list, check and build apps", description="List, check and build apps.")
    actions = apps.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, handler, text in (
        ("list", _apps_list, "list the apps of a benchmark"),
        ("check", _apps_check, "load apps in a browser and say what is wrong with them"),
    ):
        action = add_command(actions, name, handler, text)
        action.add_argument("--file", type=Path, default=None, help="benchmark file (default: configs/demo_apps.json)")
        action.add_argument("--mode", default="all", help="test10, train86 or all")
        action.add_argument("--apps", default="", help="ids, comma between; instead of a mode")
    build = add_command(actions, "build", _apps_build, "write our own suite from its sources")
    build.add_argument("--output", type=Path, default=None, help="folder (default: env/browser_env/demo-env)")
    build.add_argument("--seed", type=int, default=0, help="0: the suite; other: a variant in look, language and data")
    _add_other_peoples_apps(actions)
    add_command(actions, "table", _apps_table, "write the table of docs/ENVIRONMENTS.md")
    add_command(actions, "sheet", _apps_sheet, "draw the contact sheet of docs/ENVIRONMENTS.md")
    add_command(actions, "split", _apps_split, "write docs/APP_SPLIT.md from configs/benchmark_apps.json")
    install = add_command(groups, "install-apps", _install_apps, "bring the ScaleWoB apps into place")
    install.add_argument("--mode", default="all", help="test10, train86 or all")
    install.add_argument("--source", default="", help="folder or zip (default: the published archive)")
    install.add_argument("--output", type=Path, default=None, help="default: SCALEWOB_ROOT")


def _add_other_peoples_apps(actions: Groups) -> None:
    for name, handler, metavar, text in (
        ("add-npm", _apps_add_npm, "PACKAGE@VERSION", "bring an app of an npm package into .cache/real-apps"),
        ("add-wheel", _apps_add_wheel, "PACKAGE==VERSION", "bring an app of a Python wheel into .cache/real-apps"),
        ("add-url", _apps_add_url, "URL", "bring an app of an archive at an address into .cache/real-apps"),
        ("add-folder", _apps_add_folder, "FOLDER", "copy a folder with an app into .cache/real-apps"),
    ):
        action = add_command(actions, name, handler, text)
        action.add_argument("source", metavar=metavar)
        action.add_argument("--entry", default="index.html", metavar="PATH", help="its start page, below --folder")
        action.add_argument("--folder", default="", metavar="PATH", help="the part to take (default: all)")
        action.add_argument("--id", default="", help="default: the name of the package, archive or folder")
    fetch = add_command(actions, "fetch", _apps_fetch, "bring the apps of configs/real_apps.json into .cache/real-apps")
    fetch.add_argument("--apps", default="", help="ids, comma between (default: all)")


def _serve(arguments: argparse.Namespace) -> int:
    from jamel.apps import DEMO_FILE, load_app_set
    from jamel.browser.site_server import serve_forever

    root = arguments.root or load_app_set(DEMO_FILE).root
    if not arguments.thumbnails:
        serve_forever(root, arguments.port)
    else:
        from jamel.browser.thumbnails import make_gallery_pictures

        serve_forever(root, arguments.port, make_gallery_pictures(root))
    return 0


def _chosen_apps(arguments: argparse.Namespace) -> tuple[AppSet, tuple[AppSpec, ...]]:
    from jamel.apps import DEMO_FILE, load_app_set

    app_set = load_app_set(arguments.file or DEMO_FILE)
    ids = tuple(name for name in arguments.apps.split(",") if name)
    return app_set, app_set.select(arguments.mode, ids)


def _apps_list(arguments: argparse.Namespace) -> int:
    for app in _chosen_apps(arguments)[1]:
        print(f"{app.split}\t{app.app_id}")
    return 0


def _apps_check(arguments: argparse.Namespace) -> int:
    from jamel.browser.check_apps import report_check

    return report_check(*_chosen_apps(arguments))


def _apps_build(arguments: argparse.Namespace) -> int:
    from jamel.apps import DEMO_FILE, load_app_set
    from jamel.apps.build import build_suite

    target = arguments.output or load_app_set(DEMO_FILE).root
    print(f"{len(build_suite(target, seed=arguments.seed))} apps are in {target}")
    return 0


def _apps_add_npm(arguments: argparse.Namespace) -> int:
    return _add_package(f"npm:{arguments.source}", arguments)


def _apps_add_wheel(arguments: argparse.Namespace) -> int:
    return _add_package(f"pypi:{arguments.source}", arguments)


def _add_package(package: str, arguments: argparse.Namespace) -> int:
    from jamel.apps.packages import parse_package
    from jamel.apps.real_apps import RealApp, add_package

    app_id = arguments.id or parse_package(package).name
    add_package(RealApp(id=app_id, package=package, folder=arguments.folder, entry=arguments.entry))
    return 0


def _apps_add_url(arguments: argparse.Namespace) -> int:
    from jamel.apps.real_apps import add_url

    add_url(arguments.source, app_id=arguments.id, folder=arguments.folder, entry=arguments.entry)
    return 0


def _apps_add_folder(arguments: argparse.Namespace) -> int:
    from jamel.apps.real_apps import add_folder

    source = Path(arguments.source) / arguments.folder
    add_folder(arguments.id or source.resolve().name, source, arguments.entry)
    return 0


def _apps_fetch(arguments: argparse.Namespace) -> int:
    from jamel.apps.real_apps import fetch_listed

    fetch_listed(ids=[name for name in arguments.apps.split(",") if name])
    return 0


def _apps_table(_: argparse.Namespace) -> int:
    from jamel.apps import DEMO_FILE, load_app_set
    from jamel.apps.suite_table import ENVIRONMENTS_DOC, render_environments_doc
    from jamel.storage import write_text_atomically

    write_text_atomically(ENVIRONMENTS_DOC, render_environments_doc(load_app_set(DEMO_FILE).root))
    return 0


def _apps_sheet(_: argparse.Namespace) -> int:
    from jamel.apps import DEMO_FILE, load_app_set
    from jamel.apps.suite_table import CONTACT_SHEET
    from jamel.browser.thumbnails import contact_sheet, make_gallery_pictures
    from jamel.storage import write_bytes_atomically

    app_set = load_app_set(DEMO_FILE)
    pictures = make_gallery_pictures(app_set.root)
    apps = (*app_set.select("train"), *app_set.select("test"))
    write_bytes_atomically(CONTACT_SHEET, contact_sheet([pictures / f"{app.app_id}.jpg" for app in apps]))
    return 0


def _apps_split(_: argparse.Namespace) -> int:
    from jamel.apps import SPLIT_DOC, render_app_split
    from jamel.storage import write_text_atomically

    write_text_atomically(SPLIT_DOC, render_app_split())
    return 0


def _install_apps(arguments: argparse.Namespace) -> int:
    from jamel.apps.install import install_apps

    install_apps(arguments.mode, arguments.source, arguments.output)
    return 0
