"""Lets the registry's torchvision import beside a CPU build of torch.

That torchvision is compiled against CUDA. Beside a CPU torch its extension library fails to load in silence, and the
import then dies because two operators have no schema (``operator torchvision::nms does not exist``), taking every
Qwen processor with it. Declaring the two schemas first is enough: jamel uses transforms only, never ``nms``.

Installed with a ``.pth`` file, so that every process of the environment is covered, Ray's and vLLM's workers too.
It costs nothing until torchvision is imported, and does nothing where torch was built with CUDA.
It does not know jamel.
"""

import sys
from importlib.abc import MetaPathFinder

_libraries = []  # torch forgets a schema when the object that declared it is freed


class TorchvisionFinder(MetaPathFinder):
    """Finds nothing itself; sees the first import of torchvision and declares the schemas before it goes on."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname == "torchvision":
            sys.meta_path.remove(self)
            _declare_missing_schemas()


def _declare_missing_schemas():
    import torch

    if _libraries or torch.version.cuda is not None:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _libraries.append(library)


def install():
    """Called from the ``.pth`` file at every start of the interpreter, twice where a site folder is listed twice."""
    sys.meta_path.insert(0, TorchvisionFinder())
