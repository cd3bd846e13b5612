"""Copies the source of a build: the repository that it lies in, or the folder where there is none.

The environment says what: see build.sh. Writes the place of the project's folder in the copy to "folder" beside the
copy, and what git ignores in the source, which is not copied, to "ignored".
"""

import os
import shutil
import subprocess
import sys
from urllib.parse import unquote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from repository import Repository, Unusable, git  # noqa: E402
from tree import PROJECT_FILES, Copy, say  # noqa: E402


class Source:
    def __init__(self, folder, work):
        self.folder = os.path.realpath(folder)
        self.work = work
        self.target = os.path.join(work, "source")
        self.with_git = can_run("git")
        places = [os.environ.get(name) for name in ("MLC_DIST", "MLC_WORK", "MLC_CCACHE")]
        places += [unquote(line) for line in os.environ.get("MLC_OUTPUTS", "").split("\n")]
        self.outputs = [work] + [os.path.realpath(place) for place in places if place]

    def start(self, top, with_git=True):
        return Copy(
            top,
            self.folder,
            self.target,
            self.outputs,
            os.environ.get("MLC_MOUNT", ""),
            os.environ.get("MLC_ORIGIN", ""),
            with_git and self.with_git,
        )

    def copy(self):
        found = self.enclosing()
        if found and not self.with_git:
            say("warning: no git found, so the copy of %s has no history" % found.tree)
            return self.all_of(found.tree)
        if found:
            try:
                return self.repository(found) or self.all_of(self.folder)
            except Unusable as error:
                say("warning: git can't read the source, so the copy has no history: %s" % error)
                shutil.rmtree(self.target)
                return self.all_of(found.tree, with_git=False)
        return self.all_of(self.folder)

    def enclosing(self):
        """The repository that the folder lies in, as git finds it; None if there is none."""
        resolve = self.start(self.folder).resolve
        directory, device = self.folder, os.stat(self.folder).st_dev
        while not os.path.lexists(os.path.join(directory, ".git")):
            parent = os.path.dirname(directory)
            if parent == directory or os.stat(parent).st_dev != device:
                return None
            directory = parent
        found = Repository.of(directory, resolve)
        if found is None:
            say("warning: %s leads to no repository, so the copy has no history" % os.path.join(directory, ".git"))
        return found

    def repository(self, found):
        """None if the folder is no part of the repository that it lies in."""
        copy = self.start(found.tree)
        name = os.path.relpath(self.folder, found.tree)
        if name != ".":
            about = os.path.join(self.work, "about.git")
            copy.own_repository(found, about, None)
            part = self.is_part(about, found.tree, name)
            shutil.rmtree(about)
            if not part:
                return None
            copy = self.start(found.tree)
        copy.repository(found, self.target)
        for file in PROJECT_FILES:
            copy.file(found.tree, os.path.normpath(os.path.join(name, file)), self.target)
        return copy

    def is_part(self, about, top, name):
        """What is tracked is, and what could be, unless git is told to see only what is tracked."""
        if git(about, top, "ls-files", "-z", "--", ":(literal)" + name):
            return True
        hidden = ask(about, top, "config", "-z", "--get", "status.showUntrackedFiles") == ["no"]
        return not hidden and ask(about, top, "check-ignore", "--quiet", "--", name) is None

    def all_of(self, top, with_git=True):
        copy = self.start(top, with_git)
        copy.folder(top, self.target)
        return copy


def ask(about, top, *question):
    """What git answers; None if it ends with an error, as it does for a no."""
    try:
        return git(about, top, *question)
    except Unusable:
        return None


def can_run(program):
    try:
        return subprocess.run([program, "--version"], stdout=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    source, work = sys.argv[1:]
    try:
        made = Source(source, work)
        copy = made.copy()
    except OSError as error:
        say("error: can't copy %s: %s" % (error.filename or source, error.strerror or error))
        if error.errno == 28:
            say("hint: Free some space, or set another work directory.")
        sys.exit(10)
    copy.report()
    for name, value in (("folder", copy.copied(made.folder)), ("ignored", "\0".join(copy.ignored))):
        with open(os.path.join(work, name), "wb") as file:
            file.write(os.fsencode(value))


if __name__ == "__main__":
    main()
