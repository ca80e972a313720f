/** People from the national platform's workbook: a look first, then one import that can be taken back. */
import { FileUp, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';

import { Actions, Button, ButtonLink, Card, Checkbox, count, EmptyState, FailureNote, offerUndo, Pages, PAGE, PersonName, Rows, Screen, useVeil, when } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type Import, type ImportRow } from '../../platform';
import { FormBar } from '../../pieces/editor';
import { href } from '../../pieces/router';
import styles from './beneficiary.module.css';

/** As the notebook's own limit: a longer file is not even read. */
const LONGEST = 10 * 1024 * 1024;
const TOO_LARGE: Failure = { code: 'file_not_read', params: { reason: 'too_large' }, fields: [] };

interface Look {
  base64: string;
  rows: ImportRow[];
}

const good = (row: ImportRow) => row.faults.length === 0 && !row.sample;
/** What is offered without a thought: neither the example nor somebody who seems known. */
const offered = (rows: readonly ImportRow[]) => new Set(rows.filter((row) => good(row) && row.twin === null).map((row) => row.row));

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function ImportScreen() {
  const invoke = useInvoke();
  const [look, setLook] = useState<Look | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');

  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };

  const read = (files: FileList | null) =>
    attempt(async () => {
      const file = files?.[0];
      if (!file) return;
      setTold('');
      setLook(null);
      if (file.size > LONGEST) {
        setFailure(TOO_LARGE);
        return;
      }
      const base64 = await toBase64(file);
      const { rows } = await invoke('import_preview', { base64 });
      setLook({ base64, rows });
      setChosen(offered(rows));
    });

  const undo = (batch: string) =>
    attempt(async () => {
      const { removed, kept } = await invoke('import_undo', { batch });
      setTold(
        `Import annulé : ${count(removed, 'fiche retirée', 'fiches retirées')}.` +
          (kept > 0 ? ` ${count(kept, 'fiche gardée', 'fiches gardées')}, car des séances y sont notées.` : ''),
      );
    });

  const run = () =>
    attempt(async () => {
      if (!look) return;
      const done = await invoke('import_run', { base64: look.base64, rows: [...chosen] });
      setLook(null);
      setTold(`${count(done.count, 'fiche créée', 'fiches créées')} sur cet ordinateur.`);
      offerUndo(`${count(done.count, 'fiche importée', 'fiches importées')}.`, () => void undo(done.batch));
    });

  return (
    <Screen
      title="Importer des bénéficiaires"
      actions={
        <ButtonLink tone="quiet" href={href({ name: 'beneficiaries' })}>
          Retour aux fiches
        </ButtonLink>
      }
    >
      <p className={styles.intro}>
        Choisissez le modèle d’import de La Coop de la médiation numérique, rempli (fichier Excel, .xlsx). Rien n’est enregistré avant que vous ayez vu ce qu’il contient.
      </p>
      <p role="status">{told}</p>
      {failure ? <FailureNote failure={failure} /> : null}
      <div>
        <FileTrigger acceptedFileTypes={['.xlsx']} onSelect={(files) => void read(files)}>
          <Button icon={FileUp} tone={look ? 'plain' : 'primary'} isDisabled={busy}>
            {look ? 'Choisir un autre fichier' : 'Choisir le fichier'}
          </Button>
        </FileTrigger>
      </div>
      {look ? <Preview look={look} chosen={chosen} onChosen={setChosen} busy={busy} onRun={() => void run()} /> : <LastOne onUndo={(batch) => void undo(batch)} />}
    </Screen>
  );
}

function LastOne({ onUndo }: { onUndo: (batch: string) => void }) {
  const last: Import | null = useAnswer('import_last', null, { again: true }).data?.import ?? null;
  if (!last) return null;
  return (
    <Card>
      <p>
        Dernier import : {count(last.count, 'fiche')}, {when(last.at)}.
      </p>
      <Actions>
        <Button icon={Undo2} onPress={() => onUndo(last.batch)}>
          Annuler cet import
        </Button>
      </Actions>
    </Card>
  );
}

interface PreviewProps {
  look: Look;
  chosen: ReadonlySet<number>;
  onChosen: (chosen: ReadonlySet<number>) => void;
  busy: boolean;
  onRun: () => void;
}

function Preview({ look: { rows }, chosen, onChosen, busy, onRun }: PreviewProps) {
  const veil = useVeil();
  const [offset, setOffset] = useState(0);
  const faulty = rows.filter((row) => row.faults.length > 0 && !row.sample).length;
  const twins = rows.filter((row) => good(row) && row.twin !== null).length;
  const toggle = (row: number) => {
    const next = new Set(chosen);
    if (!next.delete(row)) next.add(row);
    onChosen(next);
  };
  if (rows.length === 0) return <EmptyState>Ce fichier ne contient personne : les lignes sous les titres sont vides.</EmptyState>;
  return (
    <section className={styles.stack} aria-labelledby="preview">
      <h2 id="preview">Ce que contient le fichier</h2>
      <p role="status">
        {count(rows.length, 'ligne')} · {count(chosen.size, 'cochée')}
        {faulty > 0 ? ` · ${count(faulty, 'ligne à corriger', 'lignes à corriger')} dans le fichier` : ''}
        {twins > 0 ? ` · ${count(twins, 'personne semble', 'personnes semblent')} déjà connue${twins > 1 ? 's' : ''}` : ''}
      </p>
      <div className={styles.buttons}>
        <Button dense onPress={() => onChosen(offered(rows))}>
          Cocher les nouvelles personnes
        </Button>
        <Button dense onPress={() => onChosen(new Set())}>
          Tout décocher
        </Button>
      </div>
      <Rows label="Lignes du fichier">
        {rows.slice(offset, offset + PAGE).map((row) => (
          <li key={row.row} className={styles.importRow}>
            {good(row) ? (
              <Checkbox isSelected={chosen.has(row.row)} onChange={() => toggle(row.row)}>
                <strong>
                  <PersonName name={row.name} />
                </strong> <span className={styles.muted}>ligne {row.row}</span>
              </Checkbox>
            ) : (
              <p>
                <strong>{row.name === '' ? 'Sans nom' : <PersonName name={row.name} />}</strong> <span className={styles.muted}>ligne {row.row}</span>
              </p>
            )}
            {veil.words(row.details) === '' ? null : <p className={styles.muted}>{row.details}</p>}
            {row.sample ? <p className={styles.muted}>L’exemple du modèle : il n’est pas importé.</p> : null}
            {row.twin ? <p className={styles.flag}>Semble déjà connue : <PersonName name={row.twin} /></p> : null}
            {row.sample ? null : (
              <ul className={styles.faults}>
                {row.faults.map((fault) => (
                  <li key={`${fault.column} ${fault.message}`}>
                    {fault.column} : {fault.message}
                  </li>
                ))}
                {row.warnings.map((warning) => (
                  <li key={warning} className={styles.flag}>
                    Notes : {warning}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </Rows>
      <Pages total={rows.length} offset={offset} onOffset={setOffset} />
      <FormBar>
        <Button tone="primary" isDisabled={chosen.size === 0} isPending={busy} onPress={onRun}>
          {`Importer ${count(chosen.size, 'personne')}`}
        </Button>
      </FormBar>
    </section>
  );
}
