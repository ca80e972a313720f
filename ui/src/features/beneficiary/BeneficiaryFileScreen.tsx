/** A person's file: who, how to reach them, what was done together. */
import { GitCompareArrows, History, NotebookPen, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, ButtonLink, count, dayInField, FailureNote, Loaded, minutesInWords, Notice, offerUndo, openFileName, PersonName, Screen, useVeil } from '../../kit';
import {
  AGE_BANDS,
  failureOf,
  GENDERS,
  labelOf,
  SOCIAL_STATUSES,
  themeLabel,
  useAnswer,
  useInvoke,
  type BeneficiaryFile,
  type BeneficiaryLine,
  type Failure,
} from '../../platform';
import { detailsOf } from '../../pieces/BeneficiaryFields';
import { ConflictCards } from '../../pieces/ConflictCards';
import { FollowUpPanels } from '../../pieces/followup/FollowUpPanels';
import { href, navigate } from '../../pieces/router';
import styles from './beneficiary.module.css';
import { Erase, Erased, ErasureStanding } from './Erase';
import { Gone, HandOver, HandoverStanding } from './Handover';
import { MergedFiles } from './MergedFiles';
import { olderFirst } from './pair';
import { Papers } from './Papers';
import { Timeline } from './Timeline';

export function BeneficiaryFileScreen({ id }: { id: string }) {
  const answer = useAnswer('beneficiary_get', { id });
  // It may go while it is open: what was shown of it goes too.
  const missing = answer.error?.failure.code === 'not_found' ? answer.error.failure : null;
  const file = missing ? undefined : answer.data;
  return (
    <Screen
      title={file ? openFileName(file.line.name) : 'Fiche'}
      under={file ? summaryOf(file) : null}
      actions={
        file ? (
          <>
            <ButtonLink tone="primary" icon={NotebookPen} href={href({ name: 'session_new', person: file.line.id })}>
              Nouvelle séance
            </ButtonLink>
            <ButtonLink icon={Pencil} href={href({ name: 'beneficiary_edit', id: file.line.id })}>
              Modifier
            </ButtonLink>
          </>
        ) : null
      }
    >
      {missing ? (
        <NotHere id={id} retry={() => void answer.refetch()} failure={missing} />
      ) : (
        <Loaded answer={answer} rows={5}>
          {(data) => <File key={data.line.id} file={data} />}
        </Loaded>
      )}
    </Screen>
  );
}

/** No file: it went to a colleague, was erased, or is in the corbeille. */
function NotHere({ id, retry, failure }: { id: string; retry: () => void; failure: Failure }) {
  const answer = useAnswer('handover_get', { id });
  const erasure = useAnswer('erasure_get', { id });
  if (answer.data?.state === 'gone') return <Gone id={id} />;
  if (erasure.data?.state === 'erased') return <Erased id={id} />;
  return answer.data || answer.error ? <FailureNote failure={failure} retry={retry} /> : null;
}

/** « 7 séances · 4 h 30 · de mars à hier » */
function summaryOf({ line, minutes, first_session }: BeneficiaryFile): string {
  if (line.sessions === 0) return 'Aucune séance';
  const span =
    first_session === null || line.last_session === null
      ? ''
      : first_session === line.last_session
        ? `le ${dayInField(first_session)}`
        : `du ${dayInField(first_session)} au ${dayInField(line.last_session)}`;
  return [count(line.sessions, 'séance'), minutesInWords(minutes), span].filter(Boolean).join(' · ');
}

function File({ file }: { file: BeneficiaryFile }) {
  const { form, line, age_band: band } = file;
  const facts: readonly [string, string][] = [
    ['Téléphone', form.no_phone ? 'N’a pas de téléphone' : form.phone],
    ['Adresse e-mail', form.email],
    ['Commune de résidence', form.commune ? `${form.commune.name} (${form.commune.postcode})` : ''],
    ['Année de naissance', form.birth_year],
    ['Tranche d’âge', band ? labelOf(AGE_BANDS, band) : ''],
    ['Genre', form.gender ? labelOf(GENDERS, form.gender) : ''],
    ['Statut', form.status ? labelOf(SOCIAL_STATUSES, form.status) : ''],
    ['Notes', form.notes],
  ];
  const told = facts.filter(([, value]) => value !== '');
  return (
    <>
      <ErasureStanding id={line.id} />
      <HandoverStanding id={line.id} />
      <ConflictCards table="beneficiary" id={line.id} />
      <Resembling file={file} />
      <section className={styles.card} aria-label="Identité et coordonnées">
        {told.length === 0 ? <p className={styles.muted}>Seul le nom est connu.</p> : null}
        <dl className={styles.facts}>
          {told.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <FollowUpPanels person={file.line.id} />
      {file.themes.length > 0 ? (
        <section className={styles.stack} aria-labelledby="themes">
          <h2 id="themes">Thèmes abordés</h2>
          <ul className={styles.themes}>
            {file.themes.map(({ theme, count: times, minutes }) => (
              <li key={theme}>
                {themeLabel(theme)}{' '}
                <span className={styles.muted}>
                  × {times} · {minutesInWords(minutes)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Timeline id={line.id} />
      <MergedFiles files={file.merged} />
      <Papers id={line.id} />
      <Foot line={line} />
    </>
  );
}

/** Another file that may be the same person's: said once, until somebody tells them apart. */
function Resembling({ file }: { file: BeneficiaryFile }) {
  const invoke = useInvoke();
  const veil = useVeil();
  const answer = useAnswer('beneficiary_twins', { except: file.line.id, form: file.form });
  const other = answer.data?.[0];
  if (!other) return null;
  const [stays, goes] = olderFirst(file.line, other);
  const apart = async () => {
    const both = { first: file.line.id, second: other.id };
    await invoke('beneficiary_tell_apart', both);
    offerUndo((shown) => `${shown(file.line.name)} et ${shown(other.name)} sont deux personnes.`, () => void invoke('beneficiary_tell_together', both));
  };
  return (
    <Notice>
      <p>
        Une autre fiche ressemble à celle-ci : <PersonName name={other.name} /> <span className={styles.muted}>{veil.words(detailsOf(other))}</span>
      </p>
      <span className={styles.buttons}>
        <ButtonLink dense icon={GitCompareArrows} href={href({ name: 'beneficiary_merge', id: stays.id, other: goes.id })}>
          Comparer
        </ButtonLink>
        <Button dense tone="quiet" onPress={() => void apart()}>
          C’est une autre personne
        </Button>
      </span>
    </Notice>
  );
}

function Foot({ line }: { line: BeneficiaryLine }) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const remove = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      const gone = await invoke('beneficiary_delete', { ids: [line.id] });
      offerUndo((shown) => `Fiche mise à la corbeille : ${shown(line.name)}.`, () => void invoke('beneficiary_restore', gone));
      navigate({ name: 'beneficiaries' });
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.foot}>
        <ButtonLink icon={History} href={href({ name: 'beneficiary_history', id: line.id })}>
          Historique de la fiche
        </ButtonLink>
        <HandOver id={line.id} />
        <Button tone="danger" icon={Trash2} onPress={() => void remove()}>
          Mettre à la corbeille
        </Button>
        <Erase id={line.id} name={openFileName(line.name)} />
      </div>
    </>
  );
}
