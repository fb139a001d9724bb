"""Documents that are generated equal what their generator writes today."""

from jamel.apps import DEMO_FILE, SPLIT_DOC, load_app_set, render_app_split
from jamel.apps.suite_table import ENVIRONMENTS_DOC, render_environments_doc


def test_the_app_split_document_is_up_to_date():
    assert SPLIT_DOC.read_text(encoding="utf-8") == render_app_split(), "run: jamel apps split"


def test_the_table_of_apps_is_up_to_date():
    expected = render_environments_doc(load_app_set(DEMO_FILE).root)
    assert ENVIRONMENTS_DOC.read_text(encoding="utf-8") == expected, "run: jamel apps table"
