"""What the doctor finds, and how a missing layer is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corrige.kernel import ForkServer, SandboxUnavailable, doctor, layers


def test_every_layer_is_examined_by_trying_it() -> None:
    findings = doctor.examine()
    assert {layer.name for layer in layers.ALL} <= {finding.name for finding in findings}
    assert doctor.usable(findings)
    assert all(finding.remedy for finding in findings if not finding.available)


def _without_namespaces(code: str) -> subprocess.CompletedProcess[str]:
    """Run code where no further user namespace may be made."""
    setup = "echo 0 > /proc/sys/user/max_user_namespaces && exec " + sys.executable + ' -c "$0"'
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", setup, code],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_without_namespaces_it_refuses_and_names_piece_and_remedy() -> None:
    done = _without_namespaces(
        "from corrige.kernel import ForkServer, SandboxUnavailable\n"
        "try: ForkServer(preload=())\n"
        "except SandboxUnavailable as error: print(error.layer); print(error.remedy)\n"
        "else: print('started')"
    )
    layer, remedy = done.stdout.strip().split("\n")
    assert layer == "namespaces", done.stderr
    assert "max_user_namespaces" in remedy
    assert "--unsafe-no-sandbox" in remedy


def test_without_namespaces_the_doctor_says_what_is_missing() -> None:
    done = _without_namespaces(
        "from corrige.kernel import doctor\n"
        "found = doctor.examine()\n"
        "print(doctor.usable(found))\n"
        "print([f.name for f in found if not f.available and f.remedy][0])"
    )
    assert done.stdout.split("\n")[:2] == ["False", "namespaces"], done.stderr


def test_without_namespaces_the_unsafe_mode_still_runs() -> None:
    done = _without_namespaces(
        "from corrige.kernel import ForkServer\n"
        "with ForkServer(preload=(), unsafe=True) as server:\n"
        "    with server.spawn('gc:collect') as child: print(child.unsafe, child.layers)"
    )
    assert done.stdout.strip() == "True ('limits',)", done.stderr


def test_another_system_is_refused_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="Grade on Linux"):
        ForkServer(preload=())
    assert not doctor.usable(doctor.examine())


def test_a_remedy_is_known_for_every_layer() -> None:
    from corrige.kernel.remedies import remedy

    assert all("corrige doctor" not in remedy(layer.name) for layer in layers.ALL)
