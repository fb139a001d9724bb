"""YAML -> strict typed settings, command-line overrides, environment variables, provenance.

Every command owns its schema (a ``Settings`` subclass beside the code that reads it); this file owns how one is loaded.
``os.environ`` is read here and nowhere else. This file does not know any particular setting.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from jamel.errors import ConfigError, StorageError
from jamel.storage import read_json, write_json_atomically

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseModel):
    """Base of every schema: frozen, no unknown keys, no silent conversion between types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, protected_namespaces=())


S = TypeVar("S", bound=Settings)


def load_settings(schema: type[S], path: Path | None, overrides: Iterable[str] = ()) -> S:
    """Read ``path`` (YAML, or nothing for all defaults), apply ``key=value`` overrides, validate.

    Raises ``ConfigError`` for a missing file, an unknown key (naming the nearest known one) or a bad value.
    """
    raw = _read_yaml(path) if path is not None else {}
    for override in overrides:
        _apply_override(raw, override)
    try:
        return schema.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        raise ConfigError(_explain(schema, error, str(path or "command line"))) from None


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"config file not found: {path}. Give a file that exists; see configs/.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid YAML: {error}. Fix the file.") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise ConfigError(f"{path} must hold a mapping of settings; got {type(raw).__name__}.")
    return raw


def _apply_override(raw: dict[str, Any], override: str) -> None:
    key, separator, text = override.partition("=")
    if not separator or not key:
        raise ConfigError(f"override must look like key=value; got {override!r}.")
    *parents, last = key.split(".")
    node: dict[str, Any] | list[Any] = raw
    for parent in parents:
        node = _section(node, parent, key)
    if isinstance(node, list):
        raise ConfigError(f"override {key!r} names a place in a list. Name a setting below it, or give the whole list.")
    try:
        node[last] = yaml.safe_load(text) if text else ""
    except yaml.YAMLError as error:
        raise ConfigError(f"override {key!r}: {text!r} is not a YAML value: {error}.") from None


def _section(node: dict[str, Any] | list[Any], name: str, key: str) -> dict[str, Any] | list[Any]:
    """The section ``name`` of a mapping, or the ``name``-th one, counted from 0, of a list of sections."""
    if isinstance(node, list):
        child = node[int(name)] if name.isdigit() and int(name) < len(node) else None
    else:
        child = node.setdefault(name, {})
    if not isinstance(child, dict | list):
        raise ConfigError(f"override {key!r}: {name!r} is not a section. Check the key.")
    return child


def _explain(schema: type[Settings], error: ValidationError, source: str) -> str:
    lines = []
    for item in error.errors():
        where = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            lines.append(f"unknown key {where!r}{_nearest(schema, item['loc'])}")
        elif item["type"] == "missing":
            lines.append(f"{where!r} is required")
        else:
            lines.append(f"{where!r}: {item['msg']}; got {item['input']!r}")
    return f"{source}: {'; '.join(lines)}".removesuffix("?") + ("?" if lines[-1].endswith("?") else ".")


def _nearest(schema: type[Settings], location: tuple[int | str, ...]) -> str:
    known = schema
    for part in location[:-1]:
        known = _section_schema(known, str(part)) or known
    names = sorted(known.model_fields)
    close = difflib.get_close_matches(str(location[-1]), names, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known keys: {', '.join(names)}"


def _section_schema(schema: type[Settings], name: str) -> type[Settings] | None:
    field = schema.model_fields.get(name)
    candidates = [field.annotation, *get_args(field.annotation)] if field else []
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, Settings)), None)


def env_setting(name: str, default: str = "") -> str:
    """One environment variable; the empty string counts as not set."""
    return os.environ.get(name) or default


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with ``extra`` on top, for a child process."""
    return {**os.environ, **extra}


def set_environment(values: Mapping[str, str]) -> None:
    """Set variables for this process and its children, before libraries that read them are imported."""
    os.environ.update(values)


@contextmanager
def environment_default(name: str, value: str) -> Generator[None]:
    """Meanwhile children find ``value``, unless the user has set the variable."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def settings_hash(settings: Settings) -> str:
    """Twelve hex digits naming the resolved settings; equal settings give equal names."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:12]


def claim_output(folder: Path, settings: Settings, *, ignore: frozenset[str] = frozenset()) -> None:
    """Write the resolved settings and provenance first into ``folder``, or check that it belongs to them.

    ``ignore`` names settings that may differ between runs of the same work, such as the number of workers.
    Raises ``StorageError`` when the folder holds another configuration's work.
    """
    path = folder / "settings.json"
    wanted = {k: v for k, v in json.loads(settings.model_dump_json()).items() if k not in ignore}
    if path.exists():
        found = read_json(path)
        if found != wanted:
            different = sorted(k for k in wanted.keys() | found.keys() if wanted.get(k) != found.get(k))
            raise StorageError(
                f"{folder} belongs to another configuration (different: {', '.join(different)}). "
                "Choose another output folder, or delete this one."
            )
        return
    write_json_atomically(folder / "provenance.json", provenance())
    write_json_atomically(path, wanted)


def provenance() -> dict[str, str]:
    """Where and with what this runs: command, code version, library versions, hardware."""
    facts = {
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "git_commit": _git_commit(),
        "python": platform.python_version(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}",
    }
    for package in ("jamel", "torch", "transformers", "verl", "vllm", "playwright"):
        try:
            facts[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return facts


def _git_commit() -> str:
    try:
        result = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return result.stdout.strip() or "unknown"
