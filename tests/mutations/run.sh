#!/usr/bin/env bash
# Does `parsim verify` see small errors? Puts each error of this folder (*.patch) into a copy of the numerics, builds
# that, and demands that `verify studies/self-check.toml` finds it statistically (exit code 1), and that
# the program as it is passes with the same seed (exit code 0).
#
#   tests/mutations/run.sh          after `cargo build --release --locked`
#
# Libraries are not built again: a copy of the target folder holds them.
set -euo pipefail
cd "$(dirname "$0")/../.."
root="$PWD"
study="studies/self-check.toml"
# Another seed than the study's own, so that the comparison is statistical.
seed=2
target="${CARGO_TARGET_DIR:-$root/target}/release"
parsim="$target/parsim"
[ -x "$parsim" ] || { echo "there is no $parsim; cargo build --release --locked makes it" >&2; exit 2; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
results=()

# verify NAME PROGRAM CODE: runs the study and demands an exit code.
verify() {
  local code=0
  "$2" verify "$root/$study" --seed "$seed" --statistical --quiet >"$work/$1.out" 2>"$work/$1.err" || code=$?
  local largest
  largest="$(grep '^largest' "$work/$1.out" || true)"
  if [ "$code" != "$3" ]; then
    echo "$1: exit code $code, not $3; $largest" >&2
    head -50 "$work/$1.out" "$work/$1.err" >&2
    exit 1
  fi
  results+=("$1: exit code $code, $largest")
}

verify "the program as it is" "$parsim" 0

# The working tree as it is, and the libraries it is built from.
mkdir -p "$work/tree" "$work/target/release/deps"
git ls-files -z --cached --others --exclude-standard -- crates tests Cargo.toml Cargo.lock rustfmt.toml clippy.toml |
  while IFS= read -r -d '' file; do [ -f "$file" ] && printf '%s\0' "$file"; done |
  tar --create --null --files-from - | tar --extract --directory "$work/tree"
cp -a "$target/.fingerprint" "$target/build" "$work/target/release/"
find "$target/deps" -maxdepth 1 -type f ! -name 'parsim*' ! -name 'libparsim*' \
  \( -name '*.rlib' -o -name '*.rmeta' -o -name '*.so' -o -name '*.d' \) \
  -exec cp -a --target-directory "$work/target/release/deps" {} +

cd "$work/tree"
found=0
for patch in "$root"/tests/mutations/*.patch; do
  name="$(basename "$patch" .patch)"
  git apply "$patch" || { echo "$patch does not apply any more: make it anew" >&2; exit 1; }
  CARGO_TARGET_DIR="$work/target" cargo build --release --locked --offline --quiet
  verify "$name" "$work/target/release/parsim" 1
  git apply --reverse "$patch"
  found=$((found + 1))
done
[ "$found" -ge 3 ] || { echo "only $found errors were tried" >&2; exit 1; }
printf '%s\n' "${results[@]}"
