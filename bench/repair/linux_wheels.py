"""Wheels for the comparison: copies with a linux tag, and one that needs a library compiled here."""

import base64
import hashlib
import os
import re
import subprocess
import zipfile

PLATFORM = "linux_x86_64"


def record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}"


def linux_copy(wheel, directory):
    """A copy whose only platform tag is linux; returns its path."""
    parts = os.path.basename(wheel)[: -len(".whl")].split("-")
    parts[-1] = PLATFORM
    target = os.path.join(directory, "-".join(parts) + ".whl")
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        record, wheel_line = None, None
        for entry in source.infolist():
            if entry.filename.endswith(".dist-info/RECORD"):
                record = entry
                continue
            if entry.filename.endswith(".dist-info/WHEEL") and entry.filename.count("/") == 1:
                text = source.read(entry).decode()
                tags = sorted(set(re.findall(r"^Tag: (\S+)-\S+$", text, re.M)))
                text = re.sub(r"^Tag: .*\n", "", text, flags=re.M).rstrip("\n") + "\n"
                data = (text + "".join(f"Tag: {tag}-{PLATFORM}\n" for tag in tags)).encode()
                copy.writestr(entry, data)
                wheel_line = record_line(entry.filename, data)
                continue
            copy_raw(source, copy, entry)
        old = source.read(record).decode().splitlines()
        lines = [wheel_line if line.split(",")[0].endswith(".dist-info/WHEEL") else line for line in old]
        copy.writestr(record, "\n".join(lines) + "\n")
    return target


def copy_raw(source, copy, entry):
    """Copies an entry without inflating it, which zipfile has no public way for."""
    source.fp.seek(entry.header_offset)
    header = source.fp.read(30)
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    source.fp.seek(skip, 1)
    clone = zipfile.ZipInfo(entry.filename, entry.date_time)
    clone.compress_type, clone.external_attr, clone.create_system = (
        entry.compress_type,
        entry.external_attr,
        entry.create_system,
    )
    clone.CRC, clone.compress_size, clone.file_size = entry.CRC, entry.compress_size, entry.file_size
    clone.header_offset = copy.fp.tell()
    copy.fp.write(clone.FileHeader(zip64=False))
    left = entry.compress_size
    while left:
        block = source.fp.read(min(left, 1 << 20))
        copy.fp.write(block)
        left -= len(block)
    copy.filelist.append(clone)
    copy.NameToInfo[clone.filename] = clone
    copy.start_dir = copy.fp.tell()
    copy._didModify = True


def wheel_with_needs(directory, ballast):
    """A wheel that needs libfoo, which needs libbar, both compiled into directory/lib; returns wheel and library path.

    ballast: a wheel whose files it gets as well, so that it has a size worth measuring; or None
    """
    lib = os.path.join(directory, "lib")
    os.makedirs(lib, exist_ok=True)
    sources = {
        "bar.c": "int bar_value(void) { return 41; }",
        "foo.c": "int bar_value(void); int foo_value(void) { return bar_value() + 1; }",
        "ext.c": "int foo_value(void); int ext_value(void) { return foo_value(); }",
    }
    for name, text in sources.items():
        with open(os.path.join(lib, name), "w") as file:
            file.write(text)

    def link(output, source, *options):
        command = ["gcc", "-shared", "-fPIC", source, "-o", output, f"-Wl,-soname,{output}", "-L.", *options]
        subprocess.run(command, cwd=lib, check=True)

    link("libbar.so.1", "bar.c")
    link("libfoo.so.2", "foo.c", "-l:libbar.so.1")
    link("_ext.so", "ext.c", "-l:libfoo.so.2")

    target = os.path.join(directory, f"onegraft-1.0-py3-none-{PLATFORM}.whl")
    info = "onegraft-1.0.dist-info"
    files = {
        "onegraft/__init__.py": b"",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: onegraft\nVersion: 1.0\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: false\nTag: py3-none-{PLATFORM}\n".encode(),
    }
    with open(os.path.join(lib, "_ext.so"), "rb") as file:
        files["onegraft/_ext.so"] = file.read()
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        if ballast:
            with zipfile.ZipFile(ballast) as source:
                rows = {}
                for entry in source.infolist():
                    if entry.filename.endswith(".dist-info/RECORD"):
                        for line in source.read(entry).decode().splitlines():
                            rows[line.split(",")[0]] = line
                for entry in source.infolist():
                    if ".dist-info/" not in entry.filename and not entry.is_dir():
                        copy_raw(source, wheel, entry)
                        lines.append(rows[entry.filename])
        for name, data in files.items():
            wheel.writestr(name, data)
            lines.append(record_line(name, data))
        lines.append(f"{info}/RECORD,,")
        wheel.writestr(f"{info}/RECORD", "\n".join(lines) + "\n")
    return target, lib
