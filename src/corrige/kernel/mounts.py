"""A root folder of one's own: read-only system, a few writable folders, nothing else.

Used twice: by the fork server, whose root holds what any of its children may be given, and by
each child, whose root holds what its `Sandbox` names. The steps are those of pivot_root(2).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import site
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import corrige
from corrige.kernel import syscalls as sc

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/sys/devices/system")
_ETC = (
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime",
    "mime.types", "nsswitch.conf", "matplotlibrc", "ssl/certs", "ssl/openssl.cnf",
)  # fmt: skip
_DEVICES = ("null", "zero", "full", "random", "urandom")
_OLD = "/.old"


@dataclass(frozen=True, slots=True)
class View:
    """What a root folder shows.

    Attributes
    ----------
    readable, writable: pairs of a source on the old root and its place on the new one.
    memory: folders in memory, with the bytes each may hold.
    hidden: places on the new root that are covered by something empty.
    files: small files to write, with their text.
    """

    readable: tuple[tuple[str, str], ...]
    writable: tuple[tuple[str, str], ...] = ()
    memory: tuple[tuple[str, int], ...] = ()
    hidden: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = field(default=())


def python_paths() -> list[str]:
    """Return the host folders that this Python, its packages and the system programs live in.

    Folders of sys.path outside them (a project on PYTHONPATH, say) are left out: they may hold
    what no student should read.
    """
    wanted = [*_SYSTEM, *(f"/etc/{name}" for name in _ETC)]
    wanted += [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix]
    wanted += [str(Path(place)) for place in corrige.__path__]
    if site.ENABLE_USER_SITE:
        wanted.append(site.getusersitepackages())
    return [path for path in dict.fromkeys(wanted) if path != "/" and os.path.lexists(path)]


def enter(view: View) -> None:
    """Make `view` the root of this process's mount namespace, read-only at the top.

    Needs a mount namespace of our own and CAP_SYS_ADMIN in it. Raises OSError.
    """
    steps = [
        *_sources(view.readable, "read"),
        *_sources(view.writable, "write"),
        *((inside, "memory", str(size)) for inside, size in view.memory),
    ]
    sc.mount("none", "/", None, sc.MS_REC | sc.MS_PRIVATE)
    sc.mount("tmpfs", "/tmp", "tmpfs", sc.MS_NOSUID | sc.MS_NODEV, "size=16m,mode=0755")
    Path(f"/tmp{_OLD}").mkdir()
    sc.pivot_root("/tmp", f"/tmp{_OLD}")
    os.chdir("/")
    _devices()
    _folder("/proc")
    sc.mount("proc", "/proc", "proc", sc.MS_NOSUID | sc.MS_NODEV | sc.MS_NOEXEC)
    for inside, kind, what in sorted(steps, key=lambda step: step[0].split("/")):
        if kind == "memory":
            _folder(inside)
            flags = sc.MS_NOSUID | sc.MS_NODEV
            sc.mount("tmpfs", inside, "tmpfs", flags, f"size={what},mode=1777,nr_inodes=65536")
        elif kind == "link":
            _folder(Path(inside).parent)
            with contextlib.suppress(FileExistsError):
                Path(inside).symlink_to(what)
        else:
            _bind(what, inside, writable=kind == "write")
    for inside in view.hidden:
        _hide(inside)
    for inside, text in view.files:
        _folder(Path(inside).parent)
        Path(inside).write_text(text, encoding="utf-8")
    sc.unmount(_OLD)
    Path(_OLD).rmdir()
    _seal_root()


def _seal_root() -> None:
    """Make the top folder read-only; the mounts below keep what they have."""
    attributes = sc.MOUNT_ATTR_RDONLY | sc.MOUNT_ATTR_NOSUID | sc.MOUNT_ATTR_NODEV
    sc.restrict_mount("/", attributes, recursive=False)


def _sources(pairs: Iterable[tuple[str, str]], kind: str) -> list[tuple[str, str, str]]:
    """Resolve sources while the old root is still there: links cannot be mounted."""
    steps = []
    for source, inside in pairs:
        real = os.path.realpath(source)
        if source == inside and Path(source).is_symlink():
            steps += [(inside, "link", str(Path(source).readlink())), (real, kind, real)]
        else:
            steps.append((inside, kind, real))
    places = {inside for inside, what, _ in steps if what == kind}
    return [
        step
        for step in dict.fromkeys(steps)
        if step[1] == "link" or step[0] != step[2] or not _inside_another(step[0], places)
    ]


def _inside_another(path: str, places: set[str]) -> bool:
    return any(str(parent) in places for parent in Path(path).parents)


def _bind(source: str, inside: str, *, writable: bool) -> None:
    old = f"{_OLD}{source}"
    if Path(old).is_dir():
        _folder(inside)
    else:
        _folder(Path(inside).parent)
        if not os.path.lexists(inside):
            Path(inside).touch()
    try:
        sc.mount(old, inside, None, sc.MS_BIND | sc.MS_REC)
    except FileNotFoundError:
        # Replaced on the host since the fork server mounted it (/etc/ld.so.cache, at each update
        # of the system): what is deleted can be read, but not be mounted again.
        if writable or not Path(old).is_file():
            raise
        shutil.copyfile(old, inside)
        return
    attributes = sc.MOUNT_ATTR_NOSUID | sc.MOUNT_ATTR_NODEV
    sc.restrict_mount(inside, attributes | (0 if writable else sc.MOUNT_ATTR_RDONLY))


def _hide(inside: str) -> None:
    if Path(inside).is_dir():
        sc.mount("tmpfs", inside, "tmpfs", sc.MS_NOSUID | sc.MS_NODEV, "size=4k,mode=0555")
        sc.restrict_mount(inside, sc.MOUNT_ATTR_RDONLY)
    elif os.path.lexists(inside):
        sc.mount("/dev/null", inside, None, sc.MS_BIND)


def _devices() -> None:
    _folder("/dev")
    for name in _DEVICES:
        Path(f"/dev/{name}").touch()
        sc.mount(f"{_OLD}/dev/{name}", f"/dev/{name}", None, sc.MS_BIND)
    for name, target in (("fd", "self/fd"), ("stdin", "self/fd/0"), ("stdout", "self/fd/1"),
                         ("stderr", "self/fd/2")):  # fmt: skip
        Path(f"/dev/{name}").symlink_to(f"/proc/{target}")
    _folder("/dev/pts")
    flags = sc.MS_NOSUID | sc.MS_NOEXEC
    sc.mount("devpts", "/dev/pts", "devpts", flags, "newinstance,ptmxmode=0666,mode=0620")
    Path("/dev/ptmx").symlink_to("pts/ptmx")


def _folder(path: str | Path) -> None:
    Path(path).mkdir(mode=0o755, parents=True, exist_ok=True)
