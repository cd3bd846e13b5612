"""Checks a wheel in the environment whose Python runs this; the values come from the variables that test.sh names."""

import fnmatch
import json
import os
import platform
import re
import sys
import time

work = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(work, "checks"))

import sources  # noqa: E402
from imports import Proof  # noqa: E402
from report import Report, collect, missing_module, run, say, why  # noqa: E402
from wheel import Wheel, canonical  # noqa: E402

value = os.environ.get
junit = os.path.join(work, "junit")
empty = os.path.join(work, "empty")
python = os.path.join(work, "venv", "bin", "python")
HELP_LIMIT = 60
LOAD = (
    "import importlib, operator, sys; m = importlib.import_module(sys.argv[1]);"
    " sys.argv[2] and operator.attrgetter(sys.argv[2])(m)"
)


def lines(name):
    return [line for line in value(name, "").split("\n") if line]


def requirements():
    """Arguments of pip: requirements, and -r or -c for files of them, relative to the project."""
    arguments = []
    words = iter(lines("MLC_REQUIREMENTS"))
    for line in words:
        if line in ("-r", "--requirement", "-c", "--constraint"):
            line += " " + next(words, "")
        named = re.match(r"(-r|--requirement|-c|--constraint)[\s=]*(.*)", line)
        if named or re.fullmatch(r"[^@\[\];]+\.(?:txt|in)", line):
            path = os.path.join(value("MLC_PROJECT", ""), named.group(2) if named else line)
            if not os.path.isfile(path):
                raise sources.Unusable("%s: no such file of requirements" % path, "Name it relative to the project.")
            arguments += ["-c" if named and "c" in named.group(1) else "-r", path]
        else:
            arguments.append(line)
    return arguments


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


