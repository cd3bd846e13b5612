
# Tests one wheel in a virtual environment of its own. This text is constant; all values come from the environment:
#
#   MLC_WHEEL           the wheel
#   MLC_PYTHON          interpreter that makes the virtual environment; empty: one that the wheel's tag wants
#   MLC_WORK            directory for it; empty: the system's temporary one
#   MLC_PIP_OPTIONS     options of pip install, one a line
#   MLC_REQUIREMENTS    what else to install, one a line
#   MLC_EXTRAS          extras of the wheel to install, one a line
#   MLC_IMPORTS         modules that have to be importable, beside those that the wheel's metadata gives
#   MLC_NO_IMPORTS      globs of modules that are not imported, one a line
#   MLC_NO_SCRIPTS      globs of console scripts that are not started, one a line
#   MLC_BEFORE_TEST     command to run in the environment before the wheel is installed; empty: none
#   MLC_COMMAND         command to run in the end; empty: none
#   MLC_PROJECT         directory of the project whose test files it gets
#   MLC_PACKAGE         directory of the package in it; empty: the same
#   MLC_TEST_SOURCES    test files and directories, relative to the project, one a line; empty: what is usual
#   MLC_ANYWHERE        not empty: the command may import what it tests from anywhere
#   MLC_REQUIRE_IMPORT  not empty: the command has to import something of the wheel
#   MLC_JUNIT           directory that gets JUnit XML; empty: none is kept
#   MLC_RECORDS         directory that gets the record of a wheel that works, SHA256.json; empty: none is kept
#   MLC_LIFELINE        not empty: end when standard input ends
#
# Ends with 0 if all is well, with 2 if something is missing or can't be used, with 13 if the wheel does not work.

# Prints "fits" or what the interpreter is, its version, and its path. A shim of pyenv answers differently in each
# directory: its answer here is taken for good.
look_at() {
    command -v "$1" >/dev/null || return 1
    "$1" -I - "$pythons" "$abis" 2>/dev/null <<'PYTHON'
import re, sys, sysconfig

pythons, abis = sys.argv[1].split("."), sys.argv[2].split(".")
here = sys.version_info[:2]
kind = {"cpython": "cp", "pypy": "pp"}.get(sys.implementation.name, sys.implementation.name)
threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""


def fits(python, abi):
    tag = re.match(r"([a-z]+)(\d)(\d*)$", python)
    if not tag:
        return False
    wanted = (int(tag.group(2)), int(tag.group(3) or 0))
    if wanted[0] != here[0]:
        return False
    if tag.group(1) == "py":
        return here >= wanted
    if tag.group(1) != kind:
        return False
    if kind == "cp" and abi in ("abi3", "abi3t"):
        return here >= wanted and (abi == "abi3t" or not threads)
    return (here == wanted or not tag.group(3)) and (kind != "cp" or abi == "none" or abi.endswith("t") == bool(threads))


name = {"cp": "", "pp": "PyPy "}.get(kind, kind + " ")
print("fits" if here >= (3, 8) and any(fits(python, abi) for python in pythons for abi in abis) else "differs")
print("%s%d.%d%s" % ((name,) + here + (threads,)))
print("%d.%d.%d" % sys.version_info[:3])
print(sys.executable)
PYTHON
}

