"""A build backend (PEP 517) that compiles one extension module.

The setting "abi3" of the backend (-C abi3=cp310) builds for the stable ABI of that Python: one wheel then serves it and
all later ones. Older Pythons get a wheel of their own.
"""

import base64
import hashlib
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import zipfile

NAME = "extension_matrix"
VERSION = re.search('^version = "(.*)"$', open("pyproject.toml", encoding="utf-8").read(), re.M).group(1)
INFO = "%s-%s.dist-info" % (NAME, VERSION)


def stable_abi(settings):
    """The Python whose stable ABI is used, as (major, minor); None if this Python is older, or it is not asked for."""
    asked = re.match(r"cp(\d)(\d+)$", (settings or {}).get("abi3", ""))
    threads = sysconfig.get_config_var("Py_GIL_DISABLED")
    if not asked or threads:
        return None
    version = tuple(map(int, asked.groups()))
    return version if sys.version_info[:2] >= version else None


def tag(abi3):
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if abi3:
        return "cp%d%d-abi3-%s" % (abi3 + (platform,))
    python = "cp%d%d" % sys.version_info[:2]
    threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return "%s-%s%s-%s" % (python, python, threads, platform)


def compile_extension(abi3, target):
    compiler = shlex.split(os.environ.get("CC") or "cc")
    macros = ["-DPy_LIMITED_API=0x%02x%02x0000" % abi3] if abi3 else []
    flags = shlex.split(os.environ.get("CFLAGS", "-O2"))
    libraries = shlex.split(os.environ.get("LDFLAGS", ""))
    include = "-I" + sysconfig.get_paths()["include"]
    objects = target + ".o"
    subprocess.check_call(compiler + ["-fPIC", *macros, include, *flags, "-c", "src/module.c", "-o", objects])
    subprocess.check_call(compiler + ["-shared", objects, "-o", target, *libraries])


def metadata():
    return "Metadata-Version: 2.1\nName: extension-matrix\nVersion: %s\nRequires-Python: >=3.9\n" % VERSION


def build_wheel(directory, config_settings=None, metadata_directory=None):
    abi3 = stable_abi(config_settings)
    suffix = ".abi3.so" if abi3 else sysconfig.get_config_var("EXT_SUFFIX")
    library = os.path.abspath("_module.so")
    compile_extension(abi3, library)
    name = "%s-%s-%s.whl" % (NAME, VERSION, tag(abi3))
    with open("python/extension_matrix/__init__.py", "rb") as package, open(library, "rb") as extension:
        files = {
            NAME + "/__init__.py": package.read(),
            NAME + "/_module" + suffix: extension.read(),
            INFO + "/METADATA": metadata().encode(),
            INFO + "/WHEEL": (
                "Wheel-Version: 1.0\nGenerator: example\nRoot-Is-Purelib: false\nTag: %s\n" % tag(abi3)
            ).encode(),
        }
    record = ""
    with zipfile.ZipFile(os.path.join(directory, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            wheel.writestr(path, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record += "%s,sha256=%s,%d\n" % (path, digest, len(data))
        wheel.writestr(INFO + "/RECORD", record + INFO + "/RECORD,,\n")
    return name


def build_sdist(directory, config_settings=None):
    import io
    import tarfile

    top = "extension_matrix-%s" % VERSION
    name = top + ".tar.gz"
    with tarfile.open(os.path.join(directory, name), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path in ("pyproject.toml", "README.md", "build_support/backend.py", "src/module.c", "tests/test_module.py"):
            archive.add(path, top + "/" + path)
        archive.add("python/extension_matrix/__init__.py", top + "/python/extension_matrix/__init__.py")
        info = tarfile.TarInfo(top + "/PKG-INFO")
        info.size = len(metadata())
        archive.addfile(info, io.BytesIO(metadata().encode()))
    return name
