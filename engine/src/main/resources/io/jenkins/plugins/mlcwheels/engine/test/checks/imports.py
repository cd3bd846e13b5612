"""Proves that what a command imported of a wheel is what the wheel installed."""

import ast
import glob
import json
import os
import py_compile
import sysconfig

import sources
from wheel import sha256_of

MODULE = "_mlc_wheels_imports"
START = "0000_mlc_wheels_imports.pth"  # before the .pth files that put other finders in place


class Proof:
    def __init__(self, wheel, notes):
        self.wheel = wheel
        self.notes = notes
        self.folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
        self.imported = set()
        self.unwatched = None

    def _files(self):
        return [os.path.join(self.folders[0], name) for name in (MODULE + ".py", START)]

    def watch(self):
        """From here on, every Python process of the environment notes what it imports of the wheel."""
        module, start = self._files()
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hook.py"), encoding="utf-8") as file:
            text = file.read()
        names = sorted(self.wheel.first_parts())
        text = text.replace('NOTES = ""', "NOTES = " + ascii(self.notes), 1)
        text = text.replace("NAMES = frozenset()", "NAMES = frozenset(%s)" % ascii(names), 1)
        with open(module, "w", encoding="utf-8") as file:
            file.write(text)
        py_compile.compile(module)
        with open(start, "w", encoding="utf-8") as file:
            file.write("import %s\n" % MODULE)

    def problem(self):
        """The first import that was not of the wheel, in words, and what to do; None if there was none."""
        if not all(map(os.path.exists, self._files())):
            return (
                "the command replaced the environment, so it is not known what it tested",
                "Let it use the environment that has the wheel, as the first python on the PATH.",
            )
        wrong = []
        for name, place, folders in self._noted():
            if not name:
                self.unwatched = place
            elif name in self.wheel.modules and self._is_installed(name, place):
                self.imported.add(name)
            elif name in self.wheel.modules and not self._is_of_the_tests(name):
                wrong.append((name, place, folders))
        if wrong:
            # The package before its modules.
            return self._wrong(*min(wrong, key=lambda entry: entry[0].count(".")))
        return self._changed()

    def _noted(self):
        if not os.path.exists(self.notes):
            return
        with open(self.notes, encoding="ascii", errors="replace") as file:
            for line in file:
                try:
                    yield ast.literal_eval(line)
                except (SyntaxError, ValueError):
                    continue

    def _is_of_the_tests(self, name):
        """A wheel that has a package of tests at its top, most often by mistake, doesn't forbid that of the project."""
        usual = {os.path.splitext(path)[0] for path in sources.DEFAULTS}
        return name.partition(".")[0] in usual and bool(self.wheel.first_parts() - usual)

    def _is_installed(self, name, place):
        if not place:
            return False
        paths = self.wheel.modules[name]
        if os.path.realpath(place) in {
            os.path.realpath(os.path.join(folder, path)) for folder in self.folders for path in paths
        }:
            return True
        # The wheel itself can be on the path, for zipimport.
        return any(place == os.path.join(self.wheel.path, path) for path in paths)

    def _wrong(self, name, place, folders):
        shown = place or (folders[0] if folders else "a module that no file is of")
        root = shown
        if os.path.basename(shown).startswith("__init__."):
            shown = root = os.path.dirname(shown)
        for _ in name.split("."):
            root = os.path.dirname(root)
        what = "%s was imported from %s, not from the wheel: this says nothing of how the wheel works" % (name, shown)
        if self._has_editable():
            return what, (
                "Don't let the command install the source tree in the environment (pip install -e, setup.py develop);"
                " what the tests need beside the wheel is named by --require and --extras, or by the step's"
                " requirements and extras."
            )
        return what, (
            "Keep %s off sys.path: see conftest.py, PYTHONPATH, pytest's pythonpath and {project} in the command."
            " Or test with imports from anywhere (--imports anywhere); the wheel is then recorded as not proven." % root
        )

    def _has_editable(self):
        for folder in self.folders:
            if glob.glob(os.path.join(glob.escape(folder), "__editable__*")):
                return True
            if glob.glob(os.path.join(glob.escape(folder), "*.egg-link")):
                return True
            for path in glob.glob(os.path.join(glob.escape(folder), "*.dist-info", "direct_url.json")):
                try:
                    with open(path, encoding="utf-8") as file:
                        if json.load(file).get("dir_info", {}).get("editable"):
                            return True
                except (OSError, ValueError, AttributeError):
                    continue
        return False

    def _changed(self):
        """What was imported must still be what the wheel installed: the command may have installed another one."""
        for name in sorted(self.imported):
            for path in self.wheel.modules[name]:
                for place in {os.path.join(folder, path) for folder in self.folders}:
                    if os.path.exists(place):
                        with open(place, "rb") as file:
                            if sha256_of(file) != self.wheel.sha256_of_entry(path):
                                return (
                                    "%s was imported from %s, which is not the wheel's: the command replaced it"
                                    % (name, place),
                                    "Don't let the command install another version of what it tests.",
                                )
        return None

    def told(self):
        """The packages at the top and the native modules that were imported, at most 200, by name."""
        tops = {name for name in self.wheel.top_modules() if name in self.imported}
        return sorted(tops | (self.wheel.native_modules() & self.imported))[:200]
