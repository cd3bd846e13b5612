"""Takes the place of the copy out of the lists of components in a wheel: sbom.py WORK WHEEL

maturin names each crate by its path there, so that no two builds would give the same bytes.
"""

import base64
import hashlib
import os
import re
import sys
import zipfile

LARGEST = 64 << 20


def without_place(data, places):
    for place in places:
        data = data.replace(b"file://" + place, b"file://")
        data = data.replace(place, b".")
    return data


def digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")


def record(text, changed):
    lines = []
    for line in text.decode("utf-8").split("\n"):
        name = line.partition(",")[0]
        lines.append("%s,%s,%d" % (name, digest(changed[name]), len(changed[name])) if name in changed else line)
    return "\n".join(lines).encode("utf-8")


def changes(archive, places):
    found = {}
    for entry in archive.infolist():
        if re.match(r"[^/]+\.dist-info/sboms/[^/,\"]+$", entry.filename) and entry.file_size <= LARGEST:
            data = archive.read(entry)
            if without_place(data, places) != data:
                found[entry.filename] = without_place(data, places)
    return found


def main():
    work, path = sys.argv[1:]
    places = sorted({os.fsencode(os.path.join(place, "source")) for place in (work, os.path.realpath(work))})
    with zipfile.ZipFile(path) as archive:
        changed = changes(archive, places)
        if not changed:
            return
        with zipfile.ZipFile(path + ".part", "w") as target:
            for entry in archive.infolist():
                data = changed.get(entry.filename)
                if data is None:
                    data = archive.read(entry)
                if re.match(r"[^/]+\.dist-info/RECORD$", entry.filename):
                    data = record(data, changed)
                target.writestr(entry, data, compress_type=entry.compress_type)
    os.replace(path + ".part", path)
    print("[mlc-wheels] the place of the copy is taken out of %s" % ", ".join(sorted(changed)), flush=True)


if __name__ == "__main__":
    main()
