#!/usr/bin/env bash
# Holds mlc-wheels verify against @sigstore/verify: both judge good bundles and damaged ones. Needs Node 20 and npm, which
# installs the libraries into a temporary directory. --record FILE writes cases and verdicts for the engine's tests.
# --keyless FILE does the same with certificates of @sigstore/mock, and --bills FILE... holds CycloneDX documents (JSON, or
# in wheels) against the official schema of version 1.6; --speed measures the verification of 200 files of 5 MB.
set -euo pipefail
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
wheels=${MLC_WHEELS:-$here/../../mlc-wheels}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MLC_WHEELS_KEY_PASSPHRASE

if [[ ${1:-} == --speed ]]; then
    mkdir "$work/release"
    for i in $(seq 200); do
        head -c 5000000 /dev/zero | openssl enc -aes-128-ctr -pass "pass:$i" -pbkdf2 2>/dev/null \
            >"$work/release/pkg$i-1.0-py3-none-any.whl"
    done
    "$wheels" keygen --out "$work/key" >/dev/null
    "$wheels" sign "$work"/release/*.whl --sign-key "$work/key" >/dev/null
    time "$wheels" verify "$work/release" --key "$work/key.pub" | tail -n 1
    exit
fi

if [[ ${1:-} == --keyless || ${1:-} == --bills ]]; then
    cp "$here"/*.mjs "$here/package.json" "$work"
    (cd "$work" && npm install --silent --no-fund --no-audit)
fi
if [[ ${1:-} == --bills ]]; then
    shift
    mkdir "$work/bills"
    for file in "$@"; do
        name=$work/bills/$(basename "$file")
        case $file in
            *.whl) unzip -p "$file" '*.dist-info/sboms/*.json' >"$name.json" ;;
            *) cp "$file" "$name" ;;
        esac
    done
    (cd "$work" && node bills.mjs bills/*)
    exit
fi
if [[ ${1:-} == --keyless ]]; then
    (cd "$work" && node keyless.mjs out >/dev/null)
    [[ -z ${2:-} ]] || cp "$work/out/verdicts.json" "$2"
    code=0
    "$wheels" verify "$work/out/cases" --certificate-identity https://ci.example.org/job/demo/ \
        --certificate-oidc-issuer https://oidc.example.org --trusted-root "$work/out/trusted_root.json" --json \
        >"$work/ours.json" || code=$?
    [[ $code == 14 ]] || { echo "verify ended with $code, not 14"; exit 1; }
    (cd "$work" && node compare.mjs out/verdicts.json ours.json) | column -t -s $'\t'
    exit "${PIPESTATUS[0]}"
fi

[[ ${1:-} != --record ]] || RECORD=$(realpath "$2")
export RECORD=${RECORD:-}
mkdir "$work/signed" "$work/cases"
"$wheels" keygen --out "$work/ecdsa" >/dev/null
"$wheels" keygen --out "$work/ed25519" --algorithm ed25519 >/dev/null
"$wheels" keygen --out "$work/foreign" >/dev/null
for name in a b e f; do printf 'file %s' "$name" >"$work/signed/$name.whl"; done
"$wheels" sign "$work"/signed/[ab].whl --sign-key "$work/ecdsa" >/dev/null
"$wheels" sign "$work/signed/e.whl" --sign-key "$work/ed25519" >/dev/null
"$wheels" sign "$work/signed/f.whl" --sign-key "$work/foreign" >/dev/null
python3 "$here/cases.py" "$work/signed" "$work/cases"

cp "$here/check.mjs" "$here/package.json" "$work"
(cd "$work" && npm install --silent --no-fund --no-audit)
code=0
"$wheels" verify "$work/cases" --key "$work/ecdsa.pub" --key "$work/ed25519.pub" --json >"$work/ours.json" || code=$?
[[ $code == 14 ]] || { echo "verify ended with $code, not 14"; exit 1; }
(cd "$work" && node check.mjs "$work/cases" ecdsa.pub ed25519.pub <ours.json) | column -t -s $'\t'
exit "${PIPESTATUS[0]}"
