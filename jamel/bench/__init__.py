"""``jamel bench``: every performance claim comes from here, in one JSON shape."""
