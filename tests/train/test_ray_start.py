"""Ray's node is told its agents' ports, so that it need not wait for them."""

import pytest

pytestmark = pytest.mark.train


def test_ports_are_chosen_where_none_is_given(monkeypatch: pytest.MonkeyPatch):
    from ray._private import services
    from ray._private.parameter import RayParams

    from jamel.train.rl.ray_start import AGENT_PORTS, choose_agent_ports

    monkeypatch.setattr(RayParams, "__init__", RayParams.__init__)  # put back afterwards
    monkeypatch.setattr(services, "start_ray_process", services.start_ray_process)
    choose_agent_ports()
    chosen = RayParams()
    assert len({getattr(chosen, name) for name in AGENT_PORTS}) == len(AGENT_PORTS)
    assert RayParams(runtime_env_agent_port=12345).runtime_env_agent_port == 12345


def test_the_node_is_told_the_port_that_its_agent_is_given():
    from jamel.train.rl.ray_start import told_listen_port

    node = ["raylet", "--head", "--dashboard_agent_command=python agent.py --listen-port=4321 --minimal"]
    assert told_listen_port(node) == [*node, "--dashboard_agent_listen_port=4321"]
    assert told_listen_port(["gcs_server", "--port=1"]) == ["gcs_server", "--port=1"]
