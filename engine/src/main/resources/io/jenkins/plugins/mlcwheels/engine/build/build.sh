
# Builds one wheel of one source tree, in a copy of it. This text is constant; all values come from the environment:
#
#   MLC_SOURCE           source tree, a folder of a repository or one for itself; is only read
#   MLC_MOUNT            where the repository of the source, or what else was mounted, is found here; empty: not mounted
#   MLC_ORIGIN           where that is for who checked it out
#   MLC_OUTPUTS          directories that earlier builds wrote to, one a line, with % and line ends as in an URL; nothing
#                        of them, of MLC_DIST, MLC_WORK and MLC_CCACHE is copied
#   MLC_DIST             directory that gets the wheel
#   MLC_WORK             directory for the copy; empty: the system's temporary one
#   MLC_PYTHON           interpreter whose pip builds
#   MLC_EDITS            changes to pyproject.toml, a line each: offset in characters, what stands there, what is to
#                        stand there, with tabs between; \n for line ends; empty: none
#   MLC_EXPECT_NAME      name that the wheel must have; empty: any
#   MLC_EXPECT_VERSION   version that the wheel must have; empty: any
#   MLC_VERSION_REMEDY   what to do if the wheel has another version
#   MLC_CONFIG_CMAKE     lines for the tree's config.cmake; empty: none
#   MLC_CMAKE_INCLUDE    lines that CMake includes at the top-level project(); empty: none
#   MLC_BEFORE_ALL       command to run in the copy; then nothing is built, and the copy stays; may be not set
#   MLC_KEEP             directory that gets this copy
#   MLC_UNPACKED         builds a source distribution instead of a wheel: directory that gets its content; may be not set
#   MLC_COPY             work directory of a copy that was made before, of which this build makes its own; may be empty
#   MLC_FRONTEND         pip, build, build[uv] or uv
#   MLC_FRONTEND_ARGUMENTS
#                        arguments for it, one a line; empty: none
#   MLC_CONSTRAINTS      file of constraints for what is installed for the build; empty: pip's own
#   MLC_OWN_ENVIRONMENT  not empty: build in a virtual environment of its own, where commands may install things
#   MLC_VERBOSITY        how much the frontend says, -3 to 3
#   MLC_CONFIG_SETTINGS  KEY=VALUE lines for the build backend; empty: none
#   MLC_BEFORE_BUILD     command that runs in the copy before the build; empty: none
#                        {project} in it and in the settings is the copy's top, {package} the folder that is built
#   MLC_ENV_NAME         value of the variable NAME for the command before the build and the build
#   MLC_JOBS             parallel jobs; empty: one per processor
#   MLC_CCACHE           directory of the compiler cache; empty: none
#   MLC_PLATFORM         platform that the wheel will be repaired for; empty: any
#   MLC_PLATFORM_LIBC, MLC_PLATFORM_ARCHITECTURES
#                        its C library (glibc, musl), and the architectures that have it
#   MLC_TOOLS            what must be there beside Python: compiler, cmake
#   MLC_PURE             not empty: a wheel without native code is right, whatever the project has
#   MLC_DECLARED         where pyproject.toml declares extension modules; empty: nowhere
#   MLC_TIMEOUT          seconds that the command before the build and the build may take in all; empty: any
#   MLC_LIBRARIES        directory that gets copies of the system's libraries that the wheel needs, for a repair that
#                        runs elsewhere; empty or not set: none
#   MLC_FACTS            file that gets what the build tells of itself; empty or not set: none
#   MLC_EXCLUDES         patterns of names, one a line, of libraries that are not copied; may be not set
#   MLC_ELSEWHERE        not empty: this build has another time zone, user name and umask than builds have, to show that
#                        the wheel is the same; may be not set
#   MLC_LIFELINE         not empty: end when standard input ends
#
# Says what pip installed to build with in lines "[mlc-wheels] requirement NAME VERSION SHA256", their number last.
# A line "[mlc-wheels] library-path DIR:..." has what the environment of the build has libraries searched in first.
# Ends with 0 and a line "[mlc-wheels] wheel NAME", with 2 if something is missing or can't be used, with 10 if no
# wheel, or another than the expected one, was built. Nothing is left behind but the wheel, however it ends.

