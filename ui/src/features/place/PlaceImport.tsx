/** Places of a file: tried first, everything said, then one import that can be undone as a whole. */
import { FileUp, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';

import { Button, ButtonLink, Checkbox, Chips, count, EmptyState, FailureNote, figure, Notice, PAGE, Pages, Rows, Screen, when } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type PlaceImportAsk, type PlaceImportReport, type PlaceImportUndone } from '../../platform';
import { href } from '../../pieces/router';
import styles from './place.module.css';

/** Départements offered as chips, those of most lines first. */
const OFFERED = 24;

/** The text of a file: UTF-8, or what an old spreadsheet writes. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

interface Chosen {
  name: string;
  ask: PlaceImportAsk;
  trial: PlaceImportReport;
}

export function PlaceImport() {
  const invoke = useInvoke();
  const latest = useAnswer('place_import_latest', null, { again: true });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [done, setDone] = useState<PlaceImportReport | null>(null);
  const [undone, setUndone] = useState<PlaceImportUndone | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const act = async (what: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await what();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };
  const tryOut = (name: string, ask: PlaceImportAsk) =>
    act(async () => {
      setDone(null);
      setUndone(null);
      setChosen({ name, ask, trial: await invoke('place_import_trial', ask) });
    });
  const pick = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    setChosen(null);
    void act(async () => tryOut(file.name, { text: await textOf(file), departments: [], update: false }));
  };
  const carryOut = (ask: PlaceImportAsk) =>
    act(async () => {
      setDone(await invoke('place_import', ask));
      setChosen(null);
    });
  const undo = (id: string) =>
    act(async () => {
      setUndone(await invoke('place_import_undo', { id }));
      setDone(null);
    });

  return (
    <Screen
      title="Importer des lieux"
      actions={<ButtonLink href={href({ name: 'places' })}>Retour aux lieux</ButtonLink>}
    >
      <p className={styles.text}>
        Choisissez un fichier CSV au format national des lieux de médiation numérique, par exemple celui de la cartographie nationale. Rien n’est importé avant que vous
        ayez vu ce qu’il contient.
      </p>
      <div className={styles.buttons}>
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={pick}>
          <Button icon={FileUp} tone={chosen ? 'plain' : 'primary'} isDisabled={busy}>
            {chosen ? 'Choisir un autre fichier' : 'Choisir un fichier'}
          </Button>
        </FileTrigger>
      </div>
      {failure ? <FailureNote failure={failure} /> : null}
      <p role="status" className="visually-hidden">
        {busy ? 'Lecture du fichier…' : done ? 'Import terminé.' : ''}
      </p>
      {chosen ? (
        <Trial
          key={chosen.name}
          chosen={chosen}
          busy={busy}
          onAsk={(change) => void tryOut(chosen.name, { ...chosen.ask, ...change })}
          onImport={() => void carryOut(chosen.ask)}
        />
      ) : null}
      {done ? (
        <Notice>
          <p>
            {outcome(done)}
          </p>
        </Notice>
      ) : null}
      {undone ? (
        <Notice>
          <p>
            Import annulé{'\u202f'}: {count(undone.removed, 'lieu retiré', 'lieux retirés')}
            {undone.restored > 0 ? `, ${count(undone.restored, 'lieu remis comme avant', 'lieux remis comme avant')}` : ''}
            {undone.kept > 0 ? `, ${count(undone.kept, 'lieu gardé parce qu’il a servi ou changé depuis', 'lieux gardés parce qu’ils ont servi ou changé depuis')}` : ''}.
          </p>
        </Notice>
      ) : null}
      {latest.data && !chosen ? (
        <section className={styles.stack} aria-labelledby="latest">
          <h2 id="latest">Dernier import</h2>
          <p>
            {when(latest.data.at)} · {count(latest.data.created, 'lieu ajouté', 'lieux ajoutés')}, {count(latest.data.changed, 'lieu modifié', 'lieux modifiés')}
          </p>
          <div className={styles.buttons}>
            <Button icon={Undo2} isDisabled={busy} onPress={() => latest.data && void undo(latest.data.id)}>
              Annuler cet import
            </Button>
          </div>
        </section>
      ) : null}
    </Screen>
  );
}

function outcome(done: PlaceImportReport): string {
  if (done.import === null) return 'Il n’y avait rien à importer\u202f: votre annuaire dit déjà tout cela.';
  const refused = done.refused > 0 ? `, ${count(done.refused, 'ligne refusée', 'lignes refusées')}` : '';
  return `Import terminé\u202f: ${count(done.created, 'lieu ajouté', 'lieux ajoutés')}${refused}.`;
}

interface TrialProps {
  chosen: Chosen;
  busy: boolean;
  onAsk: (change: Partial<PlaceImportAsk>) => void;
  onImport: () => void;
}

function Trial({ chosen: { name, ask, trial }, busy, onAsk, onImport }: TrialProps) {
  const [offset, setOffset] = useState(0);
  const change = (next: Partial<PlaceImportAsk>) => {
    setOffset(0);
    onAsk(next);
  };
  const taken = trial.created + (ask.update ? trial.different : 0);
  const figures: readonly [string, number][] = [
    ['Lignes', trial.lines],
    ['Lieux nouveaux', trial.created],
    ['Déjà connus, différents', trial.different],
    ['Déjà connus, identiques', trial.same],
    ['Lignes refusées', trial.refused],
  ];
  return (
    <section className={styles.stack} aria-labelledby="trial">
      <h2 id="trial">Ce que contient {name}</h2>
      <dl className={styles.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{figure(value)}</dd>
          </div>
        ))}
      </dl>
      {trial.departments.length > 1 ? (
        <Chips
          label="Ne garder que les départements"
          description={'Aucun choisi\u202f: tout le fichier.'}
          mode="many"
          chips={trial.departments.slice(0, OFFERED).map(({ code, lines }) => ({ value: code, label: `${code} · ${figure(lines)}`, spoken: `${code}, ${count(lines, 'ligne')}` }))}
          chosen={ask.departments}
          onChange={(departments) => change({ departments })}
        />
      ) : null}
      {trial.different > 0 ? (
        <Checkbox isSelected={ask.update} onChange={(update) => change({ update })}>
          Mettre à jour les lieux déjà connus{'\u202f'}: ce que dit le fichier remplace, ce qu’il ne dit pas reste
        </Checkbox>
      ) : null}
      <div className={styles.buttons}>
        <Button tone="primary" isDisabled={busy || taken === 0} onPress={onImport}>
          {taken === 0 ? 'Rien à importer' : `Importer ${count(taken, 'lieu', 'lieux')}`}
        </Button>
      </div>
      <h3>À savoir</h3>
      {trial.remarks.length === 0 ? (
        <EmptyState>Tout se lit{'\u202f'}: aucune ligne refusée, aucune valeur laissée de côté.</EmptyState>
      ) : (
        <>
          <Rows label="Remarques sur le fichier">
            {trial.remarks.slice(offset, offset + PAGE).map((remark, index) => (
              <li key={`${remark.line} ${remark.column} ${index}`} className={styles.remark}>
                <span className={styles.muted}>Ligne {figure(remark.line)}</span> · <strong>{remark.name || 'sans nom'}</strong>
                {remark.refused ? <span className={styles.refused}> · refusée</span> : null}
                <br />
                {remark.column}
                {'\u202f'}: {remark.message}
              </li>
            ))}
          </Rows>
          <Pages total={trial.remarks.length} offset={offset} onOffset={setOffset} />
          {trial.more_remarks > 0 ? <p className={styles.muted}>Et {count(trial.more_remarks, 'autre remarque', 'autres remarques')}{'\u202f'}: corrigez le fichier, ou choisissez moins de départements.</p> : null}
        </>
      )}
    </section>
  );
}
