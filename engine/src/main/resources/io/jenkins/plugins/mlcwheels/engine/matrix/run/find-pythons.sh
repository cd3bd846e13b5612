
# Finds interpreters. This text is constant; all values come from the environment:
#
#   MLC_WANTED   what is looked for, a line each: implementation, major.minor, t or -, directory below /opt/python, C
#                library, architecture; with tabs between
#   MLC_PROGRAM  instead: the one program to ask
#
# Says for each line, by its number from 0, what was found, with the same tabs: path, implementation, version, t or -, C
# library, architecture. "found" is what fits, "other" what does not.

# What an interpreter builds for may be set up by Python's variables, so it is not isolated from them.
look_at() {
    command -v "$1" >/dev/null || return 1
    (cd / && "$1" - 2>/dev/null) <<'PYTHON'
import os, platform, struct, sys, sysconfig

try:
    libc = "glibc" if os.confstr("CS_GNU_LIBC_VERSION") else "musl"
except (AttributeError, OSError, ValueError):
    libc = "musl"
machine = sysconfig.get_platform().split("-", 1)[-1].replace("-", "_")
if struct.calcsize("P") == 4:
    machine = {"x86_64": "i686", "aarch64": "armv7l", "armv8l": "armv7l"}.get(machine, machine)
threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else "-"
print("\t".join((sys.executable, sys.implementation.name, "%d.%d.%d" % sys.version_info[:3], threads, libc, machine)))
PYTHON
}

candidates() {
    local implementation=$1 version=$2 threads=${3#-} directory=$4
    local pyenv=${PYENV_ROOT:-${HOME:-}/.pyenv}/versions
    local uv=${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/uv/python}
    printf '%s\n' "/opt/python/$directory/bin/python"
    case $implementation in
        cpython)
            printf '%s\n' "python$version$threads"
            printf '%s\n' "$pyenv/$version".*/bin/python "$pyenv/$version$threads"*/bin/python | sort -rV
            printf '%s\n' "$uv"/cpython-"$version"*/bin/python | sort -rV
            printf '%s\n' /usr/local/bin/python"$version$threads" /usr/bin/python"$version$threads" python3
            ;;
        pypy)
            printf '%s\n' "pypy$version"
            printf '%s\n' "$pyenv/pypy$version"*/bin/python "$uv"/pypy-"$version"*/bin/python
            ;;
        graalpy)
            printf '%s\n' graalpy
            printf '%s\n' "$pyenv"/graalpy*/bin/python "$uv"/graalpy-"$version"*/bin/python
            ;;
    esac
    ! command -v uv >/dev/null ||
        uv python find --no-python-downloads --offline "$implementation@$version${threads:+t}" 2>/dev/null || true
}

# Each program is asked once, under whatever names it is met.
declare -A answers
ask() {
    [[ -n ${answers[$1]+set} ]] || answers[$1]=$(look_at "$1") || answers[$1]=
    said=${answers[$1]}
}

find_for() {
    local number=$1 implementation=$2 version=$3 threads=$4 directory=$5 libc=$6 machine=$7 candidate said
    local path is_implementation is_version is_threads is_libc is_machine seen=$'\n'
    while IFS= read -r candidate; do
        ask "$candidate"
        [[ -n $said && $seen != *$'\n'"$said"$'\n'* ]] || continue
        seen+=$said$'\n'
        IFS=$'\t' read -r path is_implementation is_version is_threads is_libc is_machine <<<"$said"
        if [[ $is_implementation == "$implementation" && $is_version == "$version".* && $is_threads == "$threads" &&
            $is_libc == "$libc" && $is_machine == "$machine" ]]; then
            say "found $number"$'\t'"$said"
            return
        fi
        say "other $number"$'\t'"$said"
    done < <(candidates "$implementation" "$version" "$threads" "$directory")
}

find_all() {
    local number=0 implementation version threads directory libc machine
    while IFS=$'\t' read -r implementation version threads directory libc machine; do
        find_for "$number" "$implementation" "$version" "$threads" "$directory" "$libc" "$machine"
        number=$((number + 1))
    done <<<"$MLC_WANTED"
}

if [[ -n ${MLC_PROGRAM:-} ]]; then
    ! said=$(look_at "$MLC_PROGRAM") || say "found 0"$'\t'"$said"
else
    find_all
fi
