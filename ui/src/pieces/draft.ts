/**
 * Drafts: a form is kept 400 ms after a pause and at most 800 ms after a keystroke, at once when the
 * focus leaves or the notebook is about to close. One save at a time, always the latest body.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { failureOf, invalidate, useInvoke, type DraftKind, type DraftSaved, type Failure } from '../platform';

export const PAUSE_MS = 400;
export const LATEST_MS = 800;
/** After a refusal (a full disk), try again by itself. */
const RETRY_MS = 5_000;

export interface DraftStatus {
  /** RFC 3339 of the last save. */
  savedAt: string | null;
  failure: Failure | null;
}

type Save = (id: string | null, body: unknown) => Promise<DraftSaved>;

/** The keeping itself, without React: one per open form. */
export class DraftKeeper {
  private body: unknown;
  private dirty = false;
  private firstDirtyAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inFlight: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly save: Save,
    private readonly onStatus: (status: DraftStatus) => void,
    private draftId: string | null = null,
  ) {}

  get id(): string | null {
    return this.draftId;
  }

  /** The form changed. */
  touch(body: unknown): void {
    this.stopped = false;
    this.body = body;
    const now = Date.now();
    if (!this.dirty) {
      this.dirty = true;
      this.firstDirtyAt = now;
    }
    this.schedule(Math.min(PAUSE_MS, Math.max(0, this.firstDirtyAt + LATEST_MS - now)));
  }

  /** Save what is not saved yet, now. Resolves when the notebook has answered. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.inFlight) await this.inFlight;
    if (!this.dirty || this.stopped) return;
    this.dirty = false;
    this.inFlight = this.send(this.body);
    await this.inFlight;
  }

  /** Before finishing the form: no more saves, and the identifier the finished form replaces. */
  async settle(): Promise<string | null> {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.inFlight) await this.inFlight;
    return this.draftId;
  }

  /** The form was saved and its draft dropped with it: nothing more to keep. */
  finish(): void {
    this.stopped = true;
    this.dirty = false;
    this.draftId = null;
    clearTimeout(this.timer);
  }

  private async send(body: unknown): Promise<void> {
    try {
      const saved = await this.save(this.draftId, body);
      this.draftId = saved.id;
      this.onStatus({ savedAt: saved.saved_at, failure: null });
    } catch (reason) {
      this.onStatus({ savedAt: null, failure: failureOf(reason) });
      if (!this.dirty) {
        this.dirty = true;
        this.firstDirtyAt = Date.now();
      }
      if (!this.stopped) this.schedule(RETRY_MS);
    } finally {
      this.inFlight = null;
    }
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }
}

const open = new Set<DraftKeeper>();

/** Before the notebook closes: every open form is kept. */
export async function keepOpenDrafts(): Promise<void> {
  await Promise.all([...open].map((keeper) => keeper.flush()));
}

interface DraftOptions {
  kind: DraftKind;
  /** The record being changed. */
  record: string | null;
  /** The draft being resumed. */
  draft: string | null;
  /** The draft has its identifier: the address can name it, so that coming back resumes it. */
  onKept?: (id: string) => void;
}

export interface DraftHandle {
  status: DraftStatus;
  touch: (body: unknown) => void;
  flush: () => Promise<void>;
  settle: () => Promise<string | null>;
  /** The form was saved: its draft went with it. */
  finish: () => void;
  /** Drop the draft: the person said so. */
  discard: () => Promise<void>;
}

/** The draft of the form on the screen. Its options are read once: give the form a key per record. */
export function useDraft({ kind, record, draft, onKept }: DraftOptions): DraftHandle {
  const invoke = useInvoke();
  const client = useQueryClient();
  const [status, setStatus] = useState<DraftStatus>({ savedAt: null, failure: null });
  const keeper = useRef<DraftKeeper | null>(null);
  const alive = useRef(true);
  keeper.current ??= new DraftKeeper(
    async (id, body) => {
      const saved = await invoke('draft_save', { id, kind, record, body });
      if (id === null && alive.current) onKept?.(saved.id);
      return saved;
    },
    setStatus,
    draft,
  );
  const current = keeper.current;

  useEffect(() => {
    const leaving = () => void current.flush();
    alive.current = true;
    open.add(current);
    window.addEventListener('pagehide', leaving);
    window.addEventListener('beforeunload', leaving);
    document.addEventListener('visibilitychange', leaving);
    return () => {
      window.removeEventListener('pagehide', leaving);
      window.removeEventListener('beforeunload', leaving);
      document.removeEventListener('visibilitychange', leaving);
      alive.current = false;
      // Leaving the screen keeps the draft.
      void current.flush().finally(() => {
        if (alive.current) return;
        open.delete(current);
        // Saves while typing refresh no list; leaving does.
        invalidate(client, ['drafts']);
      });
    };
  }, [current, client]);

  return {
    status,
    touch: (body) => current.touch(body),
    flush: () => current.flush(),
    settle: () => current.settle(),
    finish: () => current.finish(),
    discard: async () => {
      const id = await current.settle();
      if (id !== null) await invoke('draft_discard', { id });
    },
  };
}
