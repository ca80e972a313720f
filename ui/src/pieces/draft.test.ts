import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CommandFailure, type DraftSaved } from '../platform';
import { failure } from '../testing/fakePlatform';
import { DraftKeeper, LATEST_MS, PAUSE_MS, type DraftStatus } from './draft';

const SAVED_AT = '2026-11-24T11:42:00+01:00';

function keeperOver(save: (id: string | null, body: unknown) => Promise<DraftSaved>) {
  const statuses: DraftStatus[] = [];
  return { keeper: new DraftKeeper(save, (status) => statuses.push(status)), statuses };
}

describe('a draft', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is kept 400 ms after a pause, not before', async () => {
    const save = vi.fn(async () => ({ id: 'd-1', saved_at: SAVED_AT }));
    const { keeper, statuses } = keeperOver(save);
    keeper.touch('a');
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(save).toHaveBeenCalledExactlyOnceWith(null, 'a');
    expect(statuses).toEqual([{ savedAt: SAVED_AT, failure: null }]);
  });

  it('is kept at most 800 ms after a keystroke, though typing never pauses', async () => {
    const saved: { at: number; body: string }[] = [];
    const { keeper } = keeperOver(async (_, body) => {
      saved.push({ at: Date.now(), body: String(body) });
      return { id: 'd-1', saved_at: SAVED_AT };
    });
    const typed: { at: number; body: string }[] = [];
    let text = '';
    for (let stroke = 0; stroke < 40; stroke += 1) {
      text += 'x';
      typed.push({ at: Date.now(), body: text });
      keeper.touch(text);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(LATEST_MS);
    for (const stroke of typed) {
      const keeping = saved.find((s) => s.body.length >= stroke.body.length);
      expect(keeping).toBeDefined();
      expect(keeping!.at - stroke.at).toBeLessThanOrEqual(LATEST_MS);
    }
    expect(saved.length).toBeLessThan(typed.length);
  });

  it('is one draft: the first identifier is replaced, never a second created, even while saving', async () => {
    const answers: ((saved: DraftSaved) => void)[] = [];
    const save = vi.fn(() => new Promise<DraftSaved>((resolve) => answers.push(resolve)));
    const { keeper } = keeperOver(save);
    keeper.touch('a');
    const first = keeper.flush();
    keeper.touch('b');
    const second = keeper.flush();
    expect(save).toHaveBeenCalledTimes(1);
    answers[0]!({ id: 'd-1', saved_at: SAVED_AT });
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(save).toHaveBeenLastCalledWith('d-1', 'b');
    answers[1]!({ id: 'd-1', saved_at: SAVED_AT });
    await second;
    expect(keeper.id).toBe('d-1');
  });

  it('is not kept when nothing changed', async () => {
    const save = vi.fn(async () => ({ id: 'd-1', saved_at: SAVED_AT }));
    const { keeper } = keeperOver(save);
    await keeper.flush();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(save).not.toHaveBeenCalled();
  });

  it('tells a refusal and tries again by itself with the latest words', async () => {
    let full = true;
    const bodies: unknown[] = [];
    const { keeper, statuses } = keeperOver(async (_, body) => {
      bodies.push(body);
      if (full) throw new CommandFailure(failure('disk_full'));
      return { id: 'd-1', saved_at: SAVED_AT };
    });
    keeper.touch('a');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(statuses.at(-1)?.failure?.code).toBe('disk_full');
    full = false;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(statuses.at(-1)).toEqual({ savedAt: SAVED_AT, failure: null });
    expect(bodies).toEqual(['a', 'a']);
  });

  it('gives its identifier to the finished form and keeps quiet', async () => {
    const save = vi.fn(async () => ({ id: 'd-1', saved_at: SAVED_AT }));
    const { keeper } = keeperOver(save);
    keeper.touch('a');
    await keeper.flush();
    keeper.touch('b');
    expect(await keeper.settle()).toBe('d-1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(save).toHaveBeenCalledTimes(1);
    // The save of the form was refused: typing goes on, in the same draft.
    keeper.touch('b');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(save).toHaveBeenLastCalledWith('d-1', 'b');
  });
});
