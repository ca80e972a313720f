/** The bundle people receive: built as for release, weighed, and free of the tests' fake. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const ui = join(import.meta.dirname, '..');
const out = mkdtempSync(join(tmpdir(), 'escale-ui-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

it('weighs less than its budget and carries no fake', { timeout: 120_000 }, () => {
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, [join(ui, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', out, '--emptyOutDir'], { cwd: ui, env, stdio: 'pipe' });
  const told = execFileSync(process.execPath, [join(ui, 'scripts/check-size.mjs'), out], { cwd: ui, encoding: 'utf8' });
  expect(told).toMatch(/total, budget 330000/);
  expect(told).toMatch(/at the door, budget 130000/);
});
