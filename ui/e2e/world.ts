/** One team: its server, the line in front of it, and laptops that a browser shows. */
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CommandName, Commands, CommuneRef, PlaceForm } from '../src/platform/generated/bindings';
import { EMPTY_PLACE } from '../src/pieces/placeForm';
import { Program, run, SCREENS } from './programs';

export const TOWN_HALL = 'Mairie de Barneville-Carteret';
const COMMUNE: CommuneRef = { code: '50031', name: 'Barneville-Carteret', postcode: '50270' };

type Answer<K extends CommandName> = Commands[K]['response'];

/** A laptop: a folder, the program over it, and one page. */
export class Laptop {
  /** Of its notebook, once enrolled. */
  passphrase = '';

  private constructor(
    private readonly folder: string,
    private program: Program,
    readonly page: Page,
  ) {}

  static async buy(folder: string, context: BrowserContext): Promise<Laptop> {
    return new Laptop(folder, await Laptop.program(folder), await context.newPage());
  }

  private static program(folder: string): Promise<Program> {
    return Program.start('escale-devhost', ['--data', folder, '--ui', SCREENS, '--listen', '127.0.0.1:0', '--no-keyring']);
  }

  /** The program in the browser, at an address of its own. */
  async open(address = '#/'): Promise<void> {
    // Through an empty page: an address that only changes after its # would not load anew.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.program.told['url'] ?? ''}${address}`);
  }

  /** What the screens would send: for what a journey needs and does not tell. */
  async command<K extends CommandName>(name: K, args: Commands[K]['request']): Promise<Answer<K>> {
    const answer = await fetch(`${this.program.told['url'] ?? ''}api/command/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const body: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return body as Answer<K>;
  }

  async enrol(code: string, device_name: string): Promise<void> {
    const { passphrase } = await this.command('passphrase_suggest', null);
    await this.command('enrol', { code, passphrase, device_name });
    this.passphrase = passphrase;
  }

  async pullTheBattery(): Promise<void> {
    await this.program.kill();
  }

  /** The same folder, another start. */
  async restart(): Promise<void> {
    this.program = await Laptop.program(this.folder);
  }

  /** The place where the day is spent. */
  async settle(): Promise<void> {
    const form: PlaceForm = { ...EMPTY_PLACE, name: TOWN_HALL, commune: COMMUNE, typologies: ['MUNI'] };
    const { id } = await this.command('place_save', { id: null, draft: null, version: null, form });
    await this.command('place_set_current', { id });
  }

  async leave(): Promise<void> {
    await this.program.kill();
  }
}

export class World {
  private readonly laptops: Laptop[] = [];
  private advisers: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly server: Program,
    private readonly line: Program,
    private readonly newContext: () => Promise<BrowserContext>,
  ) {}

  static async open(newContext: () => Promise<BrowserContext>): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'escale-journey-'));
    const server = await Program.start('escale-server', ['serve', '--data', join(folder, 'server'), '--listen', '127.0.0.1:0']);
    const line = await Program.start('escale-line', ['--to', server.told['address'] ?? '', '--control', join(folder, 'line')]);
    const world = new World(folder, server, line, newContext);
    const team = await world.admin('team', 'add', '--name', 'Cotentin');
    world.advisers = [await world.admin('adviser', 'add', '--team', team, '--name', 'Camille Vasseur')];
    return world;
  }

  private admin(...words: string[]): Promise<string> {
    return run('escale-server', ['admin', ...words, '--data', join(this.folder, 'server')]);
  }

  /** A code for one laptop of the adviser, to be typed once. */
  code(): Promise<string> {
    return this.admin('code', 'new', '--adviser', this.advisers[0] ?? '', '--address', this.line.told['listening'] ?? '');
  }

  /** Live rows the server holds, by table. */
  async count(): Promise<Record<string, number>> {
    return JSON.parse(await this.admin('count')) as Record<string, number>;
  }

  /** The network between every laptop and the server. */
  network(state: 'cut' | 'open'): void {
    // In one go: the line never reads half a word.
    const next = join(this.folder, 'line.next');
    writeFileSync(next, state);
    renameSync(next, join(this.folder, 'line'));
  }

  /** A laptop out of its box. */
  async newLaptop(): Promise<Laptop> {
    const laptop = await Laptop.buy(join(this.folder, `laptop-${this.laptops.length + 1}`), await this.newContext());
    this.laptops.push(laptop);
    return laptop;
  }

  /** A laptop of the adviser, enrolled and open. */
  async laptop(device_name: string): Promise<Laptop> {
    const laptop = await this.newLaptop();
    await laptop.enrol(await this.code(), device_name);
    return laptop;
  }

  /** A laptop of another adviser, everything sent, open: the demonstration's, or one with years of work (profile M). */
  async full(kind: 'seed' | 'years'): Promise<Laptop> {
    const folder = join(this.folder, `laptop-${this.laptops.length + 1}`);
    const passphrase = 'barque boussole lanterne moulin village bougie mouton baril';
    const places = ['--server', join(this.folder, 'server'), '--via', this.line.told['listening'] ?? '', '--laptop', folder];
    await run('escale-demo', [kind, ...places], { ESCALE_DEMO_PASSPHRASE: passphrase });
    const laptop = await Laptop.buy(folder, await this.newContext());
    this.laptops.push(laptop);
    laptop.passphrase = passphrase;
    await laptop.command('unlock', { passphrase });
    return laptop;
  }

  async close(): Promise<void> {
    await Promise.all(this.laptops.map((laptop) => laptop.leave()));
    await this.line.kill();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const test = base.extend<{ world: World }>({
  world: async ({ browser, contextOptions }, give) => {
    const contexts: BrowserContext[] = [];
    const world = await World.open(async () => {
      const context = await browser.newContext(contextOptions);
      contexts.push(context);
      return context;
    });
    await give(world);
    await Promise.all(contexts.map((context) => context.close()));
    await world.close();
  },
});

export { expect } from '@playwright/test';
