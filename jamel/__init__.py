"""jamel: an agent that explores web apps, paid in JavaScript coverage, with a learnt latent memory.

Importing this package stays cheap: no torch, no playwright, no verl. ``tests/architecture`` holds it to that.
"""

__version__ = "0.1.0"
