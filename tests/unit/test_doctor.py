"""The doctor's verdicts: what is lacking says the way out, and only what the quickstart needs counts."""

from jamel.doctor import CHECKS, Check, examine, exit_code, package
from jamel.errors import CapabilityError


def lacking() -> str:
    raise CapabilityError("no such thing.\n  Install it.")


def test_a_probe_that_succeeds_is_ok():
    finding = examine(Check(name="thing", probe=lambda: "1.0"))
    assert (finding.state, finding.text) == ("ok", "1.0")


def test_what_is_lacking_says_the_way_out_on_one_line():
    finding = examine(Check(name="thing", probe=lacking))
    assert (finding.state, finding.text) == ("missing", "no such thing. Install it.")


def test_a_required_lack_decides_the_exit_code_and_an_optional_one_does_not():
    required, optional = Check(name="a", probe=lacking), Check(name="b", probe=lacking, is_required=False)
    assert exit_code([examine(optional)]) == 0
    assert exit_code([examine(optional), examine(required)]) == CapabilityError.exit_code == 3


def test_a_package_is_found_by_its_metadata():
    assert examine(Check(name="x", probe=package("pytest"))).is_ok
    assert "not installed. Run:" in examine(Check(name="x", probe=package("no-such-distribution"))).text


def test_checks_have_distinct_names_and_a_gpu_is_optional():
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert {check.name for check in CHECKS if not check.is_required} == {"vllm", "gpu"}
