"""Refuses a wheel without native code of a project that has some: purity.py WORK WHEEL [PLACE]

WORK has the copy of the source and the output of its build. A project has native code if its build compiled something, or
began to; if its setup.py hands extension modules to setup(); or if PLACE says where else it declares them. Source files
that merely lie there prove nothing: they may be those of another package of the repository.
"""

import ast
import os
import re
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from failure import Output, compiler, read  # noqa: E402

# ELF, Windows, archives of objects, Mach-O of both byte orders and of several architectures, WebAssembly.
NATIVE = (b"\x7fELF", b"MZ", b"!<ar", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\0asm")

KEYWORDS = ("ext_modules", "cffi_modules", "rust_extensions", "cmake_extensions")

# What comes before is of the requirements of the build, which may have native code of their own.
BEGINS = re.compile(r"(?!.*: finished)(?:Running command )?(?:Building wheel for \S+ \(|python setup\.py bdist_wheel)")
STEPS = re.compile(
    r"(?P<extension>building '\S+' extension)$|(?P<command>running build_(?:ext|clib|rust))$"
    r"|(?P<cython>Compiling \S+\.pyx?) because it "
)
COMPILES = re.compile(
    r"(?:\S*/)?(?:ccache |sccache )?(?:\S*/)?(?:[\w.]+-)*(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|nvcc)(?:-[\d.]+)?"
    r"\s(?=.*\s-c\s)(?:.*\s)?(?P<source>[\w.+-]\S*\.(?:c|cc|cpp|cxx|cu))(?:\s|$)"
)


def has_native_code(path):
    with zipfile.ZipFile(path) as wheel:
        for entry in wheel.infolist():
            if entry.file_size:
                with wheel.open(entry) as file:
                    if file.read(4).startswith(NATIVE):
                        return True
    return False


class SetupScript(ast.NodeVisitor):
    """What a setup.py says without being run: the keyword by which it hands extension modules to setup()."""

    def __init__(self, text):
        self.handed = []
        self.values = {}
        self.filled = set()
        try:
            self.visit(ast.parse(text))
        except (SyntaxError, ValueError, RecursionError):
            self.handed = []

    def keyword(self):
        return next((name for name, value in self.handed if not self.is_nothing(value)), "")

    def is_nothing(self, value):
        """An empty list, None, or a name that never stands for anything else."""
        if isinstance(value, (ast.List, ast.Tuple)):
            return not value.elts
        if isinstance(value, ast.Name) and value.id not in self.filled:
            values = self.values.get(value.id, ())
            return bool(values) and not any(isinstance(one, ast.Name) or not self.is_nothing(one) for one in values)
        return isinstance(value, ast.Constant) and not value.value

    def visit_Call(self, node):
        self.handed += [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg in KEYWORDS]
        self.generic_visit(node)

    def visit_Dict(self, node):
        self.handed += [(word(key), value) for key, value in zip(node.keys, node.values) if word(key) in KEYWORDS]
        self.generic_visit(node)

    def visit_Assign(self, node):
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.values.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Subscript) and word(target.slice) in KEYWORDS:
                self.handed.append((word(target.slice), node.value))
            else:
                self.filled.update(name.id for name in ast.walk(target) if isinstance(name, ast.Name))
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        self.filled.update(name.id for name in ast.walk(node.target) if isinstance(name, ast.Name))
        self.generic_visit(node)

    def visit_Attribute(self, node):
        """Such as append and extend."""
        if isinstance(node.value, ast.Name):
            self.filled.add(node.value.id)
        self.generic_visit(node)


def word(node):
    """The text of a key; Python 3.8 wraps it."""
    node = getattr(node, "value", node) if type(node).__name__ == "Index" else node
    return getattr(node, "value", None)


def compiled(output):
    """What the build of the project itself compiled, or began to."""
    begins = [number for number, line in enumerate(output.lines) if BEGINS.match(line)]
    for line in output.lines[begins[-1] if begins else 0 :]:
        found = STEPS.match(line)
        if found:
            return next(text for text in found.groups() if text)
        found = COMPILES.match(line) if len(line) < 20000 else None
        if found and not found.group("source").startswith(("conftest", "_configtest")):
            return "compiling " + found.group("source")
    return ""


def why_native(output, place):
    """Why the project has native code, in words; empty if nothing says so."""
    step = compiled(output)
    if step:
        return "the build said '%s'" % step
    keyword = SetupScript(read(os.path.join(output.tree, "setup.py"))).keyword()
    if keyword:
        return "setup.py gives %s to setup()" % keyword
    return "%s declares extension modules" % place if place else ""


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    work, wheel = sys.argv[1:3]
    if has_native_code(wheel):
        return
    output = Output(work)
    why = why_native(output, "".join(sys.argv[3:]))
    if not why:
        return
    text = "the wheel %s has no native code, although the project has some: %s" % (os.path.basename(wheel), why)
    problem = compiler(output)
    hint = (
        "Mend what kept it from being compiled. If it is meant to be pure, allow it with --pure allow, in a pipeline with"
        " pure: 'allow'."
    )
    if problem:
        text += "; " + problem.error
        hint = problem.hint + " " + hint if problem.hint else hint
    for kind, said in (("error", text), ("hint", hint)):
        print("[mlc-wheels] %s: %s" % (kind, re.sub(r"[\x00-\x1f\x7f]", "?", said)), flush=True)
    sys.exit(10)


if __name__ == "__main__":
    main()
