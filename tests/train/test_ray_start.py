"""Ray's node is told its agents' ports, so that it need not wait for them."""

import socket

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


def test_nobody_else_is_given_the_ports_before_the_agents_listen(monkeypatch: pytest.MonkeyPatch):
    """32768 is where Linux begins with what it gives to who asks for any."""
    from jamel.train.rl import ray_start

    chosen = ray_start.free_ports(50)
    assert len(set(chosen)) == 50
    assert max(chosen) < 32_768
    with socket.socket() as taken:
        taken.bind(("", chosen[0]))
        monkeypatch.setattr(ray_start, "PORTS", chosen[:2])
        assert ray_start.free_ports(1) == [chosen[1]]


def test_the_node_is_told_the_port_that_its_agent_is_given():
    from jamel.train.rl.ray_start import told_listen_port

    node = ["raylet", "--head", "--dashboard_agent_command=python agent.py --listen-port=4321 --minimal"]
    assert told_listen_port(node) == [*node, "--dashboard_agent_listen_port=4321"]
    assert told_listen_port(["gcs_server", "--port=1"]) == ["gcs_server", "--port=1"]
