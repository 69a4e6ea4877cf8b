#!/usr/bin/env python3
"""Sets the paragraphs of tests/paragraph/cases.json in a headless Chromium and records its lines in chromium.json.

Usage: scripts/record_paragraphs.py [--chromium PATH]

The fonts are those of fonts/, so that the lines can be compared with our own. Run it after cases.json has changed.
"""
import argparse
import html
import json
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FALLBACK = ["Inter", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil",
            "Noto Sans Thai", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Ethiopic", "Noto Sans", "Noto Sans Math",
            "Noto Sans Symbols", "Noto Sans Symbols 2"]

SCRIPT = """
async function run() {
  await Promise.all([...document.fonts].map(f => f.load().catch(() => 0)));
  await document.fonts.ready;
  const out = {};
  for (const p of document.querySelectorAll('[data-case]')) {
    const box = p.getBoundingClientRect();
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node; node = walker.nextNode();) {
      if (node.parentElement.closest('.probe')) continue;
      const segmenter = [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(node.data)];
      for (const {segment, index} of segmenter) {
        const range = document.createRange();
        range.setStart(node, index); range.setEnd(node, index + segment.length);
        const rects = [...range.getClientRects()].filter(r => r.width > 0 || /\\S/.test(segment));
        if (!rects.length) continue;
        const r = rects[rects.length - 1];
        const middle = (r.top + r.bottom) / 2 - box.top;
        let line = lines.find(l => Math.abs(l.middle - middle) < l.height * 0.6);
        if (!line) { line = {middle, height: r.height, text: '', left: 1e9, right: -1e9, top: 1e9}; lines.push(line); }
        line.text += segment;
        line.top = Math.min(line.top, r.top - box.top);
        if (!/^[ \\n\\t]+$/.test(segment)) {
          line.left = Math.min(line.left, r.left - box.left);
          line.right = Math.max(line.right, r.right - box.left);
        }
      }
    }
    lines.sort((a, b) => a.middle - b.middle);
    out[p.dataset.case] = {height: box.height, lines: lines.map(l => ({text: l.text, left: l.left, width: l.right - l.left, top: l.top}))};
  }
  const pre = document.createElement('pre'); pre.id = 'result'; pre.textContent = JSON.stringify(out);
  document.body.appendChild(pre);
}
run();
"""


def faces():
    source = (ROOT / "src/font/embedded.rs").read_text()
    pattern = r'face!\("([^"]+)", "([^"]+)", "([^"]+)", (\w+), (\w+),'
    weights = {"VARIABLE": "100 900", "REGULAR": "400", "BOLD": "700", "BLACK": "900"}
    for family, folder, file, style, weight in re.findall(pattern, source):
        url = (ROOT / "fonts" / folder / file).as_uri()
        slant = "italic" if style == "Italic" else "normal"
        yield (f"@font-face{{font-family:'{family}';src:url('{url}');font-weight:{weights[weight]};font-style:{slant}}}")


def css(properties):
    parts = []
    for name, value in properties.items():
        if name in ("dir", "lang", "tag"):
            continue
        if name == "font-family":
            names = [value] + FALLBACK + (["Noto Sans CJK JP", "Noto Sans CJK SC"] if properties.get("_ja") else ["Noto Sans CJK SC", "Noto Sans CJK JP"]) + ["Noto Color Emoji"]
            value = ",".join(f"'{n}'" for n in dict.fromkeys(names))
        if not name.startswith("_"):
            parts.append(f"{name}:{value}")
    return ";".join(parts)


def markup(items):
    result = []
    for item in items:
        if isinstance(item, str):
            result.append(html.escape(item))
        elif item.get("tag") == "br":
            result.append("<br>")
        elif item.get("tag") == "atom":
            result.append(f"<i class=probe style='display:inline-block;{css(item)}'></i>")
        else:
            inner = markup(item["items"])
            result.append(f"<span style=\"{css({k: v for k, v in item.items() if k != 'items'})}\">{inner}</span>")
    return "".join(result)


def page(cases):
    body = []
    for case in cases:
        block = {"font-family": "Inter", "font-size": "24px", "line-height": "1.4", "margin": "0 0 20px"} | case.get("block", {})
        block["_ja"] = case.get("lang") == "ja"
        attributes = "".join(f' {name}="{case[name]}"' for name in ("lang", "dir") if name in case)
        body.append(f"<div data-case=\"{case['name']}\"{attributes} style=\"width:{case['width']}px;{css(block)}\">{markup(case['items'])}</div>")
    return (f"<!doctype html><meta charset=utf-8><style>{''.join(faces())}body{{margin:0}}</style><body>{''.join(body)}"
            f"<script>{SCRIPT}</script>")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="chromium")
    arguments = parser.parse_args()
    folder = ROOT / "tests/paragraph"
    cases = json.loads((folder / "cases.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "page.html"
        file.write_text(page(cases))
        command = [arguments.chromium, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
                   "--font-render-hinting=none", "--disable-lcd-text", "--hide-scrollbars", f"--user-data-dir={scratch}/profile",
                   "--virtual-time-budget=60000", "--dump-dom", file.as_uri()]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    found = re.search(r'<pre id="result">(.*?)</pre>', dom, re.S)
    recorded = json.loads(html.unescape(found.group(1)))
    (folder / "chromium.json").write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n")
    print(f"{len(recorded)} paragraphs recorded")


if __name__ == "__main__":
    main()
