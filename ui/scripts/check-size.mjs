// The budget of a cheap laptop: what the lock screen reads before it can be used, and all the
// JavaScript of all the screens, compressed. Also refuses a production bundle that carries the in-memory fake of the component tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 330 * 1000;
/** What verrou.html names: read at each start. */
const DOOR = 130 * 1000;
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
const folder = join(assets, '..');
const page = readFileSync(join(folder, 'verrou.html'), 'utf8');
const door = [...page.matchAll(/assets\/[\w.-]+\.js/g)]
  .map(([name]) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length)
  .reduce((sum, size) => sum + size, 0);
process.stdout.write(`${String(door).padStart(8)}  at the door, budget ${DOOR}\n`);
if (door > DOOR) {
  process.stderr.write('The lock screen reads too much JavaScript: load what it does not use after it\n');
  process.exit(1);
}
if (total > BUDGET) {
  process.stderr.write('JavaScript is over its budget: see what entered the bundle with vite build --debug\n');
  process.exit(1);
}
