"""Documents that are generated equal what their generator writes today."""

from jamel.apps import SPLIT_DOC, render_app_split


def test_the_app_split_document_is_up_to_date():
    assert SPLIT_DOC.read_text(encoding="utf-8") == render_app_split(), "run: jamel apps split"
