"""Runs a build frontend so that its temporary directories, and those of the build backend, have the same names in each
build: frontend.py MODULE ARGUMENTS...

Compilers write the places of headers and of build directories into debug information. A path can be mapped to another
one only as far as it is known before the build. TMPDIR has to be a directory of this build's own. As python -m MODULE,
but modules of the project are not taken for those of the standard library.

The frontend starts the backend as frontend.py --hook SCRIPT ARGUMENTS...
"""

import itertools
import os
import runpy
import subprocess
import sys
import tempfile

HOOK = "--hook"
SCRIPT = "_in_process.py"


def fix_names():
    tempfile._name_sequence = map("{:08d}".format, itertools.count(1))


class Popen(subprocess.Popen):
    """Starts the script by which frontends call backends (pep517, pyproject_hooks) through this file."""

    def __init__(self, args, *rest, **named):
        if isinstance(args, (list, tuple)) and len(args) > 1 and os.path.basename(os.fspath(args[1])) == SCRIPT:
            args = [args[0], os.path.abspath(__file__), HOOK, *args[1:]]
        super().__init__(args, *rest, **named)


def main():
    del sys.path[0]
    fix_names()
    if sys.argv[1] == HOOK:
        del sys.argv[:2]
        sys.path.insert(0, os.path.dirname(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        del sys.argv[0]
        subprocess.Popen = Popen
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
