
# Says which compilers and build tools there are, as far as a wheel may differ by them: a name and the first line of
# what each says of its version, with a tab between.

told() {
    local line
    # shellcheck disable=SC2086 # A compiler may be named with options.
    command -v ${2%% *} >/dev/null || return 0
    line=$($2 --version 2>/dev/null | sed -n '/./{p;q;}') || true
    say "tool $1"$'\t'"$2: $line"
}

told c "${CC:-cc}"
told c++ "${CXX:-c++}"
told ld ld
told cmake cmake
told ninja ninja
told rustc rustc
told cargo cargo
told nvcc nvcc
told fortran "${FC:-gfortran}"
