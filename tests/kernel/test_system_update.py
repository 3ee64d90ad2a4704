"""The system is updated while a class is graded."""

import os
import subprocess
import sys
import textwrap

import pytest

SCRIPT = """
import os, shutil
from corrige.kernel import ForkServer, Sandbox

with ForkServer(preload=()) as server:
    for _ in range(2):
        with server.spawn("os:getpid_", None, sandbox=Sandbox(scratch=server.scratch())) as child:
            child.wait(30)
        print("started")
        shutil.copy2("/etc/ld.so.cache", "/etc/ld.new")
        os.replace("/etc/ld.new", "/etc/ld.so.cache")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="replaces /etc/ld.so.cache, in a mount namespace")
def test_a_replaced_file_of_the_system_stops_no_sandbox(tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPT))
    setup = (
        f"cp -a /etc {tmp_path}/etc && mount --bind {tmp_path}/etc /etc && exec {sys.executable}"
    )
    ran = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", f"{setup} {script}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout.count("started") == 2, ran.stderr
