
# Tests one wheel in a virtual environment of its own. This text is constant; all values come from the environment:
#
#   MLC_WHEEL         the wheel
#   MLC_PYTHON        interpreter that makes the virtual environment
#   MLC_WORK          directory for it; empty: the system's temporary one
#   MLC_PIP_OPTIONS   options of pip install, one a line
#   MLC_REQUIREMENTS  what else to install, one a line
#   MLC_COMMAND       command to run in the end; empty: none
#   MLC_DIRECTORY     where it runs
#   MLC_JUNIT         directory that gets JUnit XML; empty: none is kept
#   MLC_LIFELINE      not empty: end when standard input ends
#
# Ends with 0 if all is well, with 2 if something is missing or can't be used, with 13 if the wheel does not work.

check_tools() {
    [[ -f $MLC_WHEEL ]] || die 2 "$MLC_WHEEL: no such file" "Name the wheel to test."
    find_python
}

make_environment() {
    make_work mlc-test
    work=$(cd "$work" && pwd -P)
    # Nothing of the machine's own packages or of another environment may help the wheel.
    unset PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV LD_PRELOAD
    run "$python" -m venv "$work/venv" >"$work/venv.log" 2>&1 || {
        tail -n 5 "$work/venv.log"
        die 2 "$python can't make a virtual environment" "Install its venv module (the system's package python3-venv)."
    }
}