# As python -m pip, but modules of the project are not taken for those of the standard library.
PIP='import runpy, sys; sys.path[:1] = [] if sys.path[0] == "" else sys.path[:1]; runpy.run_module("pip", run_name="__main__", alter_sys=True)'

# A shim of pyenv answers differently in each directory: its answer in that of the project is taken for good.
resolve_python() {
    local path
    path=$(cd "$MLC_SOURCE" && "$python" -I -c 'import os, sys; print(os.path.abspath(sys.executable or ""))' 2>/dev/null) ||
        path=
    [[ ! -f $path || ! -x $path ]] || python=$path
}

need_pip() {
    "$python" -c "$PIP" --version >/dev/null 2>&1 ||
        die 2 "$python has no pip" "Install it: $python -m ensurepip, or the system's package python3-pip."
}

need_compiler() {
    local candidate
    for candidate in ${CXX:-c++ g++ clang++}; do
        ! command -v "$candidate" >/dev/null || return 0
    done
    die 2 "no C++ compiler found" "Install one (the system's package g++, or gcc-c++), or set CXX."
}

# What the interpreter builds for decides on the platform tag, not the machine: a 32-bit one, or one that compiles for
# another machine, says so.
check_platform() {
    local libc machine
    [[ -n $MLC_PLATFORM ]] || return 0
    # Not isolated: what sets up an interpreter for another machine may do so by Python's variables.
    read -r libc machine < <(at_root "$python" - <<'PYTHON'
import os, struct, sysconfig

try:
    libc = "glibc" if os.confstr("CS_GNU_LIBC_VERSION") else "musl"
except (AttributeError, OSError, ValueError):
    libc = "musl"
machine = sysconfig.get_platform().split("-", 1)[-1].replace("-", "_")
if struct.calcsize("P") == 4:
    machine = {"x86_64": "i686", "aarch64": "armv7l", "armv8l": "armv7l"}.get(machine, machine)
print(libc, machine)
PYTHON
    ) || die 2 "$python does not say what platform it builds for" "Run it by hand, or name another interpreter."
    [[ $libc == "$MLC_PLATFORM_LIBC" ]] ||
        die 2 "$MLC_PLATFORM is a platform of $MLC_PLATFORM_LIBC, and $python is linked with $libc" \
            "Ask for a manylinux platform where the C library is glibc, for a musllinux one where it is musl."
    [[ " $MLC_PLATFORM_ARCHITECTURES " == *" $machine "* ]] ||
        die 2 "$MLC_PLATFORM is a platform of ${MLC_PLATFORM_ARCHITECTURES// /, }, and $python builds for $machine" \
            "Ask for a platform without an architecture, such as manylinux_2_28, or build with an interpreter for one of these."
}

check_tools() {
    [[ -d $MLC_SOURCE ]] || die 2 "$MLC_SOURCE: no such directory" "Name the directory of the source tree."
    [[ -f $MLC_SOURCE/pyproject.toml || -f $MLC_SOURCE/setup.py ]] ||
        die 2 "$MLC_SOURCE: neither pyproject.toml nor setup.py" "Name the directory of a Python project."
    enter_environment
    find_python
    resolve_python
    check_platform
    need_pip
    case " $MLC_TOOLS " in *" compiler "*) need_compiler ;; esac
    case " $MLC_TOOLS " in *" cmake "*)
        command -v cmake >/dev/null ||
            die 2 "no cmake found" "Install CMake, or add cmake to build-system.requires in pyproject.toml."
        ;;
    esac
    built_with="python $("$python" -I -c 'import platform; print(platform.python_version())') at $python"
    say "$built_with"
    say "jobs $jobs"
    leave_environment
}

make_work_directory() {
    if [[ -n ${MLC_BEFORE_ALL:-} ]]; then
        work=$MLC_KEEP
        mkdir -p "$work" || die 2 "$work can't be made" "Make room there, or name another work directory."
    else
        make_work mlc-build
    fi
    mkdir -p "$MLC_DIST" "$work/wheel" "$work/programs" "$work/tmp"
    write_programs
    dist=$(cd "$MLC_DIST" && pwd -P)
    work=$(cd "$work" && pwd -P)
    say "directory $work"
}

