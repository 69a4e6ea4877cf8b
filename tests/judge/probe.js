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

/** Whether lines of an element belong to a formatting context of its own. */
function standsApart(style) {
  return style.overflowX !== "visible" || style.position === "absolute" || !["block", "inline", "list-item"].includes(style.display);
}

/**
 * Leaves out what follows the last line of an element that clamps the lines of the blocks in it. Chromium still has it
 * there, below the end of the element.
 */
function clampBlocks(element, lines, boxes, elements) {
  const clamp = Number.parseInt(getComputedStyle(element).webkitLineClamp, 10);
  if (!(clamp > 0)) return;
  const apart = (node) => {
    for (let each = node; each !== element; each = each.parentElement) {
      if (standsApart(getComputedStyle(each))) return true;
    }
    return false;
  };
  const counted = lines
    .filter(({ block }) => element.contains(block) && !apart(block))
    .flatMap((block) => block.done.map((line) => ({ block, line })))
    .sort((one, other) => one.line.top - other.line.top);
  const last = counted[clamp - 1];
  if (!last) return;
  const follows = (node) =>
    element.contains(node) && (last.line.from.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const gone = (node) => follows(node) && getComputedStyle(node).position !== "absolute" && getComputedStyle(node).display !== "inline";
  last.line.cut = counted.length > clamp || [...element.querySelectorAll("*")].some(gone);
  for (const { block, line } of counted.slice(clamp)) block.done.splice(block.done.indexOf(line), 1);
  for (const block of lines) if (gone(block.block)) block.done = [];
  for (let at = boxes.length - 1; at >= 0; at -= 1) if (gone(elements[boxes[at][0]])) boxes.splice(at, 1);
}

/** The line of a pseudo-element that is a box of its own: there is no way to ask where it stands. */
function apart(element, which, index) {
  const style = getComputedStyle(element, which);
  const [, quoted] = style.content.match(/^"((?:[^"\\]|\\.)+)"$/u) ?? [];
  const outside = style.position === "absolute" || style.display.startsWith("inline-");
  if (!outside || quoted === undefined || quoted.trim() === "") return null;
  const lines = new Lines(element, index);
  const [left, right, top, bottom] = [0, 0, 0, 0];
  lines.done.push({ text: quoted, left, right, top, bottom, generated: true });
  return lines;
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
    this.current = { text: this.before + text, left, right, top, bottom, generated: this.before.trim() !== "", from: this.node };
    this.before = "";
    this.done.push(this.current);
  }

  /** The lines that are shown, with those marked whose end is replaced by an ellipsis. */
  shown() {
    const style = getComputedStyle(this.block);
    const lines = this.done;
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
  lines.node = node;
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
  for (const element of elements) clampBlocks(element, blocks, boxes, elements);
  for (const element of elements) {
    for (const which of ["::before", "::after"]) {
      const lines = apart(element, which, indices.get(element));
      if (lines) blocks.push(lines);
    }
  }
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
