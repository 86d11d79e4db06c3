#!/usr/bin/env bash
# Draw the pictures of README: run askq on all three fronts, record what they were sent, take screenshots of our drawing.
# usage: tests/pictures/make.sh PYTHON
set -euo pipefail
python=$1
if ! command -v chromium >/dev/null; then
    apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core fonts-noto-mono
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m tests.pictures "$work"
browse() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/profile" "$@" 2>/dev/null
}
for page in "$work"/*.html; do
    name=$(basename "$page" .html)
    height=$(browse --window-size=728,600 --dump-dom "file://$page" | sed -n 's/.*<title>\([0-9]*\)<.*/\1/p')
    browse --force-device-scale-factor=1.5 --window-size="728,$height" --screenshot="docs/pictures/$name.png" "file://$page"
done
ls -l docs/pictures
