// A card with satori (boxes and text to SVG) and resvg-js (SVG to PNG). satori takes a tree of elements with styles and not a style sheet, lays out with
// flexbox alone, cannot mix colours in one paragraph (so words are boxes in a row that wraps), and takes emoji as pictures.
import satori from 'satori';
import { Resvg } from '@resvg/resvg-js';
import { card, dataUri, read, serve } from './worker.mjs';

const cards = JSON.parse(read('cards.json'));
const font = (name, weight, file) => ({ name, weight, style: 'normal', data: read(file) });
const options = {
  width: 1200,
  height: 630,
  fonts: [font('Sans', 400, 'sans-400.ttf'), font('Sans', 600, 'sans-600.ttf'), font('Sans', 700, 'sans-700.ttf'),
    font('Serif', 500, 'serif-500.ttf'), font('Serif', 600, 'serif-600.ttf')],
  graphemeImages: { '🚀': dataUri('emoji-1f680.png'), '🎉': dataUri('emoji-1f389.png') },
};
const pictures = Object.fromEntries(['avatar.jpg', 'bg.jpg', 'logo.svg'].map((name) => [name, dataUri(name)]));

const element = (type, style, children, attributes = {}) => ({ type, props: { ...attributes, style, children } });
const box = (style, ...children) => element('div', { display: 'flex', ...style }, children);
const line = (size, height, style, words) => box({ fontSize: size, lineHeight: `${height}px`, ...style }, words);
const picture = (name, width, height, style) => element('img', style, undefined, { src: pictures[name], width, height });
const icon = (name, size, colour, style) => element('svg', style,
  [element('path', {}, undefined, { d: cards.paths[name], fill: colour, fillRule: 'evenodd' })],
  { viewBox: '0 0 24 24', width: size, height: size });

const GREY = '#536471';

function post(text) {
  // Words with the spaces after them; those that begin with @ or # are blue up to the space.
  const words = text('text').match(/\S+\s*/g).map((word) => element('span', { whiteSpace: 'pre', color: /^[@#]/.test(word) ? '#1d9bf0' : '#0f1419' }, word));
  const metric = (name, count) => box({ alignItems: 'center', marginRight: 56 }, icon(name, 28, GREY, { marginRight: 12 }), line(26, 32, { fontWeight: 600, color: GREY }, count));
  return box({ width: 1200, height: 630, alignItems: 'center', justifyContent: 'center', fontFamily: 'Sans', backgroundImage: 'linear-gradient(135deg, #5b6ee1, #a45bd6)' },
    box({ flexDirection: 'column', boxSizing: 'border-box', width: 1040, padding: 40, borderRadius: 32, backgroundColor: '#fff' },
      box({ alignItems: 'center' },
        picture('avatar.jpg', 96, 96, { borderRadius: 48 }),
        box({ flexDirection: 'column', marginLeft: 20 },
          box({ alignItems: 'center' }, line(36, 44, { fontWeight: 700, color: '#0f1419' }, text('name')), icon('badge', 32, '#1d9bf0', { marginLeft: 8 })),
          line(26, 34, { color: GREY }, text('handle')))),
      box({ flexWrap: 'wrap', marginTop: 24, fontSize: 32, lineHeight: '46px' }, ...words),
      line(24, 32, { marginTop: 20, color: GREY }, text('date')),
      box({ height: 2, marginTop: 20, backgroundColor: '#e1e8ed' }),
      box({ marginTop: 20 }, metric('reply', text('replies')), metric('repost', text('reposts')), metric('like', text('likes')))));
}

function quote(text) {
  const words = text('text');
  const at = (left, top, style, ...children) => box({ position: 'absolute', left, top, ...style }, ...children);
  // It cannot search for the size that fits; a formula of the length gives the same size here.
  const size = Math.floor(47.2 * Math.sqrt(188 / [...words].length));
  return box({ position: 'relative', width: 1200, height: 630, fontFamily: 'Sans', color: '#fff' },
    picture('bg.jpg', 1200, 630, { position: 'absolute', left: 0, top: 0, objectFit: 'cover' }),
    at(0, 0, { width: 1200, height: 630, backgroundColor: 'rgba(8, 12, 24, 0.62)' }),
    at(72, 28, { fontFamily: 'Serif', fontWeight: 600, fontSize: 220, lineHeight: '220px', color: '#ffd166' }, '“'),
    at(80, 156, { width: 1040, height: 300, alignItems: 'center' },
      box({ width: 1040, fontFamily: 'Serif', fontWeight: 500, fontSize: size, lineHeight: 1.25 }, words)),
    at(80, 500, { flexDirection: 'column' }, line(30, 38, { fontWeight: 700 }, text('author')), line(22, 30, { color: '#c8d0e0' }, text('title'))),
    picture('logo.svg', 56, 56, { position: 'absolute', left: 1064, top: 506 }));
}

await serve(async (number) => {
  const text = (field) => cards[card][field].replaceAll('{n}', number);
  const svg = await satori({ post, quote }[card](text), options);
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
});
