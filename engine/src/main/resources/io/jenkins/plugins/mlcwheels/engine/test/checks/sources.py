"""Brings the files of tests, and nothing that can be imported in the wheel's place, to a fresh directory."""

import configparser
import os
import re
import shutil

DEFAULTS = ("test", "tests", "testing", "conftest.py")
PYTEST = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
LEFT_OUT = ("__pycache__", ".git", ".hg", ".pytest_cache")


class Unusable(Exception):
    """What is wrong, and what to do about it."""


def below(project, path):
    """The path relative to the project; it may not lead out of it."""
    relative = os.path.normpath(os.path.join(".", path))
    if os.path.isabs(path) or relative == ".." or relative.startswith("../"):
        raise Unusable("%s lies outside of %s" % (path, project), "Name test files below it.")
    if not os.path.lexists(os.path.join(project, relative)):
        raise Unusable("%s: no such file or directory in %s" % (path, project), "Name what is there.")
    return relative


def sections(path):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return []
    return parser.sections()


def configures_pytest(path):
    """Whether pytest takes a file as its configuration."""
    name = os.path.basename(path)
    if not os.path.isfile(path):
        return False
    if name in PYTEST:
        return True
    if name == "tox.ini":
        return "pytest" in sections(path)
    if name == "setup.cfg":
        return "tool:pytest" in sections(path)
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    try:
        import tomllib

        return "pytest" in tomllib.loads(text).get("tool", {})
    except ImportError:
        return re.search(r"^\s*\[\s*tool\s*\.\s*[\"']?pytest\b", text, re.M) is not None
    except ValueError:
        return False


def configuration(folder):
    names = PYTEST + ("pyproject.toml", "tox.ini", "setup.cfg")
    return [name for name in names if configures_pytest(os.path.join(folder, name))]


def copy(source, target):
    def passed_over(folder, names):
        return [name for name in names if name in LEFT_OUT or not ordinary(os.path.join(folder, name))]

    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(source):
        shutil.copytree(source, target, ignore=passed_over, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def ordinary(path):
    """Neither a device nor a link that leads nowhere or back to a folder that it lies in."""
    if os.path.islink(path):
        leads_to = os.path.realpath(path)
        if (os.path.realpath(os.path.dirname(path)) + "/").startswith(leads_to + "/"):
            return False
    return os.path.isfile(path) or os.path.isdir(path)


def named(command):
    """Folders of tests, of the usual names but at other places, that the command names relative to the project."""
    found = []
    for word in re.findall(r"(?<![\w./}-])[\w.-][\w./-]*", command):
        parts = os.path.normpath(word).split("/")
        usual = [i for i, part in enumerate(parts) if part in DEFAULTS]
        if usual and ".." not in parts:
            found.append("/".join(parts[: usual[0] + 1]))
    return list(dict.fromkeys(found))


def names_in_tree(command, path):
    """Whether the command uses a file where it lies; a copy of the same name might be taken for it."""
    return re.search(r"\{(project|package)\}/%s(?![\w.-])" % re.escape(path), command) is not None


def bring(project, package, names, command, target):
    """Copies test files and pytest's configuration; returns what was brought, relative to the target."""
    os.makedirs(target)
    folders = ["."]
    if os.path.realpath(package) != os.path.realpath(project):
        folders.append(below(project, os.path.relpath(os.path.realpath(package), os.path.realpath(project))))
    brought = [below(project, name) for name in names]
    if not names:
        candidates = [os.path.normpath(os.path.join(folder, name)) for folder in folders for name in DEFAULTS]
        candidates += [path for path in named(command) if path not in candidates]
        there = [path for path in candidates if os.path.exists(os.path.join(project, path))]
        brought = [path for path in there if not names_in_tree(command, path)]
    try:
        for path in brought:
            copy(os.path.join(project, path), os.path.join(target, path))
        for folder in folders:
            for name in configuration(os.path.join(project, folder)):
                copy(os.path.join(project, folder, name), os.path.join(target, folder, name))
    except (OSError, shutil.Error) as error:
        raise Unusable("can't copy the test files: %s" % error, "Name others, or make room in the work directory.")
    if not configuration(target):
        # pytest looks for its configuration in all folders above, and runs the conftest.py that it finds there.
        open(os.path.join(target, "pytest.ini"), "w").close()
    return brought


def fill_in(command, values):
    """Puts paths in the place of {project} and {package}, quoted as bash needs it where they stand."""
    result, quote, i = [], None, 0
    while i < len(command):
        found = next((name for name in values if command.startswith("{%s}" % name, i)), None)
        if found and command[i - 1 : i] != "$":
            result.append(quoted(values[found], quote))
            i += len(found) + 2
            continue
        letter = command[i]
        if letter == "\\" and quote != "'":
            result.append(command[i : i + 2])
            i += 2
            continue
        if letter in "'\"" and quote in (None, letter):
            quote = None if quote else letter
        result.append(letter)
        i += 1
    return "".join(result)


def quoted(value, quote):
    if quote == '"':
        return re.sub(r'([\\"$`])', r"\\\1", value)
    if quote == "'":
        return value.replace("'", "'\\''")
    return re.sub(r"([^A-Za-z0-9_@%+=:,./-])", r"\\\1", value)
