"""Says why a build failed, by what it printed: failure.py WORK CODE [WHAT]

WORK has the copy of the source and the output, in "source" and "log"; CODE is the exit code of what failed, and WHAT
says what that was. Ends with a line "[mlc-wheels] error: ..." and, where there is something to do, one with a hint.
"""

import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from packages import remedy_for_header, remedy_for_library  # noqa: E402

# Bytes of the end of the log that are looked at.
MOST = 64 << 20
LONGEST = 500

COMPILER = re.compile(r"(?:\S*/)?(?:ccache |sccache )?(?:\S*/)?(?:[\w.]+-)*(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|nvcc)(?:-[\d.]+)?\s")
PLACE = r"(?P<place>(?:[A-Za-z]:)?[^\s:()'\"][^:()'\"]*)"
ERRORS = [
    re.compile(pattern)
    for pattern in (
        PLACE + r":(?P<line>\d+(?::\d+)?): (?P<text>(?:fatal |internal compiler )?[eE]rror: .+)",
        PLACE + r"\((?P<line>\d+)\): (?:catastrophic )?error(?: \S+)?: (?P<text>.+)",
        r"(?:cc1(?:plus)?|gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?)(?:-[\d.]+)?: (?:fatal )?error: (?P<text>.+)",
        r"(?:\S*/)?ld(?:\.\w+)?: (?P<text>cannot find .+)",
        r"(?:\S*/)?ld(?:\.\w+)?: (?P<text>.*undefined reference to .+)",
        r"(?P<text>\S+:.*: undefined reference to .+)",
        r"ld\.lld: error: (?P<text>.+)",
        r"(?P<place>\S+\.(?:pyx|pxd|pxi)):(?P<line>\d+):\d+: (?P<text>.+)",
        r"(?P<place>\S*meson\.build):(?P<line>\d+):\d+: ERROR: (?P<text>.+)",
        r"(?P<text>configure: error: .+)",
        r"(?P<text>make(?:\[\d+\])?: \*\*\* No rule to make target .+)",
        r"(?P<text>.*can't find Rust compiler.*)",
    )
]
CMAKE = re.compile(r"CMake Error(?: at (?P<place>[^\s:]+):(?P<line>\d+))?(?: \(\w+\))?:\s*(?P<text>.*)")
RUST = re.compile(r"error(?:\[E\d+\])?: (?P<text>.+)")
RUST_PLACE = re.compile(r"--> (?P<place>.+):(?P<line>\d+):\d+$")
FORTRAN = re.compile(PLACE + r":(?P<line>\d+):\d+:$")

# What setup.py, autoconf, CMake and Meson compile to find out what there is.
TRIED_OUT = re.compile(
    r"(?:^|/)(?:_?conftest|_configtest|testfile|test_compile)\.\w+|CMakeFiles/(?:CMakeScratch|CMakeTmp)/|CheckFunctionExists"
    r"|(?:^|/)meson-private/|^(?:/private)?/(?:var/)?tmp/(?!mlc-build\.|pip-)|^<(?:stdin|built-in)>"
)
STOPPED = re.compile(
    r"(?:error: command '.*' failed|ninja: build stopped|g?make(?:\[\d+\])?: \*\*\* |CMake Error|-- Configuring incomplete"
    r"|error: could not compile|compilation terminated by|(?:distutils|setuptools)\S*\.(?:Compile|Link)Error"
    r"|(?:\w+\.)*(?:CompileError|LinkError|CompilerError|CalledProcessError)\b|configure: error)"
)

MISSING_HEADER = re.compile(r"'?(?P<name>[^\s':]+\.(?:h|hh|hpp|hxx|cuh|inc|h\.in)|Eigen/\w+)'?(?:: No such file or directory| file not found)")
MISSING_FILE = re.compile(r"'?(?P<name>[^\s':]+)'?(?:: No such file or directory| file not found)")
MISSING_LIBRARY = re.compile(r"cannot find -l:?(?:lib)?(?P<name>[^\s:]+)|unable to find library -l(?P<other>\S+)")
MISSING_PROGRAM = re.compile(
    r"(?:error: command '(?P<command>[^']+)' failed: No such file or directory"
    r"|(?:/bin/)?(?:ba)?sh: (?:line )?(?:\d+: )?(?P<shell>[\w.+-]+): (?:command )?not found"
    r"|make(?:\[\d+\])?: (?P<make>[\w.+-]+): No such file or directory)"
)
# Exceptions that only say that something before them failed.
GAVE_UP = re.compile(r"CalledProcessError|CompileError|LinkError|returned non-zero exit|failed with exit (?:code|status)")
GENERIC = re.compile(
    r"(?:error|ERROR): (?:Failed building wheel|Failed to build|subprocess-exited-with-error|Command errored"
    r"|metadata-generation-failed|Could not build wheels|Preparing metadata|Building wheel|could not compile"
    r"|command '.*' failed)"
)


