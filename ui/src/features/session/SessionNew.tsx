/** « Nouvelle séance »: empty, repeated, or resumed from its draft. */
import { useRef, useState } from 'react';

import { ButtonLink, EmptyState, Loaded, Screen } from '../../kit';
import { useAnswer, type SessionDefaults, type WorkshopSession } from '../../platform';
import { href, navigate } from '../../pieces/router';
import { readSessionDraft, type SessionDraft } from '../../pieces/sessionForm';
import { SessionEditor } from './SessionEditor';
import { nextDraft, plannedDraft, startingDraft } from './start';

interface Props {
  workshop?: boolean | undefined;
  repeat?: boolean | undefined;
  draft?: string | undefined;
  person?: string | undefined;
  /** The planned workshop to record. */
  planned?: string | undefined;
  like?: string | undefined;
}

export function SessionNew({ workshop, repeat, draft, person, planned, like }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const atOpening = useRef<WorkshopSession | null>(null);
  const defaults = useAnswer('session_defaults', null, { fresh: true });
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== undefined });
  const ready = useAnswer('workshop_session', { id: planned ?? '' }, { fresh: true, enabled: planned !== undefined });
  const file = useAnswer('beneficiary_get', { id: person ?? '' }, { enabled: person !== undefined });
  const model = useAnswer('session_get', { id: like ?? '' }, { fresh: true, enabled: like !== undefined });

  const waiting = [
    defaults,
    ...(resumed ? [drafts] : []),
    ...(person ? [file] : []),
    ...(planned !== undefined ? [ready] : []),
    ...(like ? [model] : []),
  ].find((a) => a.data === undefined);
  if (waiting || !defaults.data) {
    return (
      <Screen title="Nouvelle séance">
        <Loaded answer={{ data: undefined, error: waiting?.error ?? null, refetch: () => waiting?.refetch() }} rows={6}>
          {() => null}
        </Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const known = file.data ? { id: file.data.line.id, name: file.data.line.name } : undefined;
  // As it was when the form opened: what arrives meanwhile is settled when saving.
  atOpening.current ??= ready.data ?? null;
  const filled = atOpening.current;
  if (body === undefined && filled !== null && filled.session !== null) return <AlreadyNoted session={filled.session} />;
  const fresh = filled !== null && planned !== undefined ? plannedDraft(planned, filled) : startingDraft(defaults.data, { workshop, repeat, person: known, like: model.data });
  const start = body === undefined ? fresh : readSessionDraft(body);
  return <Series defaults={defaults.data} start={start} draft={body === undefined ? null : (resumed ?? null)} />;
}

/** A planned workshop is recorded once. */
function AlreadyNoted({ session }: { session: string }) {
  return (
    <Screen title="Nouvel atelier">
      <EmptyState action={<ButtonLink href={href({ name: 'session', id: session })}>Ouvrir la séance</ButtonLink>}>
        La séance de cet atelier est déjà notée. Vous pouvez l’ouvrir et la compléter.
      </EmptyState>
    </Screen>
  );
}

/** One form after the other, as at a desk with a queue. */
function Series({ defaults: latest, start, draft }: { defaults: SessionDefaults; start: SessionDraft; draft: string | null }) {
  // What is on the screen never moves because something was saved elsewhere.
  const [defaults] = useState(latest);
  const [current, setCurrent] = useState({ start, draft, rank: 0 });
  const [alike, setAlike] = useState(false);
  const planned = current.start.workshop;
  if (planned) {
    // One workshop, one session: there is no next one.
    const back = () => navigate({ name: 'workshop', id: planned });
    return <SessionEditor id={null} draft={current.draft} defaults={defaults} start={current.start} onSaved={back} onClose={back} />;
  }
  return (
    <SessionEditor
      key={current.rank}
      id={null}
      draft={current.draft}
      defaults={defaults}
      start={current.start}
      following={current.rank > 0}
      alike={alike}
      onAlike={setAlike}
      onSaved={() => navigate({ name: 'today' })}
      onNext={(saved) => {
        window.history.replaceState(null, '', window.location.hash.replace(/\?.*$/, ''));
        setCurrent(({ rank }) => ({ start: nextDraft(saved, alike), draft: null, rank: rank + 1 }));
      }}
      onClose={() => navigate({ name: 'today' })}
    />
  );
}