checks() {
    PATH=$work/venv/bin:$PATH VIRTUAL_ENV=$work/venv exec "$work/venv/bin/python" -I - "$work" <<'PYTHON'
import configparser, os, re, signal, subprocess, sys, time, zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

work = sys.argv[1]
value = os.environ.get
wheel = value("MLC_WHEEL")
junit = os.path.join(work, "junit")
empty = os.path.join(work, "empty")
python = os.path.join(work, "venv", "bin", "python")
HELP_LIMIT = 120
TAIL = 60
cases = []


def say(text):
    print("[mlc-wheels] " + text, flush=True)


def lines(name):
    return [line for line in value(name, "").split("\n") if line]


def run(command, directory, environment=None, limit=None, quiet=True):
    """Exit code (negative: minus the signal) and output of a command."""
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
        return None, (process.communicate()[0] or b"").decode("utf-8", "replace")
    return process.returncode, output.decode("utf-8", "replace")


def signal_name(code):
    number = -code if code < 0 else code - 128
    try:
        return signal.Signals(number).name
    except ValueError:
        return None


def why(code, output):
    """The reason of a failure, in one line."""
    if code is None:
        return "did not end within %d seconds" % HELP_LIMIT
    if code < 0 or (code > 128 and signal_name(code)):
        return "was ended by %s" % (signal_name(code) or "signal %d" % -code)
    library = re.search(r"(?:OSError|ImportError): ([^\s:]+): cannot open shared object file", output)
    if library:
        return "needs the library %s, which can't be found" % library.group(1)
    symbol = re.search(r"(?:OSError|ImportError): (\S+): undefined symbol: (\S+)", output)
    if symbol:
        return "%s needs the symbol %s, which no library has" % (os.path.basename(symbol.group(1)), symbol.group(2))
    version = re.search(r"version [`'](\S+)' not found \(required by (\S+?)\)", output)
    if version:
        return "%s needs %s, which this system is too old for" % (os.path.basename(version.group(2)), version.group(1))
    module = re.search(r"ModuleNotFoundError: No module named '([^']+)'", output)
    if module:
        return "needs the module %s, which is not installed" % module.group(1)
    last = [line for line in output.strip().split("\n") if line.strip()]
    return "exit code %d%s" % (code, ": " + last[-1].strip()[:300] if last else "")


def case(name, failure, output, began):
    cases.append((name, failure, output, time.time() - began))
    if failure:
        for line in output.rstrip().split("\n")[-TAIL:]:
            print(line, flush=True)
        say("failed %s: %s" % (name, failure))
    else:
        say("passed %s" % name)
    return not failure


def check(name, command, directory, limit=None, prefix="", quiet=True, environment=None):
    began = time.time()
    code, output = run(command, directory, environment, limit, quiet)
    return case(name, None if code == 0 else prefix + why(code, output), output, began)


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


def pip(name, *arguments):
    began = time.time()
    command = [python, "-m", "pip", *arguments]
    code, output = run(command, empty, {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"})
    return case(name, None if code == 0 else missing_requirement(output) or why(code, output), output, began)


def import_names():
    """Modules and packages at the top of the wheel; of namespace packages the first that is a real one."""
    found = set()
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            parts = path.split("/")
            if parts[0].endswith(".data") and len(parts) > 2:
                if parts[1] not in ("purelib", "platlib"):
                    continue
                parts = parts[2:]
            if parts[0].endswith((".dist-info", ".data", ".libs")):
                continue
            match = re.fullmatch(r"([^.]+)(?:\.py|(?:\.cpython-[^.]+|\.abi3)?\.so)", parts[-1])
            if not match or not all(part.isidentifier() for part in parts[:-1] + [match.group(1)]):
                continue
            if match.group(1) == "__init__":
                found.add(tuple(parts[:-1]))
            elif len(parts) == 1 and not match.group(1).startswith("lib"):
                found.add((match.group(1),))
    return sorted(".".join(name) for name in found if not any(name[:i] in found for i in range(1, len(name))))


def console_scripts():
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            if re.fullmatch(r"[^/]+\.dist-info/entry_points\.txt", path):
                parser = configparser.ConfigParser(delimiters=("=",))
                parser.optionxform = str
                parser.read_string(archive.read(path).decode("utf-8"))
                return list(parser["console_scripts"]) if parser.has_section("console_scripts") else []
    return []


def user_command():
    if not value("MLC_COMMAND"):
        return
    say("phase command")
    report = os.path.join(junit, "command.xml")
    options = (value("PYTEST_ADDOPTS", "") + " '--junitxml=%s'" % report).strip()
    check(
        "command",
        ["bash", "-euo", "pipefail", "-c", value("MLC_COMMAND")],
        value("MLC_DIRECTORY"),
        quiet=False,
        environment={"MLC_JUNIT_DIRECTORY": junit, "PYTEST_ADDOPTS": options},
    )


def write_report(path):
    printable = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")
    with open(path, "w", encoding="utf-8") as file:
        failed = sum(1 for entry in cases if entry[1])
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        name = quoteattr(os.path.basename(wheel))
        file.write('<testsuite name=%s tests="%d" failures="%d">\n' % (name, len(cases), failed))
        for title, failure, output, took in cases:
            text = printable.sub("?", output[-20000:]).replace("]]>", "]]]]><![CDATA[>")
            file.write('<testcase classname=%s name=%s time="%.3f">' % (name, quoteattr(title), took))
            if failure:
                message = quoteattr(printable.sub("?", failure))
                file.write("<failure message=%s><![CDATA[%s]]></failure>" % (message, text))
            file.write("</testcase>\n")
        file.write("</testsuite>\n")


def collect_reports():
    stem = os.path.basename(wheel)[: -len(".whl")]
    write_report(os.path.join(junit, "wheel.xml"))
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
        if value("MLC_JUNIT"):
            os.makedirs(value("MLC_JUNIT"), exist_ok=True)
            target = os.path.join(value("MLC_JUNIT"), "TEST-%s-%s" % (stem, name))
            with open(os.path.join(junit, name), "rb") as source, open(target, "wb") as copy:
                copy.write(source.read())


def main():
    os.makedirs(junit)
    os.makedirs(empty)
    say("phase install")
    if pip("install", "install", *lines("MLC_PIP_OPTIONS"), *lines("MLC_REQUIREMENTS"), wheel):
        pip("requirements", "check")
        say("phase import")
        for name in import_names():
            code = "import importlib, sys; importlib.import_module(sys.argv[1])"
            check("import " + name, [python, "-I", "-c", code, name], empty)
        for name in console_scripts():
            check("script " + name, [os.path.join(work, "venv", "bin", name), "--help"], empty, HELP_LIMIT)
        user_command()
    collect_reports()
    failures = [entry for entry in cases if entry[1]]
    if failures:
        say("error: %s: %s" % failures[0][:2])
        if len(failures) > 1:
            say("hint: %d more checks failed, see above." % (len(failures) - 1))
        sys.exit(13)


main()
PYTHON
}

main() {
    trap cleanup EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    watch_standard_input
    say "phase environment"
    check_tools
    make_environment
    find_home
    run checks
}

main "$@"
