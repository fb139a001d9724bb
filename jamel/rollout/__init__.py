"""The one agent loop, and the supervised worker processes that run it many times."""
