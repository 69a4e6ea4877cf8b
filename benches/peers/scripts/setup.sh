#!/usr/bin/env bash
# Fetches the peers into a scratch folder outside the repository: `setup.sh ASSETS SCRATCH`. Debian or Ubuntu; as root it installs Chromium too.
# The crate with takumi and Pullquote is built apart from this: `cargo build --release` in benches/peers.
set -euo pipefail
if [ $# -ne 2 ]; then echo "expected the folder of the assets and a scratch folder" >&2; exit 2; fi
here=$(cd "$(dirname "$0")" && pwd)
assets=$(cd "$1" && pwd)
mkdir -p "$2/fonts"
scratch=$(cd "$2" && pwd)

if ! command -v chromium > /dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium
fi
# Node looks for packages in the folder of a script, so the scripts are copied to the packages.
cp "$here"/package.json "$here"/*.mjs "$scratch/"
(cd "$scratch" && npm install --no-audit --no-fund --silent)
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"

# Chromium finds fonts through fontconfig, and sees only these, not hinted. Fontconfig must be told to scale the bitmaps of the emoji font.
cp "$assets"/*.ttf "$here"/../../../fonts/noto-sans-arabic/*.ttf "$scratch/fonts/"
cat > "$scratch/fonts.conf" << CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>$scratch/fonts</dir>
  <cachedir>$scratch/fontcache</cachedir>
  <include>/usr/share/fontconfig/conf.avail/10-scale-bitmap-fonts.conf</include>
  <match target="font">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
CONF
echo "ready: $scratch"
