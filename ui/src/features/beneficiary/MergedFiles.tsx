/** Files joined to this one: what was written to them elsewhere since, and the way to tell them apart. */
import { useRef, useState } from 'react';

import { Button, FailureNote, Notice, PersonName, useVeil, when } from '../../kit';
import { failureOf, useInvoke, type Failure, type MergedFile } from '../../platform';
import { fieldName } from '../../pieces/fieldNames';
import { navigate } from '../../pieces/router';
import styles from './beneficiary.module.css';

export function MergedFiles({ files }: { files: readonly MergedFile[] }) {
  const invoke = useInvoke();
  const veil = useVeil();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  if (files.length === 0) return null;

  const once = async (act: () => Promise<unknown>) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      await act();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  const part = (file: MergedFile) =>
    once(async () => {
      await invoke('beneficiary_part', { id: file.id });
      navigate({ name: 'beneficiary', id: file.id });
    });

  return (
    <section className={styles.stack} aria-labelledby="merged">
      <h2 id="merged">Fiches réunies à celle-ci</h2>
      {failure ? <FailureNote failure={failure} /> : null}
      <ul className={styles.joined}>
        {files.map((file) => (
          <li key={file.id}>
            <span>
              <strong>
                <PersonName name={file.name} />
              </strong> <span className={styles.muted}>· {when(file.at)}</span>
            </span>
            <Button dense aria-label={`Séparer : ${veil.name(file.name)}`} onPress={() => void part(file)}>
              Séparer
            </Button>
            {file.late.length > 0 ? (
              <Notice>
                <p>Un autre ordinateur, qui ne savait pas encore, a changé cette fiche depuis :</p>
                <ul>
                  {file.late.map(({ field, words }) => (
                    <li key={field}>
                      {fieldName(field)} : <strong>{words === '' ? '(vidé)' : words}</strong>
                    </li>
                  ))}
                </ul>
                <span className={styles.buttons}>
                  <Button dense tone="primary" onPress={() => void once(() => invoke('beneficiary_merge_take', { source: file.id, fields: file.late.map(({ field }) => field) }))}>
                    Reprendre dans cette fiche
                  </Button>
                  <Button dense onPress={() => void once(() => invoke('beneficiary_merge_take', { source: file.id, fields: [] }))}>
                    Laisser de côté
                  </Button>
                </span>
              </Notice>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
