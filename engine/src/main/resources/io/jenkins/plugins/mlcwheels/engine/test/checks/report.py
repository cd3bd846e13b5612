"""Runs checks, tells what came of each, and writes JUnit XML."""

import os
import re
import signal
import subprocess
import time
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

TAIL = 60


def say(text):
    print("[mlc-wheels] " + re.sub(r"[\x00-\x1f\x7f]+", " ", text), flush=True)


def run(command, directory, environment=None, limit=None, quiet=True):
    """Exit code (negative: minus the signal; None: it did not end in time) and output of a command."""
    process = subprocess.Popen(
        command,
        cwd=directory,
        env=dict(os.environ, PYTHONFAULTHANDLER="1", **(environment or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    try:
        output = process.communicate(timeout=limit)[0] or b""
    except subprocess.TimeoutExpired:
        process.kill()
        try:
            output = process.communicate(timeout=5)[0]
        except subprocess.TimeoutExpired as held:
            # By a process that it started; that one ends with the test.
            output = held.output
        return None, (output or b"").decode("utf-8", "replace")
    return process.returncode, output.decode("utf-8", "replace")


def signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def missing_module(output):
    found = re.findall(r"ModuleNotFoundError: No module named '([^']+)'", output)
    return found[-1] if found else None


def why(code, output, shell=False):
    """The reason of a failure, in one line."""
    if code < 0:
        return "was ended by %s" % signal_name(-code)
    if shell and code > 128 and not signal_name(code - 128).startswith("signal "):
        return "was ended by %s" % signal_name(code - 128)
    library = re.search(r"(?:OSError|ImportError): ([^\s:]+): cannot open shared object file", output)
    if library:
        return "needs the library %s, which can't be found" % library.group(1)
    symbol = re.search(r"(?:OSError|ImportError): (\S+): undefined symbol: (\S+)", output)
    if symbol:
        return "%s needs the symbol %s, which no library has" % (os.path.basename(symbol.group(1)), symbol.group(2))
    version = re.search(r"version [`'](\S+)' not found \(required by (\S+?)\)", output)
    if version:
        return "%s needs %s, which this system is too old for" % (os.path.basename(version.group(2)), version.group(1))
    if missing_module(output):
        return "needs the module %s, which is not installed" % missing_module(output)
    last = [line for line in output.strip().split("\n") if line.strip()]
    return "exit code %d%s" % (code, ": " + last[-1].strip()[:300] if last else "")


class Report:
    """Cases in order: a name, its failure or notice if it has one, output and seconds."""

    def __init__(self):
        self.cases = []

    def passed(self, name, output="", began=None):
        self._add(name, None, None, output, began)
        say("passed %s" % name)

    def noticed(self, name, notice, output="", began=None):
        self._add(name, None, notice, output, began)
        say("notice: %s: %s" % (name, notice))

    def failed(self, name, failure, output="", began=None, hint=None):
        for line in output.rstrip().split("\n")[-TAIL:] if output else ():
            print(line, flush=True)
        self._add(name, failure, None, output, began, hint)
        say("failed %s: %s" % (name, failure))

    def _add(self, name, failure, notice, output, began, hint=None):
        took = time.time() - began if began else 0
        self.cases.append({"name": name, "failure": failure, "notice": notice, "output": output, "took": took, "hint": hint})

    def names(self, key=None):
        """Names of the cases that passed, or "name: words" of those that have a notice or a failure."""
        if key:
            return ["%s: %s" % (case["name"], case[key]) for case in self.cases if case[key]]
        return [case["name"] for case in self.cases if not case["failure"] and not case["notice"]]

    def failures(self):
        return [case for case in self.cases if case["failure"]]

    def write(self, path, title):
        printable = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")
        with open(path, "w", encoding="utf-8", errors="replace") as file:
            counts = (len(self.cases), len(self.failures()), len(self.names("notice")))
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            file.write('<testsuite name=%s tests="%d" failures="%d" skipped="%d">\n' % (quoteattr(title), *counts))
            for case in self.cases:
                text = printable.sub("?", case["output"][-20000:]).replace("]]>", "]]]]><![CDATA[>")
                name = quoteattr(printable.sub("?", case["name"]))
                file.write('<testcase classname=%s name=%s time="%.3f">' % (quoteattr(title), name, case["took"]))
                if case["failure"]:
                    message = quoteattr(printable.sub("?", case["failure"]))
                    file.write("<failure message=%s><![CDATA[%s]]></failure>" % (message, text))
                elif case["notice"]:
                    file.write("<skipped message=%s/>" % quoteattr(printable.sub("?", case["notice"])))
                file.write("</testcase>\n")
            file.write("</testsuite>\n")


def collect(junit, title, kept):
    """Says what each JUnit XML file counts, and keeps copies in a directory, unless that is empty."""
    stem = title[: -len(".whl")]
    for name in sorted(os.listdir(junit)):
        if not name.endswith(".xml"):
            continue
        try:
            suites = list(ElementTree.parse(os.path.join(junit, name)).getroot().iter("testsuite"))
        except ElementTree.ParseError:
            say("warning: %s is no JUnit XML" % name)
            continue
        counts = [sum(int(suite.get(key) or 0) for suite in suites) for key in ("tests", "failures", "errors", "skipped")]
        if name != "wheel.xml":
            say("junit %s: %d tests, %d failures, %d errors, %d skipped" % (name, *counts))
        if kept:
            os.makedirs(kept, exist_ok=True)
            target = os.path.join(kept, "TEST-%s-%s" % (stem, name))
            with open(os.path.join(junit, name), "rb") as source, open(target, "wb") as copy:
                copy.write(source.read())
