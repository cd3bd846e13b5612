"""A PEP 517 backend of a few lines: CMake builds the library, zipfile packs the wheel."""

import base64
import hashlib
import os
import re
import shlex
import subprocess
import sysconfig
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def field(key):
    return re.search(rf'^{key} = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.M).group(1)


NAME, VERSION = re.sub(r"[-_.]+", "_", field("name")).lower(), field("version")
INFO = f"{NAME}-{VERSION}.dist-info"
TAG = "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    for path, content in metadata().items():
        target = Path(metadata_directory) / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    return INFO


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    build = ROOT / "build"
    defines = [f"-D{key}={value}" for key, value in (config_settings or {}).items()]
    defines += shlex.split(os.environ.get("CMAKE_ARGS", ""))
    cmake(["-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", *defines])
    cmake(["--build", build])

    files = {f"native_wheel/{path.name}": path.read_bytes() for path in ROOT.glob("python/native_wheel/*.py")}
    files["native_wheel/libnative_wheel.so"] = (build / "libnative_wheel.so").read_bytes()
    files.update(metadata())
    files[f"{INFO}/RECORD"] = record(files, f"{INFO}/RECORD").encode()

    wheel = f"{NAME}-{VERSION}-{TAG}.whl"
    stamp = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), 315532800))[:6]
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, stamp)
            entry.external_attr = (0o100755 if path.endswith(".so") else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return wheel


def metadata():
    core = (
        f"Metadata-Version: 2.1\nName: {field('name')}\nVersion: {VERSION}\nSummary: {field('description')}\n"
        f"Requires-Python: {field('requires-python')}\nDescription-Content-Type: text/markdown\n\n"
    )
    wheel = f"Wheel-Version: 1.0\nGenerator: native-wheel backend\nRoot-Is-Purelib: false\nTag: {TAG}\n"
    return {
        f"{INFO}/METADATA": core.encode() + (ROOT / "README.md").read_bytes(),
        f"{INFO}/WHEEL": wheel.encode(),
        f"{INFO}/entry_points.txt": f"[console_scripts]\nnative-wheel = {field('native-wheel')}\n".encode(),
    }


def cmake(arguments):
    try:
        subprocess.run(["cmake", *map(str, arguments)], check=True)
    except FileNotFoundError:
        raise SystemExit("cmake is not installed") from None


def record(files, own_name):
    def line(path, content):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        return f"{path},sha256={digest},{len(content)}\n"

    return "".join(line(path, content) for path, content in files.items()) + f"{own_name},,\n"
