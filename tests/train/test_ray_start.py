"""Ray's node is told its agents' ports, so that it need not wait for them."""

import pytest

pytestmark = pytest.mark.train


def test_ports_are_chosen_where_none_is_given(monkeypatch: pytest.MonkeyPatch):
    from ray._private.parameter import RayParams

    from jamel.train.rl.ray_start import AGENT_PORTS, choose_agent_ports

    monkeypatch.setattr(RayParams, "__init__", RayParams.__init__)  # put back afterwards
    choose_agent_ports()
    found = [getattr(RayParams(), name) for name in AGENT_PORTS]
    assert len({*found}) == len(AGENT_PORTS)
    assert all(port > 0 for port in found)
    assert RayParams(runtime_env_agent_port=12345).runtime_env_agent_port == 12345


def test_ray_would_still_wait_for_agents_without_ports():
    """When Ray chooses them itself, or waits longer, the module can go."""
    from ray._private.parameter import RayParams

    from jamel.train.rl.ray_start import AGENT_PORTS

    assert [getattr(RayParams(), name) for name in AGENT_PORTS] == [None] * len(AGENT_PORTS)