class Why:
    def __init__(self, error, hint=""):
        self.error = error
        self.hint = hint


class Output:
    """What a build printed, with the copy's paths as they are in the source."""

    def __init__(self, work):
        self.work = work
        self.tree = read(os.path.join(work, "folder")) or os.path.join(work, "source")
        text = read(os.path.join(work, "log"), MOST)
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "\n")
        for place in (self.tree, os.path.join(work, "source")):
            text = text.replace(place + "/", "" if place == self.tree else os.path.relpath(place, self.tree) + "/")
        self.lines = [re.sub(r"^[\s\u2502|]+", "", line).rstrip() for line in text.split("\n")]
        self.text = "\n".join(self.lines)

    def first(self, pattern):
        return re.search(pattern, self.text, re.M)


def read(path, most=None):
    """The text of a file, or the end of it; empty if it can't be read."""
    try:
        with open(path, "rb") as file:
            if most is not None:
                file.seek(max(0, os.fstat(file.fileno()).st_size - most))
            return file.read().decode("utf-8", "surrogateescape")
    except OSError:
        return ""


# What stops any build, and makes all else that it says misleading


def full_disk(output):
    if not output.first(r"No space left on device|Disk quota exceeded|\[Errno 28\]|\[Errno 122\]"):
        return None
    places = [output.work] + [os.environ.get(name) for name in ("MLC_DIST", "HOME", "MLC_CCACHE", "TMPDIR")] + ["/tmp"]
    full = [place for place in places if place and free(place) < 64 << 20]
    where = "the disk that holds %s is full" % full[0] if full else "a disk is full"
    return Why(where, "Free some space, or set another work directory.")


def free(place):
    try:
        about = os.statvfs(place)
    except OSError:
        return 1 << 60
    return about.f_bavail * about.f_frsize


def killed(output):
    found = output.first(
        r"Killed signal terminated program (\S+)|(?:signal: 9|SIGKILL|exit status -9|exit code:? -9)|^(?:\S+ )*Killed$"
    )
    if not found:
        return None
    program = (found.group(1) or "").rstrip(".")
    return Why(
        "%s was killed" % (program or "a process of the build"),
        "Most likely there was too little memory: run fewer jobs at once, or give the build more.",
    )


def unreachable(output):
    found = output.first(
        r"(?:ReadTimeoutError|ConnectTimeoutError|NewConnectionError|NameResolutionError|SSLError|MaxRetryError)"
        r".*?(?:host='(?P<host>[^']+)'|$)"
    )
    failed = output.first(r"^ERROR: (?:No matching distribution|Could not install|HTTP error)|Max retries exceeded")
    if not found or not failed:
        return None
    kind = "did not answer in time" if "Timeout" in found.group() else "can't be reached"
    return Why(
        "%s %s" % (found.group("host") or "the package index", kind),
        "Check the network, and the index that pip is set to; then build again.",
    )


def absent(output):
    why = unreachable(output)
    return why.error[0].upper() + why.error[1:] + "." if why else "Check its name, and the index that pip is set to."


def requirement(output):
    found = output.first(r"^ERROR: No matching distribution found for (.+)$")
    if found:
        versions = output.first(r"^ERROR: Could not find a version that satisfies .*\(from versions: (.*)\)$")
        there = versions.group(1) if versions and versions.group(1) != "none" else ""
        return Why(
            "the requirement %s can't be found" % found.group(1),
            "The index has %s." % shortened(there) if there else absent(output),
        )
    found = output.first(r"^ERROR: (Package '[^']+' requires a different Python: .+)$")
    if found:
        return Why(found.group(1), "Name another interpreter with --python.")
    found = output.first(r"BackendUnavailable: Cannot import '([^']+)'|Cannot import '([^']+)'$")
    if found:
        return Why(
            "the build backend %s can't be imported" % (found.group(1) or found.group(2)),
            "Add what has it to build-system.requires in pyproject.toml.",
        )
    return None


def built_requirement(output):
    """A requirement that had to be built, and was not; what went wrong with it follows."""
    found = output.first(r"^ERROR: Failed to build '?([^'\s]+)'? when installing build dependencies")
    if found:
        return found.group(1)
    if output.first(r"pip subprocess to install build dependencies did not run successfully"):
        found = output.first(r"^(?:ERROR: )?Failed building wheel for (\S+)$")
        return found.group(1) if found else None
    return None


# What compilers and their like say


class Problem:
    def __init__(self, line, found, text=None):
        self.line = line
        place = found.groupdict().get("place")
        self.place = "%s:%s: " % (place.strip(), found.group("line")) if place else ""
        self.text = text or found.group("text")


