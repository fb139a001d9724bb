"""Finding and starting Chromium: which executable, which flags, which user.

The flags are part of the reward's definition: several exist only because block coverage degrades in silence without
them (browser reference, sections 2 and 7). This file does not know pages.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.devtools import DevTools
from jamel.config import PROJECT_ROOT, child_environment, env_setting, environment_default
from jamel.errors import BrowserError, CapabilityError

UNPRIVILEGED_UID = 65534
RELAY_WRAPPER = Path(__file__).with_name("relayed_chromium.sh")
ROOT_WRAPPER = Path(__file__).with_name("unprivileged_chromium.sh")
NAMES = ("chromium-headless-shell", "chromium")
UNPACKED = PROJECT_ROOT / ".cache" / "chromium" / "headless_shell"
PLAYWRIGHT_DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion",
)  # fmt: skip
"""What Playwright 1.65.2 turns off. A test compares it with the command line of a running browser."""
LAUNCH_FLAGS = (
    # Without these two, block ranges are lost after a reload and whole functions count as covered.
    "--js-flags=--no-compilation-cache",
    # Chromium heeds only the last of a repeated switch, so what Playwright sets stands here again: a mouse that hovers.
    "--blink-settings=v8CacheOptions=1,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
    "availablePointerTypes=4",
    # Code that a handler runs just before a same-origin navigation survives only with this and without RenderDocument.
    "--disable-back-forward-cache",
    # A frame that waits for late scroll events waits for ever when time stands still: a finger's swipe hung.
    "--disable-features=RenderDocument,WaitForLateScrollEvents," + ",".join(PLAYWRIGHT_DISABLED_FEATURES),
    # One renderer, so one profiler, for all pages of the app (watcher.py).
    "--process-per-site",
    # Nothing but the loopback address exists.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # WebRTC asks neither resolver nor request routing; without this its UDP reached a neighbour's port.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Equal pixels on every machine with equal fonts.
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
)


FRAME_CONTROL_FLAGS = (
    # Frames are drawn when asked for (clock.py), whole and in one thread.
    "--enable-begin-frame-control",
    "--run-all-compositor-stages-before-draw",
    "--disable-new-content-rendering-timeout",
    "--disable-threaded-animation",
    "--disable-checker-imaging",
    # Where a part of a tile is drawn anew, edges at its border differ by one level, now and then (docs/LOG.md, 31).
    "--disable-partial-raster",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChromiumInstall:
    """An executable that answered ``--version``."""

    executable: Path
    version: str


@cache
def find_chromium() -> ChromiumInstall:
    """JAMEL_CHROMIUM, else the headless shell or Chromium on PATH, else what set-up unpacked.

    Raises ``CapabilityError`` when there is none, or when the one named does not answer.
    """
    named = env_setting("JAMEL_CHROMIUM")
    candidates = [named] if named else [*filter(None, map(shutil.which, NAMES)), str(UNPACKED)]
    for candidate in candidates:
        if Path(candidate).is_file():
            return ChromiumInstall(executable=Path(candidate), version=_version(candidate))
    looked = named or f"{', '.join(NAMES)} on PATH and {UNPACKED.name} in .cache"
    raise CapabilityError(
        f"no Chromium found (looked for {looked}). Run bash shell/setup_env.sh, or set JAMEL_CHROMIUM."
    )


def _version(executable: str) -> str:
    try:
        result = subprocess.run([executable, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CapabilityError(f"{executable} does not start: {error}. Set JAMEL_CHROMIUM to one that does.") from None
    found = re.search(r"\d+(\.\d+)+", result.stdout)
    if result.returncode != 0 or found is None:
        raise CapabilityError(
            f"{executable} --version failed with exit code {result.returncode}: {result.stderr.strip()[-200:]}. "
            "Run bash shell/setup_env.sh, or set JAMEL_CHROMIUM to a working browser."
        )
    return found.group()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningBrowser:
    """One browser, as Playwright drives it and as jamel talks to it."""

    playwright: Browser
    devtools: DevTools


@contextmanager
def running_browser(budget_s: float, *, extra_flags: Sequence[str] = ()) -> Generator[RunningBrowser]:
    """A headless Chromium with its sandbox on. Raises ``BrowserError`` with its last words when it does not start."""
    install = find_chromium()
    with TemporaryDirectory(prefix="jamel-") as folder, socket.socket(socket.AF_UNIX) as listening:
        path = f"{folder}/devtools"
        try:
            listening.bind(path)
        except OSError as error:
            raise BrowserError(f"no socket can be made at {path}: {error}. Set TMPDIR to a shorter path.") from None
        listening.listen(1)
        with _playwright() as playwright:
            try:
                browser = playwright.chromium.launch(
                    executable_path=RELAY_WRAPPER,
                    args=[*LAUNCH_FLAGS, *extra_flags],
                    chromium_sandbox=True,
                    timeout=1000 * budget_s,
                    env={**_browser_environment(install, path)},
                )
            except PlaywrightError as error:
                raise BrowserError(_launch_failure(install, str(error))) from None
            try:
                yield RunningBrowser(playwright=browser, devtools=DevTools(browser, listening.accept()[0]))
            finally:
                _close(browser)


@contextmanager
def _playwright() -> Generator[Playwright]:
    """Its Node gets a small young generation, unless the user has options for it: with its own of 16 MB it lets 50 MB
    of garbage gather (docs/LOG.md, 25)."""
    with environment_default("NODE_OPTIONS", "--max-semi-space-size=1"):
        playwright = sync_playwright().start()
    try:
        yield playwright
    finally:
        playwright.stop()


def _is_root() -> bool:
    return os.geteuid() == 0


def _browser_environment(install: ChromiumInstall, socket_path: str) -> dict[str, str]:
    library_folder = install.executable.parent / "lib"
    extra = {"LD_LIBRARY_PATH": str(library_folder)} if library_folder.is_dir() else {}
    extra |= {
        "JAMEL_BROWSER_PYTHON": sys.executable,
        "JAMEL_BROWSER_SOCKET": socket_path,
        "JAMEL_BROWSER_COMMAND": str(ROOT_WRAPPER if _is_root() else install.executable),
    }
    if _is_root():
        extra |= {"JAMEL_BROWSER_UID": str(UNPRIVILEGED_UID), "JAMEL_BROWSER_EXECUTABLE": str(install.executable)}
    return child_environment(extra)


def _launch_failure(install: ChromiumInstall, words: str) -> str:
    if "No usable sandbox" in words or "Operation not permitted" in words:
        return (
            f"{install.executable} cannot use its sandbox here: the kernel allows no unprivileged user namespaces. "
            "Allow them (sysctl kernel.unprivileged_userns_clone=1, or a container with its own seccomp profile)."
        )
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return f"{install.executable} {install.version} did not start: {' | '.join(lines[-6:])}. Run `jamel doctor`."


def _close(browser: Browser) -> None:
    try:
        browser.close()
    except PlaywrightError:
        return  # it is gone already
