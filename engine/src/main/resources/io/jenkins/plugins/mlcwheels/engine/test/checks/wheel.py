"""What a wheel has in it: its modules, console scripts and extras."""

import configparser
import email.parser
import hashlib
import re
import zipfile

MODULE = re.compile(r"([^.]+)(?:\.pyc?|(?:\.(?:cpython|pypy|graalpy)[^.]*|\.abi3t?|\.[a-z]+[0-9]+-[^.]+)?\.so)")
EXTENSION = re.compile(r".+\.so")
NAMESPACE = re.compile(rb"extend_path\s*\(|declare_namespace\s*\(")
# Modules whose distribution has quite another name.
BROUGHT_BY = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "crypto": "pycryptodome",
    "git": "gitpython",
    "grpc": "grpcio",
    "jwt": "pyjwt",
    "pil": "pillow",
    "sklearn": "scikit-learn",
    "usb": "pyusb",
    "zmq": "pyzmq",
}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def bare(name):
    return re.sub(r"[-_.]+", "", name).lower()


def sha256_of(file):
    digest = hashlib.sha256()
    for block in iter(lambda: file.read(1 << 20), b""):
        digest.update(block)
    return digest.hexdigest()


def installed_path(path):
    """Where an entry comes to lie below site-packages; None if elsewhere."""
    parts = path.split("/")
    if parts[0].endswith(".data"):
        return "/".join(parts[2:]) if len(parts) > 2 and parts[1] in ("purelib", "platlib") else None
    return None if parts[0].endswith((".dist-info", ".libs")) else path


class Wheel:
    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.entries = {installed_path(name): name for name in archive.namelist() if not name.endswith("/")}
            self.entries.pop(None, None)
            self.metadata = email.parser.HeaderParser().parsestr(self._dist_info(archive, "METADATA"))
            self._entry_points = self._dist_info(archive, "entry_points.txt")
            self.modules = self._modules(archive)
        self.name = self.metadata.get("Name", "")
        self.extras = self.metadata.get_all("Provides-Extra", [])

    @staticmethod
    def _dist_info(archive, file):
        for name in archive.namelist():
            if re.fullmatch(r"[^/]+\.dist-info/" + re.escape(file), name):
                return archive.read(name).decode("utf-8", "replace")
        return ""

    def _modules(self, archive):
        """From the dotted name of each module and package to its files; namespace packages are not in it."""
        modules = {}
        for path, entry in self.entries.items():
            *folders, file = path.split("/")
            match = MODULE.fullmatch(file)
            if not match or not all(part.isidentifier() for part in folders + [match.group(1)]):
                continue
            if match.group(1) == "__init__":
                if not folders or NAMESPACE.search(archive.read(entry)):
                    continue
                modules.setdefault(".".join(folders), set()).add(path)
            else:
                modules.setdefault(".".join(folders + [match.group(1)]), set()).add(path)
        return modules

    def sha256(self):
        with open(self.path, "rb") as file:
            return sha256_of(file)

    def sha256_of_entry(self, path):
        with zipfile.ZipFile(self.path) as archive, archive.open(self.entries[path]) as file:
            return sha256_of(file)

    def first_parts(self):
        return {name.partition(".")[0] for name in self.modules}

    def is_native(self, name):
        """Whether a module is native code, or a package has some."""
        prefix = name.replace(".", "/") + "/"
        return any(path.startswith(prefix) and EXTENSION.fullmatch(path) for path in self.entries) or any(
            EXTENSION.fullmatch(path) for path in self.modules.get(name, ())
        )

    def native_modules(self):
        return {name for name, paths in self.modules.items() if any(path.endswith(".so") for path in paths)}

    def top_modules(self):
        """Modules and packages at the top; of namespace packages the first that is a real one."""
        packages = {
            tuple(name.split("."))
            for name, paths in self.modules.items()
            if any(re.search(r"(^|/)__init__\.[^/]+$", path) for path in paths)
        }
        found = set(packages)
        for name, paths in self.modules.items():
            if "." not in name and not (name.startswith("lib") and all(path.endswith(".so") for path in paths)):
                found.add((name,))
        return sorted(".".join(name) for name in found if not any(name[:i] in packages for i in range(1, len(name))))

    def imports(self):
        """What has to be importable, and what else is there at the top."""
        declared = self.metadata.get_all("Import-Name")
        top = self.top_modules()
        if declared is not None:
            names = [value.partition(";")[0].strip() for value in declared if "private" not in value.partition(";")[2]]
            needed = [name for name in names if name]
        else:
            own = bare(self.name)
            needed = [name for name in top if bare(name) == own or bare(name.rpartition(".")[2]) == own]
            needed += [name for name in top if name not in needed and self.is_native(name)]
            needed = needed or top
        return needed, [name for name in top if name not in needed]

    def console_scripts(self):
        """From the name of each console script to its entry point."""
        parser = configparser.ConfigParser(delimiters=("=",), interpolation=None, strict=False)
        parser.optionxform = str
        parser.read_string(self._entry_points)
        return dict(parser["console_scripts"]) if parser.has_section("console_scripts") else {}

    def extras_with(self, module):
        """The extras that bring a module, judged by the names of their requirements."""
        wanted = bare(module.partition(".")[0])
        wanted = {wanted, "py" + wanted, "python" + wanted, wanted + "python", bare(BROUGHT_BY.get(wanted, wanted))}
        found = []
        for requirement in self.metadata.get_all("Requires-Dist", []):
            name = re.match(r"[A-Za-z0-9._-]*", requirement.strip()).group()
            extra = re.search(r"\bextra\s*==\s*['\"]([^'\"]+)['\"]", requirement)
            if extra and bare(name) in wanted and extra.group(1) not in found:
                found.append(extra.group(1))
        return found
