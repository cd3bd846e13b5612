"""Edit distance of two texts, computed by a C++ library that is loaded through ctypes."""

from .base import distance, features

__all__ = ["distance", "features"]
