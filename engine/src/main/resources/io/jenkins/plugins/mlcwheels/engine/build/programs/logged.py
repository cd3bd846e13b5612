"""Runs a command and keeps what it prints in a file, beside passing it on: logged.py FILE SECONDS COMMAND...

Ends when the command ends, even if a daemon that it started still holds the output. After so many seconds, ends the
command and all of its process group, and itself with exit code 124; a file "timeout" beside FILE then says so. No
SECONDS: waits for ever.
"""

import os
import select
import signal
import subprocess
import sys
import time

GRACE = 5


def main():
    end = time.monotonic() + float(sys.argv[2]) if sys.argv[2] else None
    with open(sys.argv[1], "ab", buffering=0) as log:
        process = subprocess.Popen(
            sys.argv[3:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = process.stdout.fileno()
        while True:
            if end is not None and time.monotonic() >= end:
                give_up(process)
            ended = process.poll() is not None
            if not select.select([output], [], [], 0 if ended else 0.1)[0]:
                if ended:
                    break
                continue
            data = os.read(output, 1 << 16)
            if not data:
                break
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            try:
                log.write(data)
            except OSError:
                pass  # The disk is full, of which the build will tell.
        code = waited(process, end)
    sys.exit(code if code >= 0 else 128 - code)


def waited(process, end):
    """A command may close its output long before it ends."""
    try:
        return process.wait(None if end is None else max(0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        give_up(process)


def give_up(process):
    """What is left after the grace is killed by who started this."""
    with open(os.path.join(os.path.dirname(sys.argv[1]), "timeout"), "w", encoding="utf-8"):
        pass
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
    else:
        process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
    os._exit(124)


if __name__ == "__main__":
    main()