class Checks:
    def __init__(self, wheel):
        self.wheel = wheel
        self.report = Report()
        self.extras = lines("MLC_EXTRAS")
        self.requirements_are_there = True
        self.proof = None
        self.sha256 = wheel.sha256()

    # What pip says

    def install(self):
        unknown = [name for name in self.extras if canonical(name) not in map(canonical, self.wheel.extras)]
        if unknown:
            there = "It has %s." % ", ".join(self.wheel.extras) if self.wheel.extras else "It has none."
            raise sources.Unusable("the wheel has no extra called %s" % ", ".join(unknown), there)
        target = self.wheel.path + ("[%s]" % ",".join(self.extras) if self.extras else "")
        installed = self._pip("install", "install", *lines("MLC_PIP_OPTIONS"), *requirements(), target)
        if installed:
            self.requirements_are_there = self._pip("requirements", "check")
        return installed

    def _pip(self, name, *arguments):
        began = time.time()
        command = [python, "-m", "pip", *arguments]
        code, output = run(command, empty, {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"})
        if code == 0:
            self.report.passed(name, output, began)
        else:
            self.report.failed(name, missing_requirement(output) or why(code, output), output, began)
        return code == 0

    # What can be imported

    def import_modules(self):
        needed, others = self.wheel.imports()
        chosen = [name for name in lines("MLC_IMPORTS") if name not in needed]
        left_out = lines("MLC_NO_IMPORTS")
        for name in needed:
            if not matches(name, left_out):
                self._import(name, needed=True)
        for name in chosen:
            self._import(name, needed=True)
        for name in others:
            if name not in chosen and not matches(name, left_out):
                self._import(name, needed=False)

    def _import(self, name, needed):
        began = time.time()
        code, output = run([python, "-I", "-c", LOAD, name, ""], empty)
        if code == 0:
            self.report.passed("import " + name, output, began)
            return
        reason = why(code, output)
        extras = self._lacking(output)
        optional = not needed or (extras and name != self.wheel.name.replace("-", "_"))
        if code < 0 or not optional:
            hint = None
            if extras:
                reason += "; it comes with the extra %s" % ", ".join(extras)
                hint = "Require it without the extra, or install the extra for the test (--extras %s)." % ",".join(extras)
            self.report.failed("import " + name, reason, output, began, hint)
        elif extras:
            self.report.noticed("import " + name, "needs the extra %s: %s" % (", ".join(extras), reason), output, began)
        else:
            self.report.noticed("import " + name, reason, output, began)

    def _lacking(self, output):
        """The extras that are not installed and have the module for whose want something failed."""
        module = missing_module(output)
        installed = set(map(canonical, self.extras))
        return [extra for extra in self.wheel.extras_with(module) if canonical(extra) not in installed] if module else []

    # What can be started

    def start_scripts(self):
        left_out = lines("MLC_NO_SCRIPTS")
        for name, entry in self.wheel.console_scripts().items():
            if not matches(name, left_out):
                self._start(name, entry)

    def _start(self, name, entry):
        began = time.time()
        title = "script " + name
        try:
            code, output = run([os.path.join(work, "venv", "bin", name), "--help"], empty, limit=HELP_LIMIT)
        except OSError as error:
            self.report.failed(title, "can't be started: %s" % error.strerror, "", began)
            return
        if code == 0:
            self.report.passed(title, output, began)
        elif code is None:
            notice = "starts, but --help did not end it within %d seconds" % HELP_LIMIT
            self.report.noticed(title, notice, output, began)
        elif code < 0:
            self.report.failed(title, why(code, output), output, began)
        else:
            self._judge(title, entry, code, output, began)

    def _judge(self, title, entry, code, output, began):
        """A script fails that lacks what it imports; one that only takes no --help does not."""
        parts = re.fullmatch(r"\s*([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[(.*)\])?\s*", entry)
        module, attribute, named = parts.groups() if parts else (entry, None, None)
        failed, told = run([python, "-I", "-c", LOAD, module, attribute or ""], empty, limit=HELP_LIMIT)
        lacks = missing_module(told if failed else output)
        if not failed and not lacks:
            self.report.noticed(title, "starts, but ends --help with %s" % why(code, output), output, began)
            return
        reason = why(failed or code, told if failed else output)
        installed = set(map(canonical, self.extras))
        wanted = [extra.strip() for extra in (named or "").split(",") if extra.strip()]
        wanted = [extra for extra in wanted if canonical(extra) not in installed] or self._lacking(told + output)
        if (failed or 0) < 0 or failed is None:
            self.report.failed(title, reason if failed else "its import did not end", told, began)
        elif wanted:
            self.report.noticed(title, "needs the extra %s: %s" % (", ".join(wanted), reason), output, began)
        elif lacks and lacks.partition(".")[0] in standard_library():
            self.report.noticed(title, "needs the module %s, which this Python was built without" % lacks, output, began)
        elif lacks and not self.requirements_are_there:
            self.report.noticed(title, "%s, and a requirement is not there" % reason, output, began)
        else:
            self.report.failed(title, "can't start: %s" % reason, told + output, began)

    # The user's own tests

    def user_command(self):
        if not value("MLC_COMMAND"):
            return
        say("phase command")
        place = os.path.join(work, "run")
        project = value("MLC_PROJECT")
        package = value("MLC_PACKAGE") or project
        command = value("MLC_COMMAND")
        brought = sources.bring(project, package, lines("MLC_TEST_SOURCES"), command, place)
        text = filled_in()
        say("test files: %s" % (", ".join(brought) or "none"))
        self.proof = Proof(self.wheel, os.path.join(work, "imported"))
        self.proof.watch()
        began = time.time()
        options = (value("PYTEST_ADDOPTS", "") + " '--junitxml=%s'" % os.path.join(junit, "command.xml")).strip()
        code, output = run(
            ["bash", "-euo", "pipefail", "-c", text],
            place,
            quiet=False,
            environment={"MLC_JUNIT_DIRECTORY": junit, "PYTEST_ADDOPTS": options},
        )
        if code == 0:
            self.report.passed("command", output, began)
        else:
            self.report.failed("command", why(code, output, shell=True), output, began, absent(text, project, place))
        self._prove(code)

    def _prove(self, code):
        problem = self.proof.problem()
        if value("MLC_ANYWHERE"):
            say("notice: where the command's imports came from was not judged (imports: anywhere)")
            return
        if problem:
            self.report.failed("imports", problem[0], hint=problem[1])
        elif self.proof.unwatched:
            say("warning: %s, so where the command's imports came from is not proven" % self.proof.unwatched)
        elif not self.proof.imported and self.wheel.modules and value("MLC_REQUIRE_IMPORT"):
            hint = "Let it import the wheel with the first python on the PATH, or don't require an import."
            self.report.failed("imports", self._imported_nothing(), hint=hint)
        elif not self.proof.imported and self.wheel.modules:
            say("notice: " + self._imported_nothing())
        elif self.wheel.modules and code == 0:
            self.report.passed("imports")
            self._mention_native_code()

    def _imported_nothing(self):
        return "the command imported nothing of the wheel (%s)" % ", ".join(self.wheel.top_modules()[:5])

    def _mention_native_code(self):
        native = self.wheel.native_modules()
        if native and not native & self.proof.imported:
            say("notice: the command imported none of the wheel's native modules (%s)" % ", ".join(sorted(native)[:5]))

    def proved(self):
        if self.proof is None:
            return {"proof": "no command", "modules": []}
        if value("MLC_ANYWHERE") or self.proof.unwatched:
            return {"proof": "not proven", "modules": []}
        told = self.proof.told()
        return {"proof": "proven" if self.proof.imported else "nothing imported", "modules": told}

    # What came of it

    def record(self):
        """What others are told of a wheel that works."""
        return {
            "schemaVersion": 1,
            "file": os.path.basename(self.wheel.path),
            "sha256": self.sha256,
            "python": {"path": value("MLC_PYTHON_PATH"), "version": platform.python_version()},
            "passed": self.report.names(),
            "notices": self.report.names("notice"),
            "imports": self.proved(),
        }

    def finish(self):
        title = os.path.basename(self.wheel.path)
        self.report.write(os.path.join(junit, "wheel.xml"), title)
        collect(junit, title, value("MLC_JUNIT"))
        failures = self.report.failures()
        if failures:
            # What says that the other results mean nothing comes first.
            first = next((case for case in failures if case["name"] == "imports"), failures[0])
            say("error: %s: %s" % (first["name"], first["failure"]))
            others = len(failures) - 1
            more = "%d more %s failed, see above." % (others, "check" if others == 1 else "checks") if others else ""
            if first["hint"] or more:
                say("hint: " + " ".join(filter(None, (first["hint"], more))))
            return 13
        if value("MLC_RECORDS"):
            os.makedirs(value("MLC_RECORDS"), exist_ok=True)
            with open(os.path.join(value("MLC_RECORDS"), self.sha256 + ".json"), "w", encoding="utf-8") as file:
                json.dump(self.record(), file)
        return 0


def missing_requirement(output):
    for pattern in (
        r"No matching distribution found for (.+)",
        r"requires ([^,\n]+), which is not installed",
        r"has requirement ([^,\n]+), but you have",
    ):
        found = re.search(pattern, output)
        if found:
            return "the requirement %s is not there" % found.group(1).strip()
    return None


def standard_library():
    return getattr(sys, "stdlib_module_names", ()) or ("tkinter", "_tkinter", "curses", "_curses", "readline", "dbm")


def absent(text, project, place):
    """What to say if the command names a file of the project that is no test file."""
    for word in re.findall(r"[\w./-]+", text):
        word = os.path.normpath(word)
        if not os.path.isabs(word) and not word.startswith(".") and len(word) > 2:
            if os.path.exists(os.path.join(project, word)) and not os.path.exists(os.path.join(place, word)):
                return (
                    "The command runs in a fresh directory without %s of %s: write {project}/%s, or name it with"
                    " --test-sources (the step's testSources)." % (word, project, word)
                )
    return None


def filled_in():
    places = {"project": value("MLC_PROJECT"), "package": value("MLC_PACKAGE") or value("MLC_PROJECT")}
    return sources.fill_in(value("MLC_COMMAND"), {**places, "wheel": value("MLC_WHEEL")})


def main():
    if sys.argv[1:] == ["--filled-in"]:
        print(filled_in())
        return 0
    os.makedirs(junit)
    os.makedirs(empty)
    checks = Checks(Wheel(value("MLC_WHEEL")))
    say("phase install")
    try:
        if checks.install():
            say("phase import")
            checks.import_modules()
            checks.start_scripts()
            checks.user_command()
    except sources.Unusable as unusable:
        say("error: %s" % unusable.args[0])
        say("hint: %s" % unusable.args[1])
        return 2
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
