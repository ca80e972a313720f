/** Equipment, tags and notes: folded, told on one line when filled. */
import { Chips, count, errorOf, TextField } from '../../kit';
import { labelOf, MATERIALS, useAnswer } from '../../platform';
import { TagPicker } from '../../pieces/TagPicker';
import { TextGuard } from '../../pieces/TextGuard';
import { Folded } from './Folded';
import type { FormPart } from './SessionEditor';

export function MoreFields({ form, set, errors, onBlur }: FormPart) {
  const tags = useAnswer('tag_list', null, { enabled: form.tags.length > 0 });
  // Those of the corbeille stay on the session, unseen.
  const borne = (tags.data ?? []).filter((tag) => [tag.id, ...tag.aliases].some((id) => form.tags.includes(id)));
  const filled = [
    form.materials.map((material) => labelOf(MATERIALS, material)).join(', '),
    borne.length > 2 ? count(borne.length, 'étiquette') : borne.map(({ name }) => name).join(', '),
    form.notes?.trim() ? 'notes' : '',
  ].filter(Boolean);
  return (
    <Folded
      title="Matériel, étiquettes, notes"
      summary={filled.length > 0 ? filled.join(' · ') : 'ordinateur, téléphone…'}
      atFault={['materials', 'tags', 'notes'].some((field) => errorOf(errors, field) !== undefined)}
    >
      <Chips
        label="Matériel numérique utilisé"
        field="materials"
        mode="many"
        chips={MATERIALS}
        chosen={form.materials}
        onChange={(materials) => set({ materials })}
        error={errorOf(errors, 'materials')}
      />
      <TagPicker chosen={form.tags} onChange={(chosen) => set({ tags: chosen })} />
      <TextField
        label={form.kind === 'collectif' ? 'Notes sur l’atelier' : 'Notes sur l’accompagnement'}
        multiline
        field="notes"
        value={form.notes ?? ''}
        onChange={(notes) => set({ notes })}
        onBlur={onBlur}
        description="Il est interdit de stocker des informations sensibles (données de santé, mots de passe, etc)."
        error={errorOf(errors, 'notes')}
      />
      <TextGuard text={form.notes ?? ''} />
    </Folded>
  );
}
