"""Git repositories of a source, and repositories of the copy's own.

The source's repository is read file by file, and the one git command that looks at it lists its configuration. All
others run on the copy's: so no lock, no index and no object is written to the source, its hooks and its fsmonitor are
not run, and git does not ask who owns it.
"""

import codecs
import os
import re
import shutil
import subprocess

# What makes up the state of a repository, in an order in which a ref that is being packed is not missed.
STATE = ("HEAD", "refs", "packed-refs", "reftable", "logs", "index", "shallow", "info")

# Of a linked work tree these are its own, not those of the repository that it belongs to.
OWN_OF_WORK_TREE = ("HEAD", "index")

# Settings that hold for the place of the source only, or that make git run programs unasked.
LEFT_OUT = re.compile(
    r"core\.(worktree|bare|hookspath|fsmonitor|untrackedcache|alternaterefscommand)|include\..*|includeif\..*"
    r"|extensions\.(worktreeconfig|relativeworktrees)",
    re.S,
)

# Objects are copied up to this size in all; larger stores are borrowed. What git would write again in the copy, it
# finds, and marks as used by a new time of modification: among borrowed objects that changes the source.
MOST_BYTES = 128 << 20
MOST_FILES = 20000


class Unusable(Exception):
    """A repository that git can't read, in git's words."""


