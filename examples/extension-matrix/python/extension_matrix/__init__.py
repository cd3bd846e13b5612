"""Adds numbers, in C."""

from ._module import add

__all__ = ["add"]
