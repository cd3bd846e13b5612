#!/usr/bin/env bash
# What the scripts that follow have in common: messages, a process tree that ends with them, a home, and Python.
#
#   MLC_PYTHON    the interpreter
#   MLC_WORK      directory for what is temporary; empty: the system's
#   MLC_ENV_NAME  value of the variable NAME for what is built, any number of them
#   MLC_ASSIGNMENTS  more variables for what is built, NAME=word a line, where the word is text of the shell; may be not
#                 set
#   MLC_LIFELINE  not empty: end when standard input ends
#   MLC_SAID      file that gets what is said as well, without the prefix; may be not set
set -euo pipefail

say() {
    printf '[mlc-wheels] %s\n' "$*"
    [[ -z ${MLC_SAID:-} ]] || printf '%s\n' "$*" >>"$MLC_SAID"
}

die() {
    say "error: $2"
    [[ -z ${3:-} ]] || say "hint: $3"
    exit "$1"
}

work=
part=
child=
lifeline=
given=()
own=()

# The variables MLC_ENV_NAME are those of what is built. Programs that the scripts run for themselves don't get them.
enter_environment() {
    local variable name
    for variable in "${!MLC_ENV_@}"; do
        name=${variable#MLC_ENV_}
        given+=("$name")
        [[ -z ${!name+set} ]] || own+=("$name=${!name}")
        export "$name=${!variable}"
    done
}

leave_environment() {
    ((${#given[@]} == 0)) || unset -v "${given[@]}"
    ((${#own[@]} == 0)) || export "${own[@]}"
    given=()
    own=()
}

# Makes variables MLC_ENV_NAME of the assignments, each of which is evaluated after those before it.
evaluate_assignments() {
    local assignment name
    [[ -n ${MLC_ASSIGNMENTS:-} ]] || return 0
    while IFS= read -r assignment; do
        [[ -n $assignment ]] || continue
        name=${assignment%%=*}
        value_of "$assignment" >"$work/value" ||
            die 2 "environment: $assignment can't be evaluated" "Check its quotes and the commands in it."
        IFS= read -r -d '' "MLC_ENV_$name" <"$work/value" || true
        export "MLC_ENV_$name"
    done <<<"$MLC_ASSIGNMENTS"
    rm -f "$work/value"
}

value_of() (
    set +u
    enter_environment
    cd "${assignments_at:-.}"
    eval "$1" </dev/null
    name=${1%%=*}
    printf '%s\0' "${!name}"
)

# Ends what runs: asks, and kills what is still there after five seconds.
end_child() {
    local tries
    kill -TERM -- "-$child" 2>/dev/null || return 0
    for ((tries = 0; tries < 50; tries++)); do
        kill -0 -- "-$child" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- "-$child" 2>/dev/null || true
}

cleanup() {
    local status=$?
    trap - EXIT
    trap '' INT TERM HUP
    leave_environment
    if [[ -n $child ]]; then
        end_child
    fi
    [[ -z $lifeline ]] || kill "$lifeline" 2>/dev/null || true
    if [[ -n $work ]]; then
        chmod -R u+w "$work" 2>/dev/null || true
        rm -rf "$work"
    fi
    [[ -z $part ]] || rm -f "$part"
    exit "$status"
}

# Runs a command in a process group of its own, so that it can be ended with all that it started.
run() {
    local status=0
    set -m
    "$@" &
    child=$!
    set +m
    wait "$child" || status=$?
    # What took too long may have left some that did not heed the request to end.
    ((status != 124)) || kill -KILL -- "-$child" 2>/dev/null || true
    child=
    return "$status"
}

# A directory of this run's own, which goes when the script ends.
make_work() {
    local parent=${MLC_WORK:-${TMPDIR:-/tmp}}
    { mkdir -p "$parent" && work=$(mktemp -d "$parent/$1.XXXXXX"); } ||
        die 2 "no directory can be made in $parent" "Make room there, or name another work directory."
}

# The user of a container has often no home to write to, which cargo and many Python packages need.
find_home() {
    if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
        export HOME=$work/home
        mkdir -p "$HOME"
    fi
}

watch_standard_input() {
    if [[ -n ${MLC_LIFELINE:-} ]]; then
        exec 3<&0
        { while read -r -u 3; do :; done; kill -TERM $$; } >/dev/null 2>&1 &
        lifeline=$!
        exec 3<&-
    fi
    exec </dev/null
}

find_python() {
    local candidate
    python=$MLC_PYTHON
    if ! command -v "$python" >/dev/null && [[ $python == python3 ]]; then
        # The manylinux images have interpreters, but none on the PATH.
        for candidate in /opt/python/cp3*-cp3*/bin/python; do
            [[ ! -x $candidate || $candidate == *t/bin/python ]] || python=$candidate
        done
    fi
    command -v "$python" >/dev/null ||
        die 2 "no $MLC_PYTHON found" "Install Python 3.8 or newer, or name the interpreter to use."
    python=$(command -v "$python")
    [[ $python == /* ]] || python=$PWD/$python
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' ||
        die 2 "$python is older than Python 3.8" "Install Python 3.8 or newer, or name the interpreter to use."
}
