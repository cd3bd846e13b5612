"""The files of a source, copied."""

import errno
import os
import re
import shutil
import stat
import sys

from repository import Objects, Repository, git

try:
    import fcntl
except ImportError:
    fcntl = None

# Links to what belongs to the machine stay links.
OF_THE_MACHINE = tuple("bin dev etc lib lib32 lib64 libx32 nix/store proc run sbin snap sys usr".split())
FICLONE = 0x40049409
PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
MANY = 5


def say(text):
    print("[mlc-wheels] " + re.sub(r"[\x00-\x1f\x7f]", "?", text), flush=True)


def within(path, directory):
    return path == directory or path.startswith(directory.rstrip("/") + "/")


class Copy:
    """A copy that is being made of one directory, a folder or the top of a repository.

    project: the folder in it that is to be built
    outputs: directories that earlier builds wrote to, real paths
    mount, origin: where the source is found here and where it lies for those who checked it out, if that differs
    with_git: whether git can be run
    """

    def __init__(self, top, project, target, outputs, mount="", origin="", with_git=True):
        self.roots = [(top, target)]
        self.project = project
        self.work = os.path.dirname(target)
        self.outputs = outputs
        self.mount = mount
        self.origin = origin
        self.with_git = with_git
        self.objects = Objects()
        self.files = self.bytes = 0
        self.ignored = []
        self.followed = []
        self.dangling = []
        self.left_over = []
        self.made = {}
        self.caches = {}
        self.clones = fcntl is not None and sys.platform == "linux"

    def resolve(self, directory, path):
        """The place of a path that a file in a directory names."""
        if self.mount and within(directory, self.mount):
            directory = self.origin + directory[len(self.mount) :]
        path = os.path.normpath(os.path.join(directory, path))
        return self.mount + path[len(self.origin) :] if self.mount and within(path, self.origin) else path

    def copied(self, path):
        """Where the copy has a path of the source; None if it does not."""
        for source, target in reversed(self.roots):
            if within(path, source):
                return os.path.normpath(target + path[len(source) :])
        return None

    def repository_of(self, directory):
        return Repository.of(directory, self.resolve) if self.with_git else None

    # Whole directories

    def repository(self, found, target, directory=None):
        """What git knows and what it would let one add.

        directory: of the copy's repository, if that is not to lie in target
        """
        self.directory(found.tree, target)
        own = directory or os.path.join(target, ".git")
        self.own_repository(found, own, target if directory else None)
        if directory:
            with open(os.path.join(target, ".git"), "wb") as file:
                file.write(os.fsencode("gitdir: %s\n" % os.path.relpath(directory, target)))
        changed = []
        for entry in git(own, found.tree, "ls-files", "--stage", "-z"):
            about, _, name = entry.partition("\t")
            if about.startswith("160000"):
                self.nested(found, name, target, own)
            elif self.file(found.tree, name, target):
                changed.append(name)
        if changed:
            self.hide_changes(own, target, changed)
        for name in git(own, found.tree, "ls-files", "--others", "--exclude-standard", "-z"):
            if self.is_left_out(found.tree, name):
                continue
            if name.endswith("/"):
                self.nested(found, name[:-1], target, own)
            else:
                self.file(found.tree, name, target)
        for name in git(
            own, found.tree, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"
        ):
            self.ignored.append(os.path.join(found.tree, name))
        self.modules(found, own)

    def own_repository(self, found, own, tree):
        found.copy_state(own)
        found.write_settings(own, tree, self.copied)
        for store in self.objects.give(found, own):
            say("warning: there are no objects at %s, so git can't read all of the history" % store)

    def modules(self, found, own):
        """Repositories of submodules that are not checked out, but can be without fetching anything."""
        for module in found.modules():
            inner = os.path.join(own, os.path.relpath(module.directory, found.directory))
            if not os.path.exists(inner):
                self.own_repository(module, inner, self.tree_of(module))
            self.modules(module, inner)

    def tree_of(self, module):
        """Where the copy has what is checked out from the repository of a submodule."""
        named = [value for key, value in module.settings() if key == "core.worktree"]
        return self.copied(self.resolve(module.directory, named[-1])) if named and named[-1] else None

    def nested(self, outer, name, target, own):
        """A submodule, or another repository in the tree of one."""
        place = os.path.join(outer.tree, name)
        if os.path.islink(place) or not os.path.isdir(place) or not self.parent(outer.tree, name, target):
            return
        goal = os.path.join(target, name)
        found = self.repository_of(place)
        if found is None:
            self.folder(place, goal)
            return
        directory = None
        if os.path.isfile(os.path.join(place, ".git")) and within(found.directory, outer.directory):
            directory = os.path.join(own, os.path.relpath(found.directory, outer.directory))
        self.repository(found, goal, directory)

    def folder(self, source, target):
        """All of a directory, but builds at another place, which hold a CMake cache, and outputs."""
        self.directory(source, target)
        for name in sorted(os.listdir(source)):
            path, goal = os.path.join(source, name), os.path.join(target, name)
            if name == ".git" or self.is_output(path) or self.is_left_over(path):
                continue
            if not os.path.isdir(path) or os.path.islink(path):
                self.entry(path, goal)
            elif not os.path.exists(os.path.join(path, "CMakeCache.txt")):
                found = self.repository_of(path)
                if found:
                    self.repository(found, goal)
                else:
                    self.folder(path, goal)

    # What is left out

    def is_output(self, path):
        """A directory with outputs may be one of the project's own: there only what is called like one is."""
        for output in self.outputs:
            if within(path, output) and not within(self.project, output):
                return True
            if os.path.dirname(path) == output and re.search(r"\.whl$|^mlc-wheels-.*\.log$", os.path.basename(path)):
                return True
        return False

    def is_left_over(self, path):
        """What an earlier build of setuptools left in a directory "build", of which the next one takes files."""
        directory, name = os.path.split(path)
        found = (
            os.path.basename(directory) == "build"
            and re.match(r"(?:lib|temp\..+|lib\..+|bdist\..+)$", name)
            and any(os.path.isfile(os.path.join(os.path.dirname(directory), file)) for file in PROJECT_FILES)
            and os.path.isdir(path)
            and not os.path.exists(os.path.join(directory, "__init__.py"))
        )
        if found and path not in self.left_over:
            self.left_over.append(path)
        return bool(found)

    def is_left_out(self, tree, name):
        if self.is_output(os.path.join(tree, name.rstrip("/"))):
            return True
        parts = name.rstrip("/").split("/")
        if any(self.is_left_over(os.path.join(tree, *parts[: end + 1])) for end in range(len(parts))):
            return True
        parent = os.path.dirname(name)
        while parent:
            path = os.path.join(tree, parent)
            if path not in self.caches:
                self.caches[path] = os.path.exists(os.path.join(path, "CMakeCache.txt"))
            if self.caches[path]:
                return True
            parent = os.path.dirname(parent)
        return False

    # Single files

    def directory(self, source, target):
        """Makes one; with its mode, but so that the build can write to it."""
        os.makedirs(target, exist_ok=True)
        os.chmod(target, stat.S_IMODE(os.stat(source).st_mode) | stat.S_IRWXU)
        self.made[target] = True

    def parent(self, tree, name, target):
        """Makes the directory of a file; False if there is none in the source, but a link for instance."""
        parent = os.path.dirname(name)
        if not parent:
            return True
        goal = os.path.join(target, parent)
        if goal not in self.made:
            path = os.path.join(tree, parent)
            real = self.parent(tree, parent, target) and os.path.isdir(path) and not os.path.islink(path)
            if real:
                self.directory(path, goal)
            self.made[goal] = real
        return self.made[goal]

    def file(self, tree, name, target):
        """True if the copy is not what the source is: a link that was followed, or leads elsewhere."""
        return self.parent(tree, name, target) and self.entry(os.path.join(tree, name), os.path.join(target, name))

    def entry(self, source, target):
        try:
            about = os.lstat(source)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return False
            raise
        if stat.S_ISLNK(about.st_mode):
            return not os.path.lexists(target) and self.link(source, target)
        if stat.S_ISREG(about.st_mode) and not os.path.lexists(target):
            self.regular(source, target, about)
        return False

    def regular(self, source, target, about):
        with open(source, "rb") as reader, open(target, "xb", buffering=0) as writer:
            if not self.clone(reader, writer):
                pour(reader, writer)
            os.fchmod(writer.fileno(), stat.S_IMODE(about.st_mode) & 0o777 | stat.S_IWUSR)
            os.utime(writer.fileno(), ns=(about.st_atime_ns, about.st_mtime_ns))
        self.files += 1
        self.bytes += about.st_size

    def clone(self, reader, writer):
        """Lets the copy share the blocks of the source until one of them changes, where the file system can."""
        if self.clones:
            try:
                fcntl.ioctl(writer.fileno(), FICLONE, reader.fileno())
            except OSError:
                self.clones = False
        return self.clones

    # Links

    def link(self, source, target):
        text = os.readlink(source)
        named = self.resolve(os.path.dirname(source), text)
        real = os.path.realpath(named)
        of_git = self.is_of_git(real)
        if not os.path.exists(named) or (self.copied(real) and not of_git):
            goal = self.copied(named)
            if self.mount and goal is None and not os.path.exists(named):
                self.dangling.append("%s, to %s" % (source, named))
            return self.link_to(goal, text, target)
        if real.lstrip("/").startswith(tuple(name + "/" for name in OF_THE_MACHINE)):
            os.symlink(real, target)
            return not os.path.isabs(text)
        if any(within(place, real) for place in [self.work] + [root for root, _ in self.roots]):
            say("warning: the link %s leads to %s, which holds the source, and is not followed" % (source, real))
            os.symlink(text, target)
            return False
        if not of_git:
            self.followed.append("%s, to %s" % (source, real))
        self.follow(real, target)
        return True

    def is_of_git(self, real):
        """Whether it lies in a directory of git's: those of the copy are its own, so what git-annex keeps there is not."""
        return any(within(real, root) and ".git" in real[len(root) :].split("/") for root, _ in self.roots)

    def link_to(self, goal, text, target):
        """A link within the copy, or one that leads nowhere; with its own text where that does."""
        directory = os.path.dirname(target)
        if goal is None or os.path.normpath(os.path.join(directory, text)) == goal:
            os.symlink(text, target)
            return False
        os.symlink(os.path.relpath(goal, directory), target)
        return True

    def follow(self, real, target):
        if not os.path.isdir(real):
            self.entry(real, target)
            return
        self.roots.append((real, target))
        try:
            self.folder(real, target)
        finally:
            self.roots.pop()

    def hide_changes(self, own, target, names):
        """The copy is as clean as the source, although links in it had to change."""
        links = [name for name in names if "\n" not in name]
        for start in range(0, len(links), 100):
            git(own, target, "update-index", "--assume-unchanged", "--", *links[start : start + 100])

    def report(self):
        for paths, what in (
            (self.followed, "the copy has what a link that leads out of the source leads to: "),
            (self.left_over, "the copy does not have what an earlier build left: "),
            (self.dangling, "the container does not have what a link that leads out of the source leads to: "),
        ):
            for text in paths[:MANY]:
                say(what + text)
            if len(paths) > MANY:
                say(what + "%d more" % (len(paths) - MANY))
        say("copied %d files, %.1f MB" % (self.files, self.bytes / 1e6))


def pour(reader, writer):
    """Within the kernel where it can, else by hand."""
    try:
        while os.sendfile(writer.fileno(), reader.fileno(), None, 1 << 30):
            pass
    except (AttributeError, OSError, TypeError):
        reader.seek(0)
        writer.seek(0)
        shutil.copyfileobj(reader, writer, 1 << 20)
