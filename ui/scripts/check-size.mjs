// The budget of a cheap laptop: all the JavaScript, compressed, under 250 kB. Also refuses a
// production bundle that carries the in-memory fake of the component tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 250 * 1000;
const assets = join(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'), 'assets');
let total = 0;
for (const name of readdirSync(assets).filter((n) => n.endsWith('.js')).sort()) {
  const bytes = readFileSync(join(assets, name));
  if (bytes.includes('fake-platform-marker')) {
    process.stderr.write(`${name} carries the fake platform of the tests: import it only behind import.meta.env.DEV\n`);
    process.exit(1);
  }
  const size = gzipSync(bytes, { level: 9 }).length;
  total += size;
  process.stdout.write(`${String(size).padStart(8)}  ${name}\n`);
}
process.stdout.write(`${String(total).padStart(8)}  total, budget ${BUDGET}\n`);
if (total > BUDGET) {
  process.stderr.write('JavaScript is over its budget: see what entered the bundle with vite build --debug\n');
  process.exit(1);
}
