"""Builds the source distribution of a project (PEP 517), unpacks it, and builds it again from that.

sdist.py PROJECT TARGET UNPACKED PIP: TARGET gets the file, UNPACKED its content. PIP is the program of pip that the
interpreter runs, as text. The interpreter is that of an environment which gets what the backend requires. Ends with a
line "[mlc-wheels] sdist NAME".
"""

import os
import subprocess
import sys
import tarfile

try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib

HOOK = """
import importlib, json, os, sys
hook, project, path, backend, target, answer = sys.argv[1:]
os.chdir(project)
sys.path[:0] = [os.path.join(project, part) for part in json.loads(path)]
module, _, attribute = backend.partition(":")
found = importlib.import_module(module)
for name in filter(None, attribute.split(".")):
    found = getattr(found, name)
call = getattr(found, hook, None)
if hook == "build_sdist":
    result = call(target, {})
else:
    result = call({}) if call else []
open(answer, "w").write(json.dumps(result))
"""


def end(text, hint):
    print("[mlc-wheels] error: %s\n[mlc-wheels] hint: %s" % (text, hint), flush=True)
    sys.exit(10)


class Backend:
    def __init__(self, project, work, pip):
        self.project, self.work, self.pip = project, work, pip
        path = os.path.join(project, "pyproject.toml")
        system = {}
        if os.path.exists(path):
            with open(path, "rb") as file:
                system = tomllib.load(file).get("build-system", {})
        self.requires = system.get("requires", ["setuptools", "wheel"])
        self.name = system.get("build-backend", "setuptools.build_meta:__legacy__")
        self.path = system.get("backend-path", [] if "build-backend" in system else ["."])

    def install(self, requirements):
        if requirements:
            subprocess.check_call([sys.executable, "-c", self.pip, "install", "--quiet", *requirements])

    def hook(self, name, target=""):
        import json

        answer = os.path.join(self.work, "answer.json")
        arguments = [name, self.project, json.dumps(self.path), self.name, target, answer]
        code = subprocess.call([sys.executable, "-c", HOOK, *arguments], cwd=self.project)
        if code:
            end("the build backend %s failed to make a source distribution (exit code %d)" % (self.name, code),
                "See its output above.")
        with open(answer) as file:
            return json.load(file)

    def sdist(self, target):
        os.makedirs(target, exist_ok=True)
        return self.hook("build_sdist", target)


def unpack(path, target):
    with tarfile.open(path, "r:gz") as archive:
        members = archive.getmembers()
        for member in members:
            name = os.path.normpath(member.name)
            if os.path.isabs(member.name) or name.startswith("..") or not (
                member.isfile() or member.isdir() or member.issym() or member.islnk()
            ):
                end("%s has an entry that can't be unpacked: %s" % (os.path.basename(path), member.name),
                    "Leave it out of the source distribution.")
            if (member.issym() or member.islnk()) and os.path.normpath(
                os.path.join(os.path.dirname(name), member.linkname)
            ).startswith(("..", "/")):
                end("%s has a link that leads out of it: %s" % (os.path.basename(path), member.name),
                    "Leave it out of the source distribution.")
        archive.extractall(target)
    tops = {member.name.partition("/")[0] for member in members}
    expected = os.path.basename(path)[: -len(".tar.gz")]
    if tops != {expected}:
        end("%s has %s at its top, not %s alone" % (os.path.basename(path), ", ".join(sorted(tops)[:3]), expected),
            "Let the build backend write it as PEP 625 has it.")
    return os.path.join(target, expected)


def main():
    project, target, unpacked, pip = sys.argv[1:]
    work = os.path.dirname(target)
    backend = Backend(project, work, pip)
    backend.install(backend.requires)
    backend.install(backend.hook("get_requires_for_build_sdist"))
    name = backend.sdist(target)
    if not name.endswith(".tar.gz"):
        end("the build backend made %s, which is no .tar.gz" % name, "Use a backend that follows PEP 625.")
    top = unpack(os.path.join(target, name), unpacked)
    if not os.path.isfile(os.path.join(top, "PKG-INFO")):
        end("%s has no PKG-INFO" % name, "Use a backend that follows PEP 643.")
    again = Backend(top, work, pip).sdist(os.path.join(work, "again"))
    if again != name:
        end("built again from %s, the source distribution is called %s" % (name, again),
            "Let the version not depend on what is not in it.")
    print("[mlc-wheels] sdist %s" % name, flush=True)


if __name__ == "__main__":
    main()
