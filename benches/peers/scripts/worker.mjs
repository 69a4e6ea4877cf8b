// The other end of run.py's pipe for tools that run in Node. `serve(draw, close)`: `draw(number)` gives the bytes of a PNG file.
// Arguments of a tool: ASSETS PAGES CARD [--once FILE].
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { performance } from 'node:perf_hooks';

export const [assets, pages, card] = process.argv.slice(2, 5);
export const read = (name) => fs.readFileSync(path.join(assets, name));

const types = { jpg: 'image/jpeg', png: 'image/png', svg: 'image/svg+xml' };
export const dataUri = (name, bytes = read(name)) => `data:${types[name.split('.').pop()]};base64,${bytes.toString('base64')}`;

export async function serve(draw, close = async () => {}) {
  const once = process.argv.indexOf('--once');
  if (once > 0) {
    fs.writeFileSync(process.argv[once + 1], await draw(1042));
    return close();
  }
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, first, second] = line.split(' ');
    const start = performance.now();
    if (command === 'draw') {
      const bytes = (await draw(Number(first))).length;
      console.log(`${performance.now() - start} ${bytes}`);
    } else if (command === 'many') {
      for (let index = 0; index < Number(second); index++) await draw(Number(first) + index);
      console.log((performance.now() - start) / 1000);
    } else if (command === 'save') {
      fs.writeFileSync(second, await draw(Number(first)));
      console.log('saved');
    } else throw new Error(`\`${line}\` is no command`);
  }
  await close();
}