# The copy has a repository of its own, and nothing is written to the source; see programs/copy_source.py.
copy_source() {
    if [[ -n $MLC_COPY ]]; then
        run cp -a --reflink=auto "$MLC_COPY/source" "$work/source" ||
            die 10 "can't copy $MLC_COPY" "Free some space, or set another work directory."
        IFS= read -r -d '' tree <"$MLC_COPY/folder" || true
        printf '%s' "$work${tree#"$MLC_COPY"}" >"$work/folder"
        cp "$MLC_COPY/ignored" "$work/ignored"
        return
    fi
    run "$python" -I "$work/programs/copy_source.py" "$MLC_SOURCE" "$work"
}

enter_copy() {
    IFS= read -r -d '' tree <"$work/folder" || [[ -d $tree ]]
}

# The offsets were found by a TOML parser; what stands there is compared, since the tree may have changed since.
write_edits() {
    local clean=
    [[ -n $MLC_EDITS ]] || return 0
    ! git -C "$tree" ls-files --error-unmatch pyproject.toml >/dev/null 2>&1 ||
        ! git -C "$tree" diff --quiet HEAD -- pyproject.toml 2>/dev/null || clean=1
    run "$python" -I - "$tree/pyproject.toml" "$MLC_EDITS" <<'PYTHON' || return
import re, sys

path, edits = sys.argv[1:]
with open(path, encoding="utf-8", newline="") as file:
    text = file.read()


def unescaped(value):
    return re.sub(r"\\(.)", lambda hit: "\n" if hit.group(1) == "n" else hit.group(1), value)


for offset, before, after in sorted((line.split("\t") for line in edits.split("\n")), key=lambda e: -int(e[0])):
    start, before, after = int(offset), unescaped(before), unescaped(after)
    if text[start : start + len(before)] != before:
        sys.exit("[mlc-wheels] error: pyproject.toml changed after the build was planned")
    text = text[:start] + after + text[start + len(before) :]
    print("[mlc-wheels] pyproject.toml: %s is now %s" % (before or "the end", after.strip()), flush=True)
with open(path, "w", encoding="utf-8", newline="") as file:
    file.write(text)
PYTHON
    # For tools that take the version from version control, an edit of ours is not a change of the project's.
    [[ -z $clean ]] || git -C "$tree" update-index --assume-unchanged pyproject.toml
}

