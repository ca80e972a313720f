/** The form of a goal, a referral, a procedure, a diagnostic, a mandate, Pix or pass; kept as a draft at each change. */
import { useEffect, useState } from 'react';

import { Loaded, openFileName, Screen } from '../../kit';
import { useAnswer, useInvoke, type FollowUpFile } from '../../platform';
import { EditorFrame, useEditor } from '../../pieces/editor';
import { backOf, readFollowUpDraft, type FollowUpRoute } from '../../pieces/followup/form';
import { wordsOf } from '../../pieces/followup/words';
import { navigate } from '../../pieces/router';
import { Fields, SHOWN } from './Fields';

export function FollowUpEditorScreen(route: FollowUpRoute) {
  const { kind, id = null, person: beneficiary = null, session = null } = route;
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(route.draft ?? null);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const opened = useAnswer('followup_open', { kind, id, beneficiary, session }, { fresh: true });
  const waiting = opened.data === undefined ? opened : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting || !opened.data) {
    return (
      <Screen title={id === null ? wordsOf(kind).create : wordsOf(kind).change}>
        <Loaded answer={{ data: undefined, error: waiting?.error ?? null, refetch: () => waiting?.refetch() }}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((draft) => draft.id === resumed && draft.kind === 'follow_up')?.body;
  // What was typed, with what was seen when it was; today is today.
  const start = body === undefined ? opened.data : { ...readFollowUpDraft(body).file, today: opened.data.today };
  return <Editor route={route} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ route, draft, start }: { route: FollowUpRoute; draft: string | null; start: FollowUpFile }) {
  const invoke = useInvoke();
  const back = backOf(start);
  const editor = useEditor({
    kind: 'follow_up',
    id: start.id,
    draft,
    start: { route, file: start },
    save: ({ file }, kept) => invoke('followup_save', { id: file.id, draft: kept, form: file.form, version: file.version }),
    onSaved: () => navigate(back),
    back,
  });
  const { root, errors, onBlur } = editor;
  const { file } = editor.body;
  const { kind } = file.form;
  useEffect(() => {
    // Where the session says the place, what is left to say is why.
    const first = file.session_place === null ? '[data-field]' : '[data-field="reason"]';
    root.current?.querySelector<HTMLElement>(`${first} :is(input, select, textarea, [role="radio"])`)?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the form appears
  }, []);

  const change = (next: Partial<FollowUpFile>) =>
    editor.change(
      (before) => ({ ...before, file: { ...before.file, ...next } }),
      // The errors of what was typed again, and of nothing else.
      Object.entries(next.form ?? {}).flatMap(([field, value]) => (value === Reflect.get(file.form, field) ? [] : [field])),
    );
  const words = wordsOf(kind);
  return (
    <EditorFrame
      title={file.id === null ? words.create : words.change}
      under={file.person === null ? (kind === 'referral' ? 'Personne anonyme' : '') : openFileName(file.person)}
      editor={editor}
      shown={SHOWN}
    >
      <Fields file={file} change={change} errors={errors} onBlur={onBlur} />
    </EditorFrame>
  );
}
