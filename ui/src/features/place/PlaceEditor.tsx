/** Add a place met on the road, or complete one; kept as a draft at each change. */
import { useCallback, useState } from 'react';

import { Loaded, Screen } from '../../kit';
import { useAnswer, useInvoke, type PlaceForm } from '../../platform';
import { EditorFrame, useEditor } from '../../pieces/editor';
import { EMPTY_PLACE, readPlaceDraft, type PlaceDraft } from '../../pieces/placeForm';
import { navigate } from '../../pieces/router';
import { Hours, Identity, Offer, Reach, References, Words } from './PlaceFields';

interface Props {
  id: string | null;
  draft: string | null;
}

const SHOWN = [...Object.keys(EMPTY_PLACE), 'position', ...Array.from({ length: 7 }, (_, day) => `days.${day}`)];

export function PlaceEditorScreen({ id, draft }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('place_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const waiting = id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting) {
    return (
      <Screen title={id === null ? 'Nouveau lieu' : 'Modifier le lieu'}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const start: PlaceDraft = body === undefined ? { form: file.data?.form ?? EMPTY_PLACE, version: file.data?.version ?? null } : readPlaceDraft(body);
  return <Editor id={id} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ id, draft, start }: Props & { start: PlaceDraft }) {
  const invoke = useInvoke();
  const editor = useEditor({
    kind: 'place',
    id,
    draft,
    start,
    save: ({ form, version }, kept) => invoke('place_save', { id, draft: kept, form, version }),
    onSaved: (saved) => navigate({ name: 'place', id: saved }),
    back: id === null ? { name: 'places' } : { name: 'place', id },
  });
  const { change, errors, onBlur } = editor;
  const set = useCallback(
    (fields: Partial<PlaceForm>) => change((before) => ({ ...before, form: { ...before.form, ...fields } }), Object.keys(fields)),
    [change],
  );
  const part = { form: editor.body.form, set, errors, onBlur };
  return (
    <EditorFrame title={id === null ? 'Nouveau lieu' : 'Modifier le lieu'} editor={editor} shown={SHOWN}>
      <Identity {...part} autoFocus />
      <Offer {...part} />
      <Hours {...part} />
      <Reach {...part} />
      <Words {...part} />
      <References {...part} />
    </EditorFrame>
  );
}
