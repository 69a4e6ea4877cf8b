// A card as a page in headless Chromium, driven by puppeteer: the bound page that `peers --pages` wrote, its pictures in the page, and a screenshot.
// Fonts come from fontconfig (FONTCONFIG_FILE).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { assets, card, dataUri, pages, serve } from './worker.mjs';

const PLACE = /424242/g; // where the number stands in the page
const pictures = process.env.PICTURES; // a second folder of pictures
const embed = (name) => {
  const file = [assets, pictures].filter(Boolean).map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
  return dataUri(name, fs.readFileSync(file));
};
const page = fs.readFileSync(path.join(pages, `${card}.html`), 'utf8').replace(/src="([^":]+)"/g, (_, name) => `src="${embed(name)}"`);

// What `--fit` says, as people write it for browsers: the largest whole size at which the words keep inside their box.
function fit() {
  const words = document.querySelector('.words');
  let [fits, fitsNot] = [20, 121];
  while (fitsNot - fits > 1) {
    const size = (fits + fitsNot) >> 1;
    words.style.fontSize = `${size}px`;
    const inside = words.scrollHeight <= 300 && words.scrollWidth <= 1040;
    [fits, fitsNot] = inside ? [size, fitsNot] : [fits, size];
  }
  words.style.fontSize = `${fits}px`;
}

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'peers-chromium-'));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  userDataDir: profile,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb', '--font-render-hinting=none', '--disable-lcd-text',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const tab = await browser.newPage();
await tab.setViewport({ width: 1200, height: 630 });

async function draw(number) {
  await tab.setContent(page.replace(PLACE, String(number)), { waitUntil: 'load' });
  if (card === 'quote') await tab.evaluate(fit);
  return tab.screenshot({ type: 'png' });
}

await serve(draw, async () => {
  await browser.close();
  fs.rmSync(profile, { recursive: true, force: true });
});
