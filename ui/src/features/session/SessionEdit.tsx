/** A session opened again: always editable by the one who noted it. */
import { Copy } from 'lucide-react';
import { useState } from 'react';

import { ButtonLink, FailureNote, Loaded, Notice, offerUndo, Screen } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Draft, type Failure, type SessionDefaults, type SessionFile } from '../../platform';
import { ConflictCards } from '../../pieces/ConflictCards';
import { History } from '../../pieces/History';
import { PaperButton } from '../../pieces/PaperButton';
import { SessionReferral } from '../../pieces/followup/SessionReferral';
import { href, navigate } from '../../pieces/router';
import { readSessionDraft, type SessionDraft } from '../../pieces/sessionForm';
import { Folded } from './Folded';
import { SessionEditor } from './SessionEditor';

export function SessionEdit({ id, draft }: { id: string; draft?: string | undefined }) {
  const [resumed] = useState(draft);
  const file = useAnswer('session_get', { id }, { fresh: true });
  const defaults = useAnswer('session_defaults', null, { fresh: true });
  const drafts = useAnswer('draft_list', null, { fresh: true });
  // Asked here too, so that the cards above the form are there when it opens and nothing jumps.
  const disputes = useAnswer('conflict_get', { table: 'session', id });
  const waiting = [file, defaults, drafts].find((a) => a.data === undefined);
  if (waiting || disputes.isPending || !file.data || !defaults.data || !drafts.data) {
    return (
      <Screen title="Séance">
        <Loaded answer={{ data: undefined, error: waiting?.error ?? null, refetch: () => waiting?.refetch() }} rows={6}>
          {() => null}
        </Loaded>
      </Screen>
    );
  }
  const kept = drafts.data.find((d) => (resumed ? d.id === resumed : d.kind === 'session' && d.record === id));
  return <Opened id={id} file={file.data} defaults={defaults.data} kept={kept} reread={async () => (await file.refetch()).data} />;
}

interface OpenedProps {
  id: string;
  file: SessionFile;
  defaults: SessionDefaults;
  kept: Draft | undefined;
  /** The session as it is in the notebook now. */
  reread: () => Promise<SessionFile | undefined>;
}

function Opened({ id, file: latest, defaults: latestDefaults, kept: latestKept, reread }: OpenedProps) {
  const invoke = useInvoke();
  // Nothing moves by itself under the hands: what arrives meanwhile is seen at the next opening.
  const [{ file, defaults, kept }, setOpened] = useState({ file: latest, defaults: latestDefaults, kept: latestKept });
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const start: SessionDraft = kept
    ? readSessionDraft(kept.body)
    : {
        form: file.form,
        people: file.form.people.map((person, index) => ({ id: person, name: file.people[index] ?? 'Personne sans nom' })),
        place_name: file.form.place_kind === 'lieu_activite' ? file.line.place : null,
        towards: file.redirection_place,
        typed: null,
        version: file.version,
      };

  // The person just chose a value above the form: the form takes it, unless she has begun to type.
  const chosen = async () => {
    const now = await reread();
    if (now) setOpened((opened) => ({ ...opened, file: now }));
  };

  const remove = async () => {
    try {
      await invoke('session_delete', { id });
    } catch (reason) {
      setRefusal(failureOf(reason));
      return;
    }
    navigate({ name: 'sessions' });
    offerUndo('Séance mise à la corbeille.', () => invoke('session_restore', { id }));
  };

  return (
    <SessionEditor
      id={id}
      draft={kept?.id ?? null}
      defaults={defaults}
      start={start}
      actions={
        <ButtonLink dense tone="quiet" icon={Copy} href={href({ name: 'session_new', like: id })}>
          Dupliquer
        </ButtonLink>
      }
      notice={
        <>
          {refusal ? <FailureNote failure={refusal} /> : null}
          <ConflictCards table="session" id={id} onChosen={() => void chosen()} />
          <SessionReferral session={id} />
          {kept ? (
            <Notice>
              <p>Vous reprenez des modifications gardées en brouillon.</p>
            </Notice>
          ) : null}
        </>
      }
      onSaved={() => navigate({ name: 'sessions' })}
      onClose={() => navigate({ name: 'sessions' })}
      onDelete={() => void remove()}
      history={
        <Folded title="Historique" summary="qui a changé quoi, et quand" atFault={false}>
          <History table="session" id={id} what="Séance" onRestored={() => void chosen()} />
        </Folded>
      }
      tools={
        file.line.kind === 'collectif' ? (
          <PaperButton
            label="Feuille d’émargement"
            warning="Il porte les noms de l’atelier tel qu’il est enregistré, et des lignes vides. Une fois imprimé, effacez-le de l’ordinateur."
            named
            make={(large) => invoke('paper_attendance', { id, large })}
          />
        ) : null
      }
    />
  );
}