def git(directory, tree, *arguments):
    """What a git command prints that runs on a git directory and the files of a tree."""
    environment = dict(os.environ, GIT_DIR=directory, GIT_OPTIONAL_LOCKS="0", LC_ALL="C")
    if tree:
        environment["GIT_WORK_TREE"] = tree
    command = ["git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]
    process = subprocess.run(
        command + list(arguments),
        cwd=tree or directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if process.returncode:
        words = process.stderr.decode("utf-8", "replace").strip().split("\n")
        raise Unusable("%s (%s)" % (words[-1], tree or directory))
    return [os.fsdecode(part) for part in process.stdout.split(b"\0")[:-1]]


def pointer(path, prefix=b""):
    """The path that a small file of git's holds after a prefix; None if it does not."""
    try:
        with open(path, "rb") as file:
            text = file.read(65536)
    except OSError:
        return None
    return os.fsdecode(text[len(prefix) :].rstrip(b"\r\n")) if text.startswith(prefix) else None


class Repository:
    """A repository of the source, with the tree that is checked out from it.

    resolve(directory, path) gives the place of a path that a file in a directory names.
    """

    def __init__(self, tree, directory, resolve):
        self.tree = tree
        self.directory = directory
        self.resolve = resolve
        linked = pointer(os.path.join(directory, "commondir"))
        self.common = resolve(directory, linked) if linked else directory

    @classmethod
    def of(cls, tree, resolve):
        """The repository of which a directory is the top; None if there is none."""
        path = os.path.join(tree, ".git")
        if os.path.isdir(path):
            found = os.path.realpath(path)
        else:
            named = pointer(path, b"gitdir: ")
            if not named:
                return None
            found = resolve(tree, named)
        repository = cls(tree, found, resolve)
        return repository if repository.is_one() else None

    def is_one(self):
        parts = (os.path.join(self.common, name) for name in ("objects", "refs"))
        return os.path.lexists(os.path.join(self.directory, "HEAD")) and all(map(os.path.isdir, parts))

    def modules(self):
        """Repositories of submodules, checked out or not."""
        top = os.path.join(self.directory, "modules")
        for directory, names, _ in os.walk(top):
            module = Repository(None, directory, self.resolve)
            if module.is_one():
                names.clear()
                yield module

    def copy_state(self, target):
        os.makedirs(target)
        for name in STATE + shared_indexes(self.directory):
            if self.common == self.directory or name not in OWN_OF_WORK_TREE:
                copy_files(os.path.join(self.common, name), os.path.join(target, name))
            if self.common != self.directory:
                copy_files(os.path.join(self.directory, name), os.path.join(target, name))
        head = os.path.join(self.directory, "HEAD")
        if os.path.islink(head):
            with open(os.path.join(target, "HEAD"), "w", encoding="utf-8") as file:
                file.write("ref: %s\n" % os.readlink(head))

    def settings(self):
        """Pairs of the configuration; the value of a setting without one is None."""
        files = [os.path.join(self.common, "config")]
        if os.path.isfile(os.path.join(self.directory, "config.worktree")):
            files.append(os.path.join(self.directory, "config.worktree"))
        for file in files:
            for setting in git(self.directory, None, "config", "--file", file, "--includes", "-z", "--list"):
                key, value, rest = setting.partition("\n")
                yield key, rest if value else None

    def write_settings(self, target, tree, copied):
        """tree: where what is checked out lies in the copy, if that is not beside the repository."""
        lines = ["[core]", "\tbare = false"]
        # All files of the copy are new, but of the size and age that the index knows.
        lines += ["\ttrustctime = false", "\tcheckStat = minimal"]
        if tree:
            lines.append("\tworktree = " + quoted(os.path.relpath(tree, target)))
        places = [place for place in {self.tree, self.directory, self.common} if place and copied(place)]
        for key, value in self.settings():
            if not LEFT_OUT.fullmatch(key) and not (key.startswith("submodule.") and (value or "").startswith("!")):
                lines += setting_lines(key, self.of_copy(key, value, places, copied))
        with open(os.path.join(target, "config"), "wb") as file:
            file.write(os.fsencode("\n".join(lines) + "\n"))

    def of_copy(self, key, value, places, copied):
        """A value that does not lead back into the source."""
        if value is None:
            return None
        if self.tree and re.fullmatch(r"remote\..*\.(push)?url", key, re.S) and value.startswith(("./", "../")):
            value = os.path.normpath(os.path.join(self.tree, value))
        for place in sorted(places, key=len, reverse=True):
            value = re.sub(
                r"(?<![^\s=:'\"(/])%s(?=$|[/\s'\"),;:])" % re.escape(place), lambda found: copied(found.group()), value
            )
        return value

    def stores(self):
        """Directories of its objects: its own, and those from which it borrows itself."""
        found, names = [], [os.path.realpath(os.path.join(self.common, "objects"))]
        while names:
            store = names.pop(0)
            if store in found:
                continue
            found.append(store)
            listed = pointer(os.path.join(store, "info", "alternates")) or ""
            for line in listed.split("\n"):
                if line and not line.startswith("#"):
                    names.append(self.resolve(store, unquoted(line)))
        return found


def shared_indexes(directory):
    return tuple(name for name in os.listdir(directory) if name.startswith("sharedindex."))


def copy_files(source, target):
    """Files of git's, which are written anew rather than linked; what goes away meanwhile is not missed."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
        for name in os.listdir(source):
            if not name.endswith(".lock"):
                copy_files(os.path.join(source, name), os.path.join(target, name))
        return
    try:
        shutil.copyfile(source, target)
        times = os.stat(source)
        os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    except FileNotFoundError:
        pass


def quoted(value):
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        value = value.replace(character, escape)
    return '"%s"' % value


def setting_lines(key, value):
    section, _, name = key.partition(".")
    subsection, dot, name = name.rpartition(".")
    head = section
    if dot:
        head += ' "%s"' % subsection.replace("\\", "\\\\").replace('"', '\\"')
    return ["[%s]" % head, "\t" + name + ("" if value is None else " = " + quoted(value))]


def unquoted(line):
    if not line.startswith('"'):
        return line
    return os.fsdecode(codecs.escape_decode(os.fsencode(line.strip()[1:-1]))[0])


class Objects:
    """Gives repositories of the copy their objects: copies of small stores, and the larger ones to borrow from."""

    def __init__(self):
        self.bytes = MOST_BYTES
        self.files = MOST_FILES

    def give(self, repository, target):
        """Returns the stores that are not there."""
        own = os.path.join(target, "objects")
        for name in ("info", "pack"):
            os.makedirs(os.path.join(own, name))
        borrowed = [store for store in repository.stores() if not self.copy(store, own)]
        if borrowed:
            with open(os.path.join(own, "info", "alternates"), "wb") as file:
                for store in borrowed:
                    file.write(os.fsencode((quoted(store) if "\n" in store else store) + "\n"))
        return [store for store in borrowed if not os.path.isdir(store)]

    def copy(self, store, own):
        try:
            files = list(object_files(store))
            size = sum(os.path.getsize(os.path.join(store, file)) for file in files)
            if size > self.bytes or len(files) > self.files:
                return False
            for file in files:
                target = os.path.join(own, file)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if not os.path.exists(target):
                    shutil.copyfile(os.path.join(store, file), target)
                    os.chmod(target, 0o444)
        except OSError:
            return False
        self.bytes -= size
        self.files -= len(files)
        return True


def object_files(store):
    """Loose objects and packs, with each index after its pack."""
    for name in sorted(os.listdir(store)):
        if re.fullmatch("[0-9a-f]{2}", name):
            for rest in os.listdir(os.path.join(store, name)):
                if re.fullmatch("[0-9a-f]+", rest):
                    yield os.path.join(name, rest)
    packs = os.listdir(os.path.join(store, "pack"))
    for name in sorted(packs, key=lambda name: name.endswith(".idx")):
        if name.startswith("pack-") and re.search(r"\.(pack|idx|rev|bitmap|promisor|keep|mtimes)$", name):
            yield os.path.join("pack", name)
