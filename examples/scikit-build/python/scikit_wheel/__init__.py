"""One function of a C++ library that is loaded through ctypes."""

import argparse
import ctypes
from pathlib import Path

_LIB = ctypes.CDLL(str(Path(__file__).resolve().parent / "libscikit_wheel.so"))


def answer() -> int:
    return _LIB.scikit_wheel_answer()


def main() -> int:
    argparse.ArgumentParser(prog="scikit-wheel", description="Prints the answer.").parse_args()
    print(answer())
    return 0
