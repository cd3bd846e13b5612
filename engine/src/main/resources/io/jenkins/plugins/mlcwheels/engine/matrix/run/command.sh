
# Runs a command of the project where its wheel was built. This text is constant; all values come from the environment:
#
#   MLC_COMMAND       the command
#   MLC_PYTHON        interpreter whose programs are on the PATH
#   MLC_REQUIREMENTS  what to install for it, one a line; empty: nothing
#   MLC_ASSIGNMENTS   variables for it
#   MLC_DIRECTORY     where it runs
#   MLC_WORK          directory for what is temporary
#   MLC_LIFELINE      not empty: end when standard input ends
#
# Ends with the exit code of the command.

install_requirements() {
    local requirement requirements=()
    while IFS= read -r requirement; do
        [[ -z $requirement ]] || requirements+=("$requirement")
    done <<<"$MLC_REQUIREMENTS"
    ((${#requirements[@]} > 0)) || return 0
    run "$python" -m venv "$work/venv" || die 2 "$python can't make a virtual environment" "Install its venv module."
    python=$work/venv/bin/python
    run "$python" -m pip install --quiet --disable-pip-version-check "${requirements[@]}" ||
        die 2 "the requirements of a command can't be installed: ${requirements[*]}" "See the output above."
}

command_itself() {
    cd "$MLC_DIRECTORY"
    exec bash -euo pipefail -c "$MLC_COMMAND"
}

trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
watch_standard_input
make_work mlc-command
find_python
install_requirements
export PATH=${python%/*}:$PATH
assignments_at=$MLC_DIRECTORY evaluate_assignments
enter_environment
run command_itself
