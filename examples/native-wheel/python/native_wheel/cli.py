"""The console script ``native-wheel``."""

import argparse

from .base import distance, features


def main() -> int:
    parser = argparse.ArgumentParser(prog="native-wheel", description="Edit distance of two texts.")
    parser.add_argument("a", nargs="?", default="kitten")
    parser.add_argument("b", nargs="?", default="sitting")
    parser.add_argument("--features", action="store_true", help="print what the library was built with")
    args = parser.parse_args()
    print(" ".join(features()) if args.features else distance(args.a, args.b))
    return 0