def problems(output):
    lines = output.lines
    for number, line in enumerate(lines):
        if len(line) > 4000:
            continue
        for pattern in ERRORS:
            found = pattern.match(line)
            if found:
                yield Problem(number, found)
                break
        else:
            found = CMAKE.match(line)
            if found:
                yield Problem(number, found, found.group("text") or paragraph(lines, number + 1))
            found = RUST.match(line)
            if found and number + 1 < len(lines):
                place = RUST_PLACE.match(lines[number + 1])
                if place:
                    yield Problem(number, place, found.group("text"))
            found = FORTRAN.match(line)
            if found:
                text = next((text for text in lines[number + 1 : number + 8] if "Error: " in text), None)
                if text:
                    yield Problem(number, found, text.partition("Error: ")[2])


def paragraph(lines, start):
    """The lines of a message of CMake's, up to its end."""
    words = []
    for line in lines[start : start + 12]:
        if not line and words and words[-1].endswith((".", ")")) or line.startswith(("Call Stack", "-- ", "CMake ")):
            break
        if line:
            words.append(line)
    return " ".join(words)


def is_tried_out(problem):
    """Whether a file that was compiled is one of those with which a build finds out what there is."""
    place = problem.place.rpartition(":")[0].rpartition(":")[0] or problem.place
    return bool(TRIED_OUT.search(place))


def real_problems(output):
    """Without what was merely tried out."""
    return [problem for problem in problems(output) if not is_tried_out(problem)]


def went_on(output, line):
    """Whether the build compiled more after the problem of a line, and nothing says that it ended for that."""
    rest = output.lines[line + 1 :]
    return not any(STOPPED.match(text) for text in rest) and any(COMPILER.match(text) for text in rest)


def first_problem(output):
    """The first that counts: what a setup.py merely tries out, and goes on without, does not."""
    found = real_problems(output) or list(problems(output))
    ends = [number for number, line in enumerate(output.lines) if re.match(r"error: command '.*' failed with exit", line)]
    if ends:
        calls = [number for number in range(ends[-1]) if COMPILER.match(output.lines[number])]
        last = [problem for problem in found if (calls[-1] if calls else 0) <= problem.line <= ends[-1]]
        return (last or found or [None])[0]
    return found[0] if found else None


def compiler(output):
    problem = first_problem(output)
    if problem is None:
        return None
    return Why(problem.place + shortened(problem.text), remedy_for(problem.text, output))


def remedy_for(text, output):
    library = MISSING_LIBRARY.search(text)
    if library:
        name = library.group("name") or library.group("other")
        return remedy_for_library(name) or "Install the library %s with what is needed to link to it." % name
    file = MISSING_HEADER.search(text) or MISSING_FILE.search(text)
    if file:
        name = file.group("name")
        header = MISSING_HEADER.search(text)
        return ignored_file(name, output) or (remedy_for_header(name) if header else "") or hint_of_submodules(output)
    if re.search(r"does not contain a CMakeLists|not an existing directory|Cannot find source file", text):
        return hint_of_submodules(output)
    return ""


def ignored_file(name, output):
    """Says that a file which is missing is one that git ignores, and so not in the copy."""
    top = os.environ.get("MLC_SOURCE", "")
    for path in read(os.path.join(output.work, "ignored")).split("\0"):
        if path and ("/" + path).endswith("/" + name.lstrip("./")):
            return "Git ignores %s, so the copy does not have it: track it, or make it with the command before the build." % (
                os.path.relpath(path, os.path.realpath(top)) if top else path
            )
    return ""


