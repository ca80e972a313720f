import { describe, expect, it } from 'vitest';

import { failure } from '../testing/fakePlatform';
import type { FailureCode } from '../platform';
import { sentencesFor } from './failures';

const CODES: FailureCode[] = [
  'locked', 'not_enrolled', 'already_enrolled', 'wrong_passphrase', 'wait_before_retry', 'weak_passphrase', 'wrong_pin',
  'pin_unavailable', 'weak_pin', 'keyring_unavailable', 'keyring_lost', 'damaged', 'newer_notebook', 'already_open', 'disk_full',
  'disk_read_only', 'invalid', 'not_found', 'code_malformed', 'code_refused', 'server_unreachable', 'foreign_answer', 'bad_request',
  'unexpected', 'file_not_understood',
];

describe('every failure', () => {
  it.each(CODES)('%s says what happened, what is safe and what to do, without a word of ours', (code) => {
    const { what, safe, todo } = sentencesFor(failure(code, { retry_after: '40', tries_left: '2', incident: 'A7' }));
    for (const sentence of [what, safe, todo]) {
      expect(sentence).toMatch(/[.]$/);
      expect(sentence).not.toMatch(/\b(error|erreur|code d’erreur|undefined|null|NaN|409|500|conflit)\b/i);
    }
  });

  it('counts what is left', () => {
    expect(sentencesFor(failure('wrong_pin', { tries_left: '1' })).todo).toContain('un essai');
    expect(sentencesFor(failure('wrong_passphrase', { retry_after: '120' })).todo).toContain('2\u00a0minutes');
    expect(sentencesFor(failure('unexpected', { incident: 'A7F3' })).todo).toContain('A7F3');
  });
});
