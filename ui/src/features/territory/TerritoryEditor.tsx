/** Write or correct a diagnostic; kept as a draft at each change. */
import { useEffect, useRef, useState } from 'react';

import { Button, Chips, dayInField, dayOf, ErrorText, errorOf, FailureNote, focusFirstError, Loaded, offerUndo, parseDay, Screen, strayErrors, TextField } from '../../kit';
import { failureOf, THEMES, useAnswer, useInvoke, type Failure, type TerritoryForm } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import { useDraft } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { useFormKeys } from '../../pieces/formKeys';
import { PlacePicker } from '../../pieces/PlacePicker';
import { navigate, rememberDraft, type Route } from '../../pieces/router';
import { EMPTY_TERRITORY, readTerritoryDraft, type TerritoryDraft } from '../../pieces/territoryForm';
import styles from './territory.module.css';

interface Props {
  id: string | null;
  draft: string | null;
  /** The place a new diagnostic is about. */
  place: string | null;
}

const NEEDS = THEMES.filter((theme) => !theme.administrative).map(({ value, label, hint }) => ({ value, label, hint }));

export function TerritoryEditorScreen({ id, draft, place }: Props) {
  const title = id === null ? 'Nouveau diagnostic' : 'Modifier le diagnostic';
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('territory_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const about = useAnswer('place_get', { id: place ?? '' }, { fresh: true, enabled: place !== null });
  const waiting =
    id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : place !== null && about.data === undefined ? about : null;
  if (waiting) {
    return (
      <Screen title={title}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const fresh: TerritoryDraft = {
    form: file.data?.form ?? { ...EMPTY_TERRITORY, date: dayOf(new Date()), place },
    place_name: file.data?.place_name ?? about.data?.line.name ?? null,
    version: file.data?.version ?? null,
  };
  return <Editor id={id} draft={body === undefined ? null : resumed} title={title} start={body === undefined ? fresh : readTerritoryDraft(body)} />;
}

interface EditorProps {
  id: string | null;
  draft: string | null;
  title: string;
  start: TerritoryDraft;
}

function Editor({ id, draft: resumed, title, start: latest }: EditorProps) {
  const invoke = useInvoke();
  const draft = useDraft({ kind: 'territory', record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [{ version }] = useState(latest);
  const [form, setForm] = useState(latest.form);
  const [placeName, setPlaceName] = useState(latest.place_name);
  const [typedDay, setTypedDay] = useState(latest.form.date === '' ? '' : dayInField(latest.form.date));
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);
  const back: Route = id === null ? { name: 'territories' } : { name: 'territory', id };

  const set = (change: Partial<TerritoryForm>) => {
    touched.current = true;
    setForm((before) => ({ ...before, ...change }));
  };
  const body = { form, place_name: placeName, version };
  useEffect(() => {
    if (touched.current) draft.touch(body);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [form]);

  const save = async () => {
    if (saving.current) return;
    saving.current = true;
    const kept = await draft.settle();
    try {
      const saved = await invoke('territory_save', { id, draft: kept, form, version });
      draft.finish();
      navigate({ name: 'territory', id: saved.id });
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch(body);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      saving.current = false;
    }
  };

  const abandon = async () => {
    await draft.discard();
    navigate(back);
    if (touched.current) offerUndo('Saisie abandonnée.', () => void invoke('draft_save', { id: null, kind: 'territory', record: id, body }));
  };

  useFormKeys({ save: () => void save(), close: () => navigate(back) });

  const errors = failure?.fields ?? [];
  const onBlur = () => void draft.flush();
  const prose = (field: 'existing' | 'needs' | 'proposals') => ({
    field,
    multiline: true,
    value: form[field],
    onChange: (value: string) => set({ [field]: value }),
    onBlur,
    error: errorOf(errors, field),
  });
  return (
    <Screen title={title} ownFocus under={<DraftLine status={draft.status} />}>
      <div ref={root} className={styles.form}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, Object.keys(EMPTY_TERRITORY)).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        <fieldset className={styles.group}>
          <legend>De quoi parle-t-il</legend>
          {form.place !== null ? (
            <div role="group" aria-label="Lieu" data-field="commune">
              <span className={styles.label}>Lieu</span>
              <div className={styles.picked}>
                <span>{placeName ?? 'Un lieu que cet ordinateur ne connaît pas'}</span>
                <Button
                  dense
                  onPress={() => {
                    setPlaceName(null);
                    set({ place: null });
                  }}
                >
                  Changer
                </Button>
              </div>
            </div>
          ) : (
            <>
              <CommunePicker label="Commune" field="commune" value={form.commune} onChange={(commune) => set({ commune })} error={errorOf(errors, 'commune')} />
              {form.commune === null ? (
                <PlacePicker
                  label="Ou un lieu"
                  onPick={(place) => {
                    setPlaceName(place.name);
                    set({ place: place.id });
                  }}
                />
              ) : null}
            </>
          )}
          <TextField
            label="Date"
            required
            field="date"
            description="hier, lun, 3/2 ou 03/02/2026"
            value={typedDay}
            onChange={(typed) => {
              setTypedDay(typed);
              set({ date: parseDay(typed, dayOf(new Date())) ?? typed });
            }}
            onBlur={onBlur}
            error={errorOf(errors, 'date')}
          />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Ce qui existe</legend>
          <TextField label="Lieux, personnes, matériel, horaires" {...prose('existing')} />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Besoins exprimés</legend>
          <Chips label="Thèmes" field="themes" mode="many" chips={NEEDS} chosen={form.themes} onChange={(themes) => set({ themes })} error={errorOf(errors, 'themes')} />
          <TextField label="Besoins, avec les mots de ceux qui les disent" {...prose('needs')} />
          <TextField
            label="Structures qui les ont exprimés"
            description={'Une par ligne. Jamais le nom d’une personne\u202f: ce diagnostic est partagé avec l’équipe.'}
            field="structures"
            multiline
            value={form.structures.join('\n')}
            onChange={(text) => set({ structures: text === '' ? [] : text.split('\n') })}
            onBlur={onBlur}
            error={errorOf(errors, 'structures')}
          />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Ce qui est proposé</legend>
          <TextField label="Propositions" {...prose('proposals')} />
        </fieldset>
        <div className={styles.bar}>
          <Button tone="quiet" shortcut="Échap" onPress={() => navigate(back)}>
            Fermer
          </Button>
          <Button tone="quiet" onPress={() => void abandon()}>
            Abandonner la saisie
          </Button>
          <Button tone="primary" shortcut="Ctrl S" onPress={() => void save()}>
            Enregistrer
          </Button>
        </div>
      </div>
    </Screen>
  );
}