# Settings for git are the copy's own. In a hook or an alias, git's variables name the repository that it works on; to
# the build they would name the source.
set_up_git() {
    local file files=("${XDG_CONFIG_HOME:-$HOME/.config}/git/config" "$HOME/.gitconfig")
    [[ -z ${GIT_CONFIG_GLOBAL:-} ]] || files=("$GIT_CONFIG_GLOBAL")
    export GIT_CONFIG_GLOBAL=$work/gitconfig
    for file in "${files[@]}"; do
        file=${file//\\/\\\\}
        printf '[include]\n\tpath = "%s"\n' "${file//\"/\\\"}"
    done >"$GIT_CONFIG_GLOBAL"
    # Git asks for the owner of other repositories that a build may read, such as those to clone submodules from.
    printf '[safe]\n\tdirectory = *\n' >>"$GIT_CONFIG_GLOBAL"
    leave_git
}

leave_git() {
    unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES \
        GIT_NAMESPACE GIT_PREFIX GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_GRAFT_FILE GIT_SHALLOW_FILE GIT_IMPLICIT_WORK_TREE \
        GIT_INTERNAL_SUPER_PREFIX GIT_QUARANTINE_PATH GIT_ATTR_SOURCE GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS \
        GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS
}

# The same commit gives the same bytes, wherever and whenever it is built.
set_up_time() {
    local committed
    [[ -z ${MLC_ENV_SOURCE_DATE_EPOCH:-${SOURCE_DATE_EPOCH:-}} ]] || return 0
    committed=$(git -C "$tree" log -1 --format=%ct 2>/dev/null) || committed=
    export SOURCE_DATE_EPOCH=${committed:-315532800} # 1980-01-01, where the time of ZIP files begins
}

# What programs write into files of where, when and by whom they ran is the same in each build.
settle_surroundings() {
    usual_umask=$(umask)
    export TMPDIR=$work/tmp PYTHONHASHSEED=${PYTHONHASHSEED:-0}
    if [[ -z ${MLC_ELSEWHERE:-} ]]; then
        umask 022
        export TZ=UTC USER=mlc-wheels
    else
        umask 027
        # Where it is another day now.
        if (($(date -u +%-H) < 12)); then TZ='<-12>+12'; else TZ='<+14>-14'; fi
        export TZ USER=somebody-else
    fi
    export LOGNAME=$USER LNAME=$USER USERNAME=$USER
    say "surroundings $TZ $USER $(umask) $(date +%s)"
    unset LANGUAGE "${!LC_@}"
    LC_ALL=C
    [[ $(locale -a 2>/dev/null) != *[Cc].[Uu][Tt][Ff]* ]] || LC_ALL=C.UTF-8
    export LC_ALL LANG=$LC_ALL
    set_up_time
}

# The directory of this build is written into object files as another one, which is the same in each build. The options
# for that join those of the user.
map_paths() {
    local map="-ffile-prefix-map=$work=/mlc-wheels" compile
    if [[ ! $work =~ ^[A-Za-z0-9_./+@:-]+$ ]]; then
        say "notice: $work stays in debug information, since compilers can't be told of its characters"
        return 0
    fi
    # Compilers before GCC 8 and Clang 10 map paths of debug information only.
    compilers_take "$map" || map="-fdebug-prefix-map=$work=/mlc-wheels"
    if ! compilers_take "$map"; then
        say "notice: $work stays in debug information, since the compiler can't replace paths"
        map_rust_paths
        return 0
    fi
    compile=$map
    ! compilers_take -frandom-seed=mlc-wheels || compile="$map -frandom-seed=mlc-wheels"
    keep_autoconf_defaults "$compile"
    export CFLAGS="${CFLAGS:+$CFLAGS }$compile" CXXFLAGS="${CXXFLAGS:+$CXXFLAGS }$compile"
    # Link time optimisation compiles when it links.
    export LDFLAGS="${LDFLAGS:+$LDFLAGS }$map"
    export NVCC_APPEND_FLAGS="${NVCC_APPEND_FLAGS:+$NVCC_APPEND_FLAGS }-Xcompiler=$map"
    map_rust_paths
}

# Whether the compilers that are there know an option; one that is not there compiles nothing.
compilers_take() {
    local compiler words
    for compiler in "${CC:-cc}" "${CXX:-c++}"; do
        read -ra words <<<"$compiler"
        command -v "${words[0]:-cc}" >/dev/null || continue
        "${words[@]}" -Werror "$1" -E -x c /dev/null >/dev/null 2>&1 || return 1
    done
}

# A configure script of autoconf has options of its own only where CFLAGS is not set.
keep_autoconf_defaults() {
    [[ -z ${CFLAGS:-} || -z ${CXXFLAGS:-} ]] || return 0
    {
        [[ -z ${CONFIG_SITE:-} ]] || printf '. %q\n' "$CONFIG_SITE"
        # shellcheck disable=SC2016 # For the configure script.
        printf 'if test "$%s" = "%s"; then %s="-g -O2 $%s"; fi\n' \
            CFLAGS "$1" CFLAGS CFLAGS CXXFLAGS "$1" CXXFLAGS CXXFLAGS
    } >"$work/config.site"
    export CONFIG_SITE=$work/config.site
}

# Cargo takes options from one place only. Those of a variable CARGO_BUILD_RUSTFLAGS or CARGO_TARGET_..._RUSTFLAGS join
# those of files.
map_rust_paths() {
    local home=${CARGO_HOME:-${HOME:-}/.cargo} map host variable=CARGO_BUILD_RUSTFLAGS separator=' '
    # rustup has a rustc that is none where no toolchain was chosen.
    rustc -vV >/dev/null 2>&1 || return 0
    map=--remap-path-prefix=$work=/mlc-wheels
    [[ ! $home =~ ^/[A-Za-z0-9_./+@:-]+$ || $work == "$home"* ]] || map="--remap-path-prefix=$home=/cargo $map"
    if [[ -n ${CARGO_ENCODED_RUSTFLAGS+set} ]]; then
        variable=CARGO_ENCODED_RUSTFLAGS separator=$'\x1f'
        map=${map// /$separator}
    elif [[ -n ${RUSTFLAGS+set} ]]; then
        variable=RUSTFLAGS
    elif has_rust_flags_of_target "$home"; then
        host=$(rustc -vV | sed -n 's/^host: //p')
        host=${host//[-.]/_}
        variable=CARGO_TARGET_${host^^}_RUSTFLAGS
    fi
    export "$variable=${!variable:+${!variable}$separator}$map"
}

# Whether a file of settings that cargo reads has options of rustc for this machine, which replace those of [build].
has_rust_flags_of_target() {
    local directory=$tree host files=()
    host=$(rustc -vV | sed -n 's/^host: //p')
    while [[ $directory == "$work"/* ]]; do
        files+=("$directory"/.cargo/config "$directory"/.cargo/config.toml)
        directory=${directory%/*}
    done
    files+=("$1"/config "$1"/config.toml)
    # Most of these files do not exist.
    { cat "${files[@]}" 2>/dev/null || true; } | awk -v host="$host" '
        /^[ \t]*\[/ { ours = index($0, "target") && (index($0, host) || index($0, "cfg(")) }
        ours && /^[ \t]*rustflags[ \t]*=/ { found = 1 }
        END { exit !found }'
}

set_up_cmake() {
    # A search path of the build directory leaves room of its length when it is taken out.
    [[ ! -f $tree/CMakeLists.txt ]] || export CMAKE_ARGS="${CMAKE_ARGS:+$CMAKE_ARGS }-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON"
    if [[ -n $MLC_CONFIG_CMAKE ]]; then
        printf '\n%s\n' "$MLC_CONFIG_CMAKE" >>"$tree/config.cmake"
        say "config.cmake:"
        printf '%s\n' "$MLC_CONFIG_CMAKE"
    fi
    if [[ -n $MLC_CMAKE_INCLUDE ]]; then
        printf '%s\n' "$MLC_CMAKE_INCLUDE" >"$work/include.cmake"
        export CMAKE_ARGS="${CMAKE_ARGS:-} '-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$work/include.cmake'"
    fi
}

set_up_jobs() {
    jobs=${MLC_JOBS:-$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)}
    export CMAKE_BUILD_PARALLEL_LEVEL=$jobs NUM_THREADS=$jobs CARGO_BUILD_JOBS=$jobs MAX_JOBS=$jobs
}

# The settings of MLC-LLM's CI, and a base directory, since each build has a copy of the tree of its own.
set_up_ccache() {
    ccache=
    [[ -n $MLC_CCACHE ]] || return 0
    if ! command -v ccache >/dev/null; then
        say "warning: no ccache found, so nothing is cached"
        return 0
    fi
    ccache=ccache
    mkdir -p "$MLC_CCACHE"
    export CCACHE_DIR=$MLC_CCACHE CCACHE_COMPILERCHECK=content CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$work
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache CMAKE_CUDA_COMPILER_LAUNCHER=ccache
    if [[ ! -f $MLC_SOURCE/CMakeLists.txt ]]; then
        export CC="ccache ${CC:-cc}" CXX="ccache ${CXX:-c++}"
    fi
    # The statistics of the cache are those of all builds that use it; since 4.3, ccache also keeps those of one.
    if [[ $(ccache --help 2>/dev/null) == *--show-log-stats* ]]; then
        export CCACHE_STATSLOG=$work/ccache-statistics
        : >"$CCACHE_STATSLOG"
    fi
    ccache_counts >"$work/ccache-before"
}

ccache_counts() {
    { if [[ -n ${CCACHE_STATSLOG:-} ]]; then sed 's/$/ 1/' "$CCACHE_STATSLOG"; else ccache --print-stats; fi; } | awk '
        $1 == "direct_cache_hit" || $1 == "preprocessed_cache_hit" { hits += $2 }
        $1 == "cache_miss" { misses += $2 }
        END { print hits + 0, misses + 0 }'
}

report_ccache() {
    local hits misses hits_before misses_before
    [[ -n $ccache ]] || return 0
    read -r hits_before misses_before <"$work/ccache-before"
    read -r hits misses < <(ccache_counts)
    hits=$((hits - hits_before))
    misses=$((misses - misses_before))
    if ((hits + misses > 0)); then
        say "ccache $hits of $((hits + misses)) compilations from the cache ($((100 * hits / (hits + misses)))%)"
    else
        say "ccache was not asked"
    fi
}

# What commands of the project install, and what the frontend needs, goes into an environment of this build's own.
make_environment() {
    [[ -n $MLC_OWN_ENVIRONMENT ]] || return 0
    run "$python" -m venv "$work/venv" >"$work/venv.log" 2>&1 || {
        tail -n 5 "$work/venv.log"
        die 2 "$python can't make a virtual environment" "Install its venv module (the system's package python3-venv)."
    }
    python=$work/venv/bin/python
    export VIRTUAL_ENV=$work/venv
}

set_up_pip() {
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
    # Build isolation stays on, whatever the agent's own settings are.
    unset PIP_NO_BUILD_ISOLATION
    [[ -z $MLC_CONSTRAINTS ]] || export PIP_CONSTRAINT=$MLC_CONSTRAINTS PIP_BUILD_CONSTRAINT=$MLC_CONSTRAINTS
}

filled_in() {
    local text=$1
    text=${text//\{project\}/"$work/source"}
    printf '%s' "${text//\{package\}/"$tree"}"
}

before_build() {
    set_up_pip
    leave_git
    cd "$tree"
    export PATH=${python%/*}:$PATH
    logged "$BASH" -euo pipefail -c "$(filled_in "$MLC_BEFORE_BUILD")"
}

# For all builds that follow, which copy what it leaves.
before_all() {
    leave_git
    cd "$work/source"
    export PATH=${python%/*}:$PATH
    logged "$BASH" -euo pipefail -c "$(filled_in "$MLC_BEFORE_ALL")"
}

keep_copy() {
    rm -rf "$work/wheel" "$work/programs" "$work/home" "$work/gitconfig" "$work/tmp" "$work/config.site"
    work=
}

choose_frontend() {
    frontend=$MLC_FRONTEND
    if [[ $frontend == *uv* ]] && ! command -v uv >/dev/null; then
        say "notice: no uv found, so pip builds instead of $frontend"
        frontend=pip
    fi
}

build_sdist() {
    set_up_pip
    leave_git
    export PATH=${python%/*}:$PATH
    cd "$tree"
    logged "$python" "$work/programs/sdist.py" "$tree" "$work/sdist" "$MLC_UNPACKED" "$PIP"
}

deliver_sdist() {
    local files=("$work"/sdist/*.tar.gz)
    part=$dist/.${files[0]##*/}.${work##*/}.part
    { cp "${files[0]}" "$part" && mv -f "$part" "$dist/${files[0]##*/}"; } ||
        die 10 "the source distribution can't be written to $dist" "Make room there, or name another directory."
    part=
}

install_frontend() {
    set_up_pip
    logged "$python" -c "$PIP" install --quiet build
}

build_wheel() {
    local settings=() arguments=() setting argument verbosity=() plural=s
    [[ $frontend == pip || $frontend == uv ]] || plural=
    while IFS= read -r setting; do
        [[ -z $setting ]] || settings+=("--config-setting$plural=$(filled_in "$setting")")
    done <<<"$MLC_CONFIG_SETTINGS"
    while IFS= read -r argument; do
        [[ -z $argument ]] || arguments+=("$argument")
    done <<<"$MLC_FRONTEND_ARGUMENTS"
    for ((argument = MLC_VERBOSITY; argument > 0; argument--)); do verbosity+=(-v); done
    set_up_pip
    leave_git
    cd "$tree"
    [[ -z $MLC_OWN_ENVIRONMENT ]] || export PATH=${python%/*}:$PATH
    if [[ $frontend == build* ]]; then
        [[ $frontend == build ]] || arguments+=(--installer=uv)
        reported "$python" "$work/programs/frontend.py" build --wheel --outdir "$work/wheel" "${settings[@]+"${settings[@]}"}" \
            "${arguments[@]+"${arguments[@]}"}" .
    elif [[ $frontend == uv ]]; then
        logged uv build --wheel --no-python-downloads --python="$python" --out-dir="$work/wheel" \
            "${settings[@]+"${settings[@]}"}" "${arguments[@]+"${arguments[@]}"}" "${verbosity[@]+"${verbosity[@]}"}" .
    else
        for ((argument = MLC_VERBOSITY; argument < 0; argument++)); do verbosity+=(-q); done
        reported "$python" "$work/programs/frontend.py" pip wheel --no-deps --wheel-dir "$work/wheel" "${settings[@]+"${settings[@]}"}" \
            "${arguments[@]+"${arguments[@]}"}" . "${verbosity[@]+"${verbosity[@]}"}"
    fi
}

# As logged, and writes down what pip installs meanwhile.
reported() {
    logged "$python" -I "$work/programs/reported.py" "$work/requirements" "$@"
}

# Runs a command, of whose output the reason is found if it fails. Time counts from when the copy is ready.
logged() {
    local left= passed=$((SECONDS - began))
    [[ -z ${MLC_TIMEOUT:-} ]] || left=$((MLC_TIMEOUT > passed ? MLC_TIMEOUT - passed : 0))
    exec "$python" -I "$work/programs/logged.py" "$work/log" "$left" "$@"
}

# Ends with why what was logged failed: with what exit code, and what it was if it was not pip.
failed() {
    leave_environment
    "$python" -I "$work/programs/failure.py" "$work" "$@" || say "error: the build failed (exit code $1)"
    exit 10
}

# So that modules of the project, in which this may run, are not taken for those of the standard library.
at_root() {
    cd / && exec "$@"
}

# pip brings the comparison of versions; 1.0 and 1.0.0 are one version.
check_wheel() {
    run at_root "$python" - "$1" "$MLC_EXPECT_NAME" "$MLC_EXPECT_VERSION" "$MLC_VERSION_REMEDY" <<'PYTHON'
import email.parser, re, sys, zipfile

from pip._vendor.packaging.utils import canonicalize_name
from pip._vendor.packaging.version import InvalidVersion, Version

path, name, version, remedy = sys.argv[1:]
with zipfile.ZipFile(path) as wheel:
    entries = [entry for entry in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", entry)]
    metadata = email.parser.Parser().parsestr(wheel.read(entries[0]).decode("utf-8"), headersonly=True)


def refuse(key, expected, remedy):
    sys.exit(
        "[mlc-wheels] error: the wheel's METADATA says %s %s, not %s\n[mlc-wheels] hint: %s"
        % (key, metadata[key], expected, remedy)
    )


if name and canonicalize_name(metadata["Name"]) != canonicalize_name(name):
    refuse("Name", name, "Check what the build backend takes the name from.")
try:
    same = not version or Version(metadata["Version"]) == Version(version)
except InvalidVersion:
    same = False
if not same:
    refuse("Version", version, remedy)
PYTHON
}

# A project that can do without its extension modules says little if they can't be compiled.
check_purity() {
    [[ -z ${MLC_PURE:-} ]] || return 0
    run at_root "$python" -I "$work/programs/purity.py" "$work" "$1" "${MLC_DECLARED:-}"
}

# As the loader finds them here, under the names by which they are needed, without those of the C library.
keep_libraries() {
    run "$python" -I - "$1" "$work/contents" "$MLC_LIBRARIES" "${MLC_EXCLUDES:-}" <<'PYTHON'
import fnmatch, os, re, shutil, subprocess, sys, zipfile

wheel, contents, target, excludes = sys.argv[1:]
left_out = [pattern for pattern in excludes.split("\n") if pattern]
left_out += ["lib%s.so*" % name for name in "c m pthread dl rt util resolv nsl anl mvec c.musl-*".split()]
left_out += ["ld-linux*", "ld64.so*", "ld-musl-*"]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(contents)
os.makedirs(target, exist_ok=True)
search = dict(os.environ)
first = search.get("MLC_ENV_AUDITWHEEL_LD_LIBRARY_PATH", "")
then = search.get("MLC_ENV_LD_LIBRARY_PATH", search.get("LD_LIBRARY_PATH", ""))
search["LD_LIBRARY_PATH"] = ":".join(path for path in (first, then) if path)
for directory, _, names in os.walk(contents):
    for name in names:
        path = os.path.join(directory, name)
        with open(path, "rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        loader = subprocess.run(["ldd", path], env=search, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        found = re.findall(r"^\s*(\S+) => (/.+) \(0x[0-9a-f]+\)$", loader.stdout.decode("utf-8", "replace"), re.M)
        for library, place in found:
            if place.startswith(contents) or any(fnmatch.fnmatchcase(library, pattern) for pattern in left_out):
                continue
            if not os.path.exists(os.path.join(target, library)):
                shutil.copyfile(place, os.path.join(target, library))
shutil.rmtree(contents)
PYTHON
}

# What built, and what pip installed to build with; also into a file for who does not read the output.
report_facts() {
    local facts
    facts=$(report_requirements)
    printf '%s\n' "$facts"
    [[ -z ${MLC_FACTS:-} ]] || printf '[mlc-wheels] %s\n%s\n' "$built_with" "$facts" >"$MLC_FACTS" ||
        say "warning: could not write down what the build tells of itself"
}

# What pip installed to build with. The count comes last, after all that the build printed.
report_requirements() {
    local line count=0
    say "pip $(at_root "$python" -c 'import pip; print(pip.__version__)' 2>/dev/null)"
    if [[ -f $work/requirements ]]; then
        while read -r line; do
            say "requirement $line"
            count=$((count + 1))
        done <"$work/requirements"
    fi
    say "requirements $count"
}

deliver() {
    local wheel name
    shopt -s nullglob
    local wheels=("$work"/wheel/*.whl)
    shopt -u nullglob
    [[ ${#wheels[@]} -eq 1 ]] || die 10 "pip left ${#wheels[@]} wheels, not one"
    wheel=${wheels[0]}
    name=${wheel##*/}
    check_wheel "$wheel" || exit 10
    check_purity "$wheel" || exit 10
    run at_root "$python" -I "$work/programs/sbom.py" "$work" "$wheel" || exit 10
    run at_root "$python" -I "$work/programs/limited_api.py" "$work" "$wheel" || true
    [[ -z ${MLC_LIBRARIES:-} ]] || keep_libraries "$wheel" ||
        say "warning: could not copy the libraries that the wheel needs"
    part=$dist/.$name.${work##*/}.part
    { cp "$wheel" "$part" && mv -f "$part" "$dist/$name"; } ||
        die 10 "the wheel can't be written to $dist" "Make room there, or name another directory."
    part=
    [[ -z ${MLC_ENV_AUDITWHEEL_LD_LIBRARY_PATH:-}${MLC_ENV_LD_LIBRARY_PATH:-} ]] ||
        say "library-path ${MLC_ENV_AUDITWHEEL_LD_LIBRARY_PATH:-}:${MLC_ENV_LD_LIBRARY_PATH:-}"
    say "wheel $name"
}

main() {
    trap cleanup EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    watch_standard_input

    say "phase prepare"
    set_up_jobs
    check_tools
    make_work_directory
    find_home
    set_up_git
    copy_source || exit 10
    enter_copy
    if [[ -n ${MLC_BEFORE_ALL:-} ]]; then
        settle_surroundings
        assignments_at=$work/source evaluate_assignments
        enter_environment
        find_home
        map_paths
        began=$SECONDS
        say "phase before-all"
        run before_all || failed $? "the command before all builds failed"
        leave_environment
        keep_copy
        return
    fi
    write_edits || exit 2
    settle_surroundings
    make_environment
    PATH=${python%/*}:$PATH assignments_at=$tree evaluate_assignments
    enter_environment
    find_home
    set_up_cmake
    map_paths
    set_up_ccache
    began=$SECONDS
    if [[ -n $MLC_BEFORE_BUILD ]]; then
        say "phase before-build"
        run before_build || failed $? "the command before the build failed"
    fi

    if [[ -n ${MLC_UNPACKED:-} ]]; then
        say "phase sdist"
        run build_sdist || failed $? "building the source distribution failed"
        leave_environment
        umask "$usual_umask"
        deliver_sdist
        return
    fi
    choose_frontend
    if [[ $frontend == build* ]]; then
        run install_frontend || failed $? "installing the frontend build failed"
    fi

    say "phase build"
    run build_wheel || failed $?
    report_ccache
    leave_environment
    say "ended $(date +%s)"
    report_facts
    umask "$usual_umask"
    deliver
}

main "$@"
