/** The journeys: real screens, real notebook, real server, in a browser the machine already has. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** The distribution's own browser: nothing is downloaded. */
function browser(): string {
  const asked = process.env['ESCALE_BROWSER'];
  if (asked) return asked;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error('The journeys need Chromium or Chrome: `sudo apt-get install chromium`, or name one in ESCALE_BROWSER.');
}

export default defineConfig({
  testDir: '.',
  testMatch: '*.journey.ts',
  outputDir: '../node_modules/.journeys',
  reporter: [['list']],
  forbidOnly: process.env['CI'] === 'true',
  // A busy shared machine may starve a browser: one more try there, and the journey is then listed as
  // flaky, which is a defect to look into. None at home.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  // Each journey has a team of its own: they may all run at once.
  fullyParallel: true,
  workers: 2,
  // Keys are derived with as much memory as on a laptop, possibly while the machine compiles.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 20_000,
    trace: 'off',
    launchOptions: {
      executablePath: browser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
