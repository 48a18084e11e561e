#!/bin/sh
# Make .venv, or the folder named, ready with the packages that a lock file pins.
# Usage: bootstrap.sh requirements.txt [folder]
set -eu
cd "$(dirname "$0")/../.."
lock=$1
venv=${2:-.venv}
installed=$venv/installed-$lock
log=$venv/pip.log

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Is this a Python 3.11 or later? The name alone does not say: it may be older, or a stand-in for none.
runs() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {
    without_venv=
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        runs "$candidate" || continue
        if can_make_environments "$candidate"; then
            echo "$candidate"
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    [ -n "$without_venv" ] || fail "Python 3.11 or later is needed and was not found: install it" \
        "(Debian and Ubuntu: apt install python3 python3-venv), then run this again."
    package=$("$without_venv" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
    fail "$without_venv cannot make virtual environments: install what is missing" \
        "(Debian and Ubuntu: apt install python3-venv, or $package), then run this again."
}

explain_pip() {
    if grep -q 'No space left' "$log"; then
        fail "The disk is full: free some space, then run this again."
    elif grep -q 'DO NOT MATCH THE HASHES' "$log"; then
        fail "A package is not the one that $lock pins, so it was not installed. See $log; clear pip's cache" \
            "($venv/bin/python -m pip cache purge) and run this again."
    elif grep -qE 'Retrying|Connection|Temporary failure|from versions: none' "$log"; then
        fail "The packages could not be fetched: see that this machine reaches its package index, then run this again." \
            "What pip said is in $log."
    fi
    tail -n 5 "$log" >&2
    fail "The packages could not be installed; the whole of what pip said is in $log."
}

if ! runs "$venv/bin/python"; then
    python=$(find_python)
    echo "Making $venv with $("$python" --version)."
    "$python" -m venv --clear "$venv" >/dev/null ||
        fail "The folder $venv could not be made: see that the disk is not full and that this user may write here."
fi
if ! cmp -s "$lock" "$installed"; then
    echo "Installing the packages of $lock; the first time takes a minute."
    # The lock names every package, so nothing is left to resolve. Left to itself, the pip of Python 3.11 takes the newest
    # release for a dependency with an extra (coverage[toml]), and then refuses it as one that is not pinned.
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes -r "$lock" \
        >"$log" 2>&1 || explain_pip
    cp "$lock" "$installed"
fi
