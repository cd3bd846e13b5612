"""Notes where the modules of a wheel under test are imported from. Changes nothing of what is imported.

mlc-wheels puts this module into the environment of a test, with a .pth file that starts it in every Python process, and
sets NAMES (the first parts of the names of the wheel's modules) and NOTES (the file that gets a line for each import).
A note is written before the module runs, so that one that ends its process is noted too.
"""

import sys

NAMES = frozenset()
NOTES = ""


def writer(notes):
    # Bound here and now: tests may replace what modules hold.
    from posix import O_APPEND, O_CLOEXEC, O_CREAT, O_WRONLY, close, getcwd, open, write

    def put(name, place, folders):
        place = absolute(place, getcwd)
        folders = [absolute(folder, getcwd) for folder in folders]
        line = (ascii((name, place, folders)) + "\n").encode("ascii")
        try:
            file = open(notes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        except OSError:
            return
        try:
            write(file, line)
        except OSError:
            pass
        finally:
            close(file)

    return put


def absolute(path, getcwd):
    if not isinstance(path, str) or path.startswith("/"):
        return path if isinstance(path, str) else None
    try:
        return getcwd() + "/" + path
    except OSError:
        return path


def noter(names, put):
    seen = set()

    def note(spec):
        try:
            name = spec.name
            if name.partition(".")[0] not in names:
                return
            place = spec.origin
            folders = [] if isinstance(place, str) else list(spec.submodule_search_locations or ())
            key = (name, place, *folders)
            if key not in seen:
                put(name, place, folders)
                seen.add(key)
        except Exception:
            return

    return note


def hidden(function):
    """Python leaves the lines of importlib's own code out of tracebacks; so it does with those of this."""
    function.__code__ = function.__code__.replace(co_filename="<frozen importlib._bootstrap>")
    return function


def watch(names, notes):
    import _frozen_importlib as importlib

    put = writer(notes)
    note = noter(names, put)
    try:
        # Through one of these three goes every import, whatever finder found the module.
        load, make, execute = importlib._load_unlocked, importlib.module_from_spec, importlib._exec
    except AttributeError:
        put("", "this Python's importlib has no place to watch imports at", [])
        return

    def watch_runpy(runpy):
        """python -m NAME finds the code by itself."""
        details = getattr(runpy, "_get_module_details", None)
        if details is not None:

            def _get_module_details(*arguments, **keywords):
                found = details(*arguments, **keywords)
                note(found[1])
                return found

            runpy._get_module_details = _get_module_details

    @hidden
    def _load_unlocked(spec):
        note(spec)
        module = load(spec)
        if spec.name == "runpy":
            watch_runpy(module)
        return module

    @hidden
    def module_from_spec(spec):
        note(spec)
        return make(spec)

    @hidden
    def _exec(spec, module):
        note(spec)
        return execute(spec, module)

    importlib._load_unlocked = _load_unlocked
    importlib.module_from_spec = module_from_spec
    importlib._exec = _exec
    if "importlib.util" in sys.modules:
        sys.modules["importlib.util"].module_from_spec = module_from_spec
    if "runpy" in sys.modules:
        watch_runpy(sys.modules["runpy"])


if NAMES:
    watch(NAMES, NOTES)
