// Runs in the recorded page alone: measures boxes and lines as Chromium has laid them out and hands them to the page around it.

const INVISIBLE = /[\u00ad\u200b]/gu;

/** The text of a pseudo-element that stands in a line, or "". */
function generated(element, which) {
  const style = getComputedStyle(element, which);
  if (style.content === "none" || style.content === "normal") return "";
  if (style.display !== "inline" || style.position === "absolute") return "";
  let text = "";
  for (const [, quoted, name] of style.content.matchAll(/"((?:[^"\\]|\\.)*)"|attr\(([^)]+)\)/gu)) {
    text += quoted === undefined ? element.getAttribute(name.trim()) ?? "" : quoted.replace(/\\(.)/gu, "$1");
  }
  return text;
}

/** Collects the lines of one block. */
class Lines {
  constructor(block, index) {
    this.block = block;
    this.index = index;
    this.done = [];
    this.current = null;
    this.before = "";
  }

  end() {
    this.current = null;
  }

  /** Text without a place of its own: white space, generated content. */
  add(text) {
    if (this.current) this.current.text += text;
    else this.before += text;
  }

  place(text, rect) {
    const line = this.current;
    const shared = line && Math.min(line.bottom, rect.bottom) - Math.max(line.top, rect.top);
    if (line && shared > 0.5 * Math.min(line.bottom - line.top, rect.height)) {
      line.text += text;
      line.left = Math.min(line.left, rect.left);
      line.right = Math.max(line.right, rect.right);
      line.top = Math.min(line.top, rect.top);
      line.bottom = Math.max(line.bottom, rect.bottom);
      return;
    }
    const { left, right, top, bottom } = rect;
    this.current = { text: this.before + text, left, right, top, bottom, generated: this.before.trim() !== "" };
    this.before = "";
    this.done.push(this.current);
  }

  /** The lines that are shown, with those marked whose end is replaced by an ellipsis. */
  shown() {
    const style = getComputedStyle(this.block);
    let lines = this.done;
    const clamp = Number.parseInt(style.webkitLineClamp, 10);
    if (lines.length > clamp) {
      lines = lines.slice(0, clamp);
      lines.at(-1).cut = true;
    }
    if (style.textOverflow === "ellipsis" && style.overflowX !== "visible") {
      const box = this.block.getBoundingClientRect();
      for (const line of lines) line.cut ||= line.right > box.right + 0.1 || line.left < box.left - 0.1;
    }
    const round = (value) => Math.round(value * 1000) / 1000;
    return lines.map((line) => ({
      element: this.index,
      text: line.text.replace(/\s+/gu, " ").trim(),
      x: round(line.left),
      y: round(line.top),
      width: round(line.right - line.left),
      height: round(line.bottom - line.top),
      ...(line.cut ? { cut: true } : {}),
      ...(line.generated ? { generated: true } : {}),
    }));
  }
}

const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

function readText(node, lines) {
  const style = getComputedStyle(node.parentElement);
  const range = document.createRange();
  for (const { segment, index } of segments.segment(node.data)) {
    if (/^\s+$/u.test(segment)) {
      lines.add(" ");
      continue;
    }
    range.setStart(node, index);
    range.setEnd(node, index + segment.length);
    // After a soft hyphen at which the line broke, the first rectangle is that of the hyphen.
    const rects = [...range.getClientRects()];
    const rect = rects.findLast((candidate) => candidate.width > 0) ?? rects[0];
    let text = segment.replace(INVISIBLE, "");
    if (style.textTransform === "uppercase") text = text.toUpperCase();
    if (style.textTransform === "lowercase") text = text.toLowerCase();
    if (rect && text !== "") lines.place(text, rect);
    else lines.add(text);
  }
}

function measure() {
  // Line breaks are not counted: a preview writes out breaks that the template does not have.
  const elements = [document.body, ...document.body.querySelectorAll(":not(br, wbr)")];
  const indices = new Map(elements.map((element, index) => [element, index]));
  const blocks = [];
  const boxes = [];
  const begin = (element) => {
    const lines = new Lines(element, indices.get(element));
    blocks.push(lines);
    return lines;
  };
  const round = (value) => Math.round(value * 1000) / 1000;
  const walk = (element, lines) => {
    const first = generated(element, "::before");
    if (first) lines.add(first);
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) readText(node, lines);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const style = getComputedStyle(node);
      if (node.tagName === "BR") {
        lines.end();
        continue;
      }
      if (style.display === "none" || ["SCRIPT", "STYLE", "WBR"].includes(node.tagName)) continue;
      const replaced = node.tagName === "IMG" || node.tagName === "svg";
      if (replaced || style.display !== "inline") {
        const { x, y, width, height } = node.getBoundingClientRect();
        boxes.push([indices.get(node), node.tagName.toLowerCase(), round(x), round(y), round(width), round(height)]);
      }
      if (replaced) continue;
      if (style.display === "inline") {
        walk(node, lines);
        continue;
      }
      const inLine = style.display.startsWith("inline-") || style.position === "absolute";
      if (!inLine) lines.end();
      walk(node, begin(node));
      if (!inLine) lines.end();
    }
    const last = generated(element, "::after");
    if (last) {
      if (lines.current) lines.current.generated = true;
      lines.add(last);
    }
  };
  const { x, y, width, height } = document.body.getBoundingClientRect();
  boxes.push([0, "body", round(x), round(y), round(width), round(height)]);
  walk(document.body, begin(document.body));
  return {
    width: innerWidth,
    height: innerHeight,
    fonts: [...document.fonts]
      .filter((face) => face.status !== "unloaded")
      .map((face) => `${face.family.replaceAll('"', "")} ${face.weight} ${face.style}: ${face.status}`),
    boxes,
    lines: blocks.flatMap((block) => block.shown()),
  };
}

addEventListener("load", async () => {
  document.body.getBoundingClientRect();
  await document.fonts.ready;
  // Pictures are there when the page is loaded; the second turn is for faces asked for by the first layout with the others.
  document.body.getBoundingClientRect();
  await document.fonts.ready;
  parent.postMessage(JSON.stringify(measure()), "*");
});
