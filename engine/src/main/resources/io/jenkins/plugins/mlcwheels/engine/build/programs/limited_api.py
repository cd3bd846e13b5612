"""Says that a build asked for the stable ABI while its wheel is for one Python alone: limited_api.py WORK WHEEL

WORK has the output of the build. A wheel that is tagged abi3 serves all later Pythons; one that is built for the stable
ABI and not tagged so is built anew for each Python for nothing.
"""

import os
import re
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from failure import Output  # noqa: E402
from purity import BEGINS  # noqa: E402

DEFINED = re.compile(r"\s-D\s?(Py_LIMITED_API(?:=\S+)?)(?=\s|$)")
NAMED = re.compile(r"\.abi3t?\.so$")


def defined(output):
    """How the build of the project itself asked for the stable ABI."""
    begins = [number for number, line in enumerate(output.lines) if BEGINS.match(line)]
    for line in output.lines[begins[-1] if begins else 0 :]:
        found = DEFINED.search(line) if len(line) < 20000 else None
        if found:
            return "the build defines " + found.group(1)
    return ""


def named(path):
    with zipfile.ZipFile(path) as wheel:
        return next(("it has " + name for name in wheel.namelist() if NAMED.search(name)), "")


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    work, wheel = sys.argv[1:]
    name = os.path.basename(wheel)
    abi = name[: -len(".whl")].split("-")[-2]
    if abi == "none" or any(tag.startswith("abi3") for tag in abi.split(".")):
        return
    why = named(wheel) or defined(Output(work))
    if why:
        text = (
            "%s is for one Python alone (%s), although %s: have the backend tag it abi3 (py-limited-api of setuptools'"
            " bdist_wheel, wheel.py-api of scikit-build-core, limited-api of meson-python)" % (name, abi, why)
        )
        print("[mlc-wheels] notice: " + re.sub(r"[\x00-\x1f\x7f]", "?", text), flush=True)


if __name__ == "__main__":
    main()
