/** « Nouvelle séance »: empty, repeated, or resumed from its draft. */
import { useState } from 'react';

import { Loaded, Screen } from '../../kit';
import { useAnswer, type SessionDefaults } from '../../platform';
import { navigate } from '../../pieces/router';
import { readSessionDraft, type SessionDraft } from '../../pieces/sessionForm';
import { SessionEditor } from './SessionEditor';
import { nextDraft, startingDraft } from './start';

interface Props {
  workshop?: boolean | undefined;
  repeat?: boolean | undefined;
  draft?: string | undefined;
  person?: string | undefined;
  like?: string | undefined;
}

export function SessionNew({ workshop, repeat, draft, person, like }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const defaults = useAnswer('session_defaults', null, { fresh: true });
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== undefined });
  const file = useAnswer('beneficiary_get', { id: person ?? '' }, { enabled: person !== undefined });
  const model = useAnswer('session_get', { id: like ?? '' }, { fresh: true, enabled: like !== undefined });

  const waiting = [defaults, ...(resumed ? [drafts] : []), ...(person ? [file] : []), ...(like ? [model] : [])].find((a) => a.data === undefined);
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
  const start = body === undefined ? startingDraft(defaults.data, { workshop, repeat, person: known, like: model.data }) : readSessionDraft(body);
  return <Series defaults={defaults.data} start={start} draft={body === undefined ? null : (resumed ?? null)} />;
}

/** One form after the other, as at a desk with a queue. */
function Series({ defaults: latest, start, draft }: { defaults: SessionDefaults; start: SessionDraft; draft: string | null }) {
  // What is on the screen never moves because something was saved elsewhere.
  const [defaults] = useState(latest);
  const [current, setCurrent] = useState({ start, draft, rank: 0 });
  const [alike, setAlike] = useState(false);
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
