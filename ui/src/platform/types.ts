/** What the screens know of the outside: typed commands and a stream of events, nothing else. */
import type { CommandName, Commands, Event, Failure, FileOut } from './generated/bindings';

export type { CommandName };
/** What the notebook says by itself: something changed, an exchange moved on, it closed. */
export type PlatformEvent = Event;
export type Request<K extends CommandName> = Commands[K]['request'];
export type Response<K extends CommandName> = Commands[K]['response'];

export interface Platform {
  /** Rejects with a `CommandFailure`, always. */
  invoke<K extends CommandName>(name: K, args: Request<K>): Promise<Response<K>>;
  /**
   * Hands a file to the host, which asks the person where to keep it. Whether it was saved:
   * `false` when she changed her mind. Rejects with a `CommandFailure`.
   */
  saveFile(file: FileOut): Promise<boolean>;
  /** Answers a function that stops listening. */
  listen(handler: (event: PlatformEvent) => void): () => void;
}

/** A failure as an exception. Its message carries the code only: never what a person typed. */
export class CommandFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'CommandFailure';
    this.failure = failure;
  }
}

function looksLikeFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

/** Any rejection as a failure: what does not speak our language is `unexpected`. */
export function toCommandFailure(reason: unknown): CommandFailure {
  if (reason instanceof CommandFailure) return reason;
  if (looksLikeFailure(reason)) {
    const raw: Partial<Failure> & Pick<Failure, 'code'> = reason;
    return new CommandFailure({ code: raw.code, params: raw.params ?? {}, fields: raw.fields ?? [] });
  }
  return new CommandFailure({ code: 'unexpected', params: {}, fields: [] });
}

export function failureOf(reason: unknown): Failure {
  return toCommandFailure(reason).failure;
}
