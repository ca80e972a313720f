/** Create or modify a person's file; kept as a draft at each change. */
import { useState } from 'react';

import { Loaded, Screen } from '../../kit';
import { useAnswer, useInvoke, type BeneficiaryForm, type BeneficiaryLine } from '../../platform';
import {
  BENEFICIARY_FIELDS,
  ContactFields,
  EMPTY_BENEFICIARY,
  IdentityFields,
  MoreFields,
  NotesField,
  readBeneficiaryDraft,
  type BeneficiaryDraft,
} from '../../pieces/BeneficiaryFields';
import { EditorFrame, FormGroup, useEditor } from '../../pieces/editor';
import { navigate } from '../../pieces/router';
import { SamePerson } from '../../pieces/SamePerson';
import { Twins } from '../../pieces/Twins';

interface Props {
  id: string | null;
  draft: string | null;
}

export function BeneficiaryEditorScreen({ id, draft }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('beneficiary_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const waiting = id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting) {
    return (
      <Screen title={id === null ? 'Nouvelle fiche' : 'Modifier la fiche'}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const start: BeneficiaryDraft =
    body === undefined
      ? { form: file.data?.form ?? EMPTY_BENEFICIARY, version: file.data?.version ?? null, different: [] }
      : readBeneficiaryDraft(body);
  return <Editor id={id} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ id, draft, start }: Props & { start: BeneficiaryDraft }) {
  const invoke = useInvoke();
  const [same, setSame] = useState<BeneficiaryLine | null>(null);
  const editor = useEditor({
    kind: 'beneficiary',
    id,
    draft,
    start,
    save: ({ form, version, different }, kept) => invoke('beneficiary_save', { id, draft: kept, form, version, different: [...different] }),
    onSaved: (saved) => navigate({ name: 'beneficiary', id: saved }),
    back: id === null ? { name: 'beneficiaries' } : { name: 'beneficiary', id },
  });
  const { errors, onBlur } = editor;
  const { form, different } = editor.body;

  const set = (change: Partial<BeneficiaryForm>) => {
    // What is compared with the other file is what was typed: look again.
    setSame(null);
    editor.change((before) => ({ ...before, form: { ...before.form, ...change } }), Object.keys(change));
  };
  const fields = { form, set, errors, onBlur };
  return (
    <EditorFrame title={id === null ? 'Nouvelle fiche' : 'Modifier la fiche'} editor={editor} shown={BENEFICIARY_FIELDS}>
        <FormGroup title="Identité du bénéficiaire">
          <IdentityFields {...fields} autoFocus />
          {same ? (
            <SamePerson
              line={same}
              form={form}
              onBack={() => {
                editor.draft.touch(editor.body);
                setSame(null);
              }}
              settle={editor.draft.settle}
              onChosen={(person) => {
                editor.draft.finish();
                navigate({ name: 'beneficiary', id: person.id });
              }}
            />
          ) : (
            <Twins
              form={form}
              except={id}
              different={different}
              onDifferent={(line) => editor.change((before) => ({ ...before, different: [...before.different, line.id] }), [])}
              // Two files that exist are compared first; a new one completes the file that is there.
              onSame={(line) => (id === null ? setSame(line) : editor.save((saved) => navigate({ name: 'beneficiary_merge', id: saved, other: line.id })))}
            />
          )}
        </FormGroup>
        <FormGroup title="Coordonnées">
          <ContactFields {...fields} />
        </FormGroup>
        <FormGroup title="Informations complémentaires">
          <MoreFields {...fields} />
        </FormGroup>
        <FormGroup title="Notes complémentaires">
          <NotesField {...fields} />
        </FormGroup>
    </EditorFrame>
  );
}
