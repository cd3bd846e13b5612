"""Runs a command and keeps what it prints in a file, beside passing it on: logged.py FILE COMMAND...

Ends when the command ends, even if a daemon that it started still holds the output.
"""

import os
import select
import subprocess
import sys


def main():
    with open(sys.argv[1], "ab", buffering=0) as log:
        process = subprocess.Popen(
            sys.argv[2:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = process.stdout.fileno()
        while True:
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
    code = process.wait()
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
