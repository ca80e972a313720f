/**
 * The house's own programs, as a person would start them: each one says where it is on its first
 * line, and none outlives the tests.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const built = process.env['ESCALE_BIN'] ?? join(process.env['CARGO_TARGET_DIR'] ?? join(root, 'target'), 'debug');
/** The screens, as built. */
export const SCREENS = process.env['ESCALE_UI'] ?? join(root, 'ui/dist');

type Name = 'escale-server' | 'escale-line' | 'escale-devhost' | 'escale-demo';

function pathOf(name: Name): string {
  const path = join(built, process.platform === 'win32' ? `${name}.exe` : name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo build --workspace\` first.`);
  return path;
}

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Runs to its end; what it printed, without the line's end. */
export async function run(name: Name, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(pathOf(name), [...args], { env: { ...process.env, ...env } });
  return stdout.trim();
}

export class Program {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<void>,
    /** The JSON of its first line. */
    readonly told: Record<string, string>,
  ) {}

  static async start(name: Name, args: readonly string[]): Promise<Program> {
    const child = spawn(pathOf(name), [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)));
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    void ended.then(() => running.delete(child));
    const first = await new Promise<string>((said, failed) => {
      createInterface(child.stdout).once('line', said);
      child.once('error', failed);
      void ended.then(() => failed(new Error(`${name} ended before it was ready: ${words}`)));
    });
    return new Program(child, ended, JSON.parse(first) as Record<string, string>);
  }

  /** Asked politely. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  /** The battery is pulled out. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