def empty_submodules(output):
    top = os.path.join(output.work, "source")
    try:
        listed = subprocess.run(
            ["git", "config", "--file", os.path.join(top, ".gitmodules"), "-z", "--get-regexp", r"^submodule\..*\.path$"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ).stdout
    except OSError:
        return []
    paths = [os.fsdecode(entry).partition("\n")[2] for entry in listed.split(b"\0") if entry]
    return [path for path in paths if os.path.isdir(os.path.join(top, path)) and not os.listdir(os.path.join(top, path))]


def hint_of_submodules(output):
    empty = empty_submodules(output)
    if not empty:
        return ""
    more = " and %d more" % (len(empty) - 1) if len(empty) > 1 else ""
    return "The submodule %s%s is empty: git submodule update --init --recursive" % (empty[0], more)


def submodule(output):
    """Whether what is missing is missing since a submodule is empty."""
    why = compiler(output) or exception(output) or last_error(output)
    for path in empty_submodules(output):
        if why and re.search(r"(?:^|[\s\"'(])(?:\.\./|\./)*%s(?:$|[\s\"'/:)])" % re.escape(path), why.error):
            return Why(
                "the submodule %s is empty: %s" % (path, why.error),
                "Run git submodule update --init --recursive in the source.",
            )
    return None


def program(output):
    found = MISSING_PROGRAM.search(output.text)
    if not found:
        return None
    name = os.path.basename(next(group for group in found.groups() if group))
    return Why("the program %s is not there" % name, "Install it, or put it on the PATH.")


# What Python says


def timeout(output):
    found = output.first(r"^subprocess\.TimeoutExpired: (Command .* timed out after .* seconds)$")
    return Why(shortened(found.group(1))) if found else None


def cause(output):
    """An exception of the project's own, which tells why it gave up after it had tried out this and that."""
    why = exception(output)
    if why is None or GAVE_UP.search(why.error):
        return None
    found = real_problems(output)
    return why if not found or went_on(output, found[-1].line) else None


def exception(output):
    """The exception that a traceback ends with, with the last place in the project."""
    ends = []
    for number, line in enumerate(output.lines):
        if line.startswith("Traceback (most recent call last):"):
            ends.append(number)
    for start in reversed(ends):
        place, text = "", ""
        for line in output.lines[start + 1 :]:
            found = re.match(r'File "(?P<place>[^"]+)", line (?P<line>\d+)', line)
            if found:
                if not found.group("place").startswith(("/", "<")):
                    place = "%s:%s: " % found.groups()
                continue
            if line.endswith("Traceback (most recent call last):"):
                continue
            if re.match(r"[\w.]+(?:Error|Exception|Exit|Interrupt|Unavailable|Failure|Failed|Warning)\b(?::|$)", line):
                text = line
                break
        if text and "pip._internal" not in text and "CalledProcessError" not in text:
            module = re.search(r"No module named '([^'.]+)", text)
            hint = "Add what has %s to build-system.requires in pyproject.toml." % module.group(1) if module else ""
            return Why(place + shortened(text), hint or hint_of_submodules(output))
    return None


def last_error(output):
    for line in reversed(output.lines):
        if re.match(r"(?:error|ERROR|fatal)(?:\[\w+\])?: ", line) and not GENERIC.match(line):
            return Why(shortened(re.sub(r"^(?:error|ERROR): ", "", line)), hint_of_submodules(output))
    return None


REASONS = (full_disk, killed, requirement, unreachable, timeout, submodule, cause, compiler, program, exception, last_error)


def shortened(text):
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def of_code(code, what):
    if code > 128:
        try:
            name = signal.Signals(code - 128).name
        except ValueError:
            return Why("%s (exit code %d)" % (what, code))
        hint = "Most likely there was too little memory: run fewer jobs at once, or give the build more."
        return Why("%s (ended by %s)" % (what, name), hint if name == "SIGKILL" else "")
    if code == 124:
        return Why("%s (exit code 124, with which timeout ends what takes too long)" % what)
    return Why("%s (exit code %d)" % (what, code))


def out_of_time(output):
    """The end of the time that a build may take."""
    if not os.path.exists(os.path.join(output.work, "timeout")):
        return None
    last = next((line for line in reversed(output.lines) if line), "")
    seconds = os.environ.get("MLC_TIMEOUT", "")
    return Why(
        "timeout: the build was not done after %s%s" % (duration(seconds), last and "; it said last: " + shortened(last)),
        "Allow it more time, or run more jobs at once.",
    )


def duration(seconds):
    number = int(seconds) if seconds.isdigit() else 0
    for size, unit in ((3600, "hour"), (60, "minute")):
        if number and number % size == 0:
            return "%d %s%s" % (number // size, unit, "" if number == size else "s")
    return "%s second%s" % (seconds, "" if number == 1 else "s")


def explain(output, code, what):
    late = out_of_time(output)
    if late:
        return late
    if code in (124, 137):
        return of_code(code, what or "pip could not build the wheel")
    for reason in REASONS:
        why = reason(output)
        if why:
            break
    else:
        why = Why("")
    if what:
        last = next((line for line in reversed(output.lines) if line), "")
        said = why.error or shortened(last)
        why.error = of_code(code, what).error + (": " + said if said else "")
    elif not why.error:
        why = of_code(code, "pip could not build the wheel")
        why.hint = why.hint or hint_of_submodules(output)
    else:
        dependency = built_requirement(output)
        if dependency:
            why.error = "the requirement %s could not be built: %s" % (dependency, why.error)
    return why


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    work, code = sys.argv[1:3]
    why = explain(Output(work), int(code), " ".join(sys.argv[3:]))
    for word, text in (("error", why.error), ("hint", why.hint)):
        if text:
            line = "%s: %s" % (word, re.sub(r"[\x00-\x1f\x7f]", "?", text))
            print("[mlc-wheels] " + line, flush=True)
            if os.environ.get("MLC_SAID"):
                with open(os.environ["MLC_SAID"], "a", encoding="utf-8", errors="backslashreplace") as said:
                    said.write(line + "\n")


if __name__ == "__main__":
    main()
