"""Runs pip, and writes what it installed to build with: reported.py FILE COMMAND...

FILE gets a line for each package: name, version, SHA-256 of its archive or "-". The reports of all runs of pip that the
command starts come through one pipe (pip --report, since pip 22.2; an older one tells nothing).
"""

import json
import os
import re
import select
import subprocess
import sys
import threading

LARGEST = 64 << 20


class Reports(threading.Thread):
    """Reads whatever is written to the pipe, so that no pip waits; keeps a limited part of it."""

    def __init__(self, pipe):
        threading.Thread.__init__(self, daemon=True)
        os.mkfifo(pipe, 0o600)
        # Also open for writing, so that the pipe does not end between two runs of pip.
        self.pipe = os.open(pipe, os.O_RDWR)
        self.text = bytearray()
        self.ended = False

    def run(self):
        while True:
            if not select.select([self.pipe], [], [], 0.1)[0]:
                if self.ended:
                    return
                continue
            data = os.read(self.pipe, 1 << 16)
            if len(self.text) < LARGEST:
                self.text += data

    def installed(self):
        """Name, version and digest of each package, in order."""
        self.ended = True
        self.join()
        text = self.text.decode("utf-8", "replace")
        decoder = json.JSONDecoder()
        found, at = [], 0
        while at < len(text):
            try:
                report, at = decoder.raw_decode(text, at)
                for item in report["install"]:
                    archive = item["download_info"].get("archive_info", {})
                    digest = archive.get("hashes", {}).get("sha256") or archive.get("hash", "").partition("sha256=")[2]
                    found.append((item["metadata"]["name"], item["metadata"]["version"], digest or "-"))
            except (ValueError, KeyError, TypeError, AttributeError):
                break
            while at < len(text) and text[at].isspace():
                at += 1
        return found


def main():
    target, command = sys.argv[1], sys.argv[2:]
    environment = dict(os.environ)
    reports = None
    try:
        reports = Reports(target + ".pipe")
        reports.start()
        environment["PIP_REPORT"] = target + ".pipe"
    except OSError:
        pass  # A file system without pipes: the packages stay unknown.
    code = subprocess.call(command, env=environment)
    if reports:
        lines = ["%s %s %s\n" % item for item in dict.fromkeys(reports.installed())]
        try:
            with open(target, "w", encoding="utf-8") as file:
                file.writelines(line for line in lines if re.fullmatch(r"[!-~]+ [!-~]+ [!-~]+\n", line))
        except OSError:
            pass  # The disk is full, of which the build will tell.
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