# Where interpreters are found beside the PATH: manylinux images, pyenv, uv, the system's own places.
candidates() {
    local tag version place pyenv=${PYENV_ROOT:-${HOME:-}/.pyenv}/versions
    local uv=${UV_PYTHON_INSTALL_DIR:-${HOME:-}/.local/share/uv/python}
    printf '%s\n' python3 python
    for tag in ${pythons//./ }; do
        [[ $tag =~ ^(cp|pp|py)3([0-9]+)$ ]] || continue
        version=3.${BASH_REMATCH[2]}
        if [[ $tag == pp* ]]; then
            printf '%s\n' "pypy$version" /opt/python/"pp3${BASH_REMATCH[2]}"-*/bin/python "$pyenv/pypy$version"*/bin/python
            continue
        fi
        printf '%s\n' "python$version" "python${version}t" /opt/python/"cp3${BASH_REMATCH[2]}"-*/bin/python
        printf '%s\n' "$pyenv/$version".*/bin/python "$pyenv/${version}t"*/bin/python "$uv/cpython-$version".*/bin/python
        for place in /usr/local/bin /usr/bin; do
            printf '%s\n' "$place/python$version"
        done
    done
    # The newest one serves where the tag only names the oldest.
    printf '%s\n' python3.{20..8}
    printf '%s\n' /opt/python/cp3*[0-9]/bin/python "$pyenv"/3.*[0-9]/bin/python | sort -rV
}

find_interpreter() {
    local name=${MLC_WHEEL##*/} candidate said first=''
    name=${name%.whl}
    abis=${name%-*} && abis=${abis##*-}
    pythons=${name%-*-*} && pythons=${pythons##*-}
    if [[ -n $MLC_PYTHON ]]; then
        command -v "$MLC_PYTHON" >/dev/null ||
            die 2 "no $MLC_PYTHON found" "Install Python 3.8 or newer, or name the interpreter to use."
        said=$(look_at "$MLC_PYTHON") || die 2 "$MLC_PYTHON can't be started" "Name the interpreter to use."
        use_interpreter "$MLC_PYTHON" "$said" || mismatch "$MLC_PYTHON" "$said" ""
        return
    fi
    while IFS= read -r candidate; do
        said=$(look_at "$candidate") || continue
        ! use_interpreter "$candidate" "$said" || return 0
        [[ -n $first ]] || first=$candidate$'\n'$said
    done < <(candidates)
    [[ -n $first ]] || die 2 "no python3 found" "Install Python 3.8 or newer, or name the interpreter to use."
    mismatch "${first%%$'\n'*}" "${first#*$'\n'}" ", and no other was found that fits"
}

use_interpreter() {
    local said
    mapfile -t said <<<"$2"
    [[ ${said[0]} == fits ]] || return 1
    python=${said[3]}
    say "python ${said[2]} at $python"
}

mismatch() {
    local said wanted=$pythons
    mapfile -t said <<<"$2"
    [[ ! ${said[1]} =~ ^(2\..*|3\.[0-7]t?)$ ]] || die 2 "$1 is Python ${said[1]}; tests need 3.8 or newer" "Name a newer one."
    [[ $abis == none || $abis == abi3* || $abis == "$pythons" || $pythons == *.* ]] || wanted=$abis
    die 2 "built for $wanted, but $1 is ${said[1]}$3" "Name the interpreter that fits, or install it."
}

check_tools() {
    [[ -f $MLC_WHEEL ]] || die 2 "$MLC_WHEEL: no such file" "Name the wheel to test."
    find_interpreter
}

make_environment() {
    make_work mlc-test
    work=$(cd "$work" && pwd -P)
    # Nothing of the machine's own packages or of another environment may help the wheel.
    unset PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV LD_PRELOAD
    run "$python" -m venv "$work/venv" >"$work/venv.log" 2>&1 || {
        tail -n 5 "$work/venv.log"
        die 2 "$python can't make a virtual environment" "Install its venv module (the system's package python3-venv)."
    }
    mkdir "$work/checks"
    write_programs
}

# With {project} and {package} filled in by the program that does so for the test command.
before_test() {
    export PATH=$work/venv/bin:$PATH VIRTUAL_ENV=$work/venv
    cd "$MLC_PROJECT"
    exec bash -euo pipefail -c "$(MLC_COMMAND=$MLC_BEFORE_TEST "$work/venv/bin/python" -I "$work/checks/main.py" --filled-in)"
}

checks() {
    PATH=$work/venv/bin:$PATH VIRTUAL_ENV=$work/venv MLC_PYTHON_PATH=$python \
        exec "$work/venv/bin/python" -I "$work/checks/main.py"
}

main() {
    trap cleanup EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    watch_standard_input
    say "phase environment"
    check_tools
    make_environment
    find_home
    PATH=$work/venv/bin:$PATH assignments_at=$MLC_PROJECT evaluate_assignments
    enter_environment
    if [[ -n ${MLC_BEFORE_TEST:-} ]]; then
        say "phase before-test"
        run before_test || die 13 "the command before the test failed (exit code $?)" "See the output above."
    fi
    run checks
}

main "$@"
