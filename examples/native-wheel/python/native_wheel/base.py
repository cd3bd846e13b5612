"""Loads the shared library and declares its functions."""

import ctypes
from pathlib import Path

_LIB = ctypes.CDLL(str(Path(__file__).resolve().parent / "libnative_wheel.so"))
_LIB.native_wheel_distance.restype = ctypes.c_int64
_LIB.native_wheel_distance.argtypes = [
    ctypes.POINTER(ctypes.c_uint32),
    ctypes.c_size_t,
    ctypes.POINTER(ctypes.c_uint32),
    ctypes.c_size_t,
]
_LIB.native_wheel_features.restype = ctypes.c_char_p
_LIB.native_wheel_features.argtypes = []


def distance(a: str, b: str) -> int:
    """How many characters have to be inserted, removed or replaced to make one text of the other."""
    left = (ctypes.c_uint32 * len(a))(*map(ord, a))
    right = (ctypes.c_uint32 * len(b))(*map(ord, b))
    result = _LIB.native_wheel_distance(left, len(a), right, len(b))
    if result < 0:
        raise MemoryError("texts too long")
    return result


def features() -> list:
    """What the library was built with, such as ["vulkan", "cuda"]."""
    return _LIB.native_wheel_features().decode().split()
