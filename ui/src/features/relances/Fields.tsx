/** The fields of each kind of follow-up. */
import { Button, Chips, CountField, errorOf, Select, TextField, addDays, dayInWords } from '../../kit';
import {
  BASIC_LEVELS,
  BASICS,
  isAdministrative,
  MANDATE_DAYS,
  MANDATE_KINDS,
  PIX_KINDS,
  REDIRECTIONS,
  THEMES,
  type FieldError,
  type FollowUpFile,
  type FollowUpForm,
} from '../../platform';
import { DayField } from '../../pieces/followup/DayField';
import type { FollowUpFormKind } from '../../pieces/router';
import { PlacePicker } from '../../pieces/PlacePicker';
import { TextGuard } from '../../pieces/TextGuard';
import styles from './relances.module.css';

/** Fields that say their own errors; the others are said at the top. */
export const SHOWN = [
  'theme', 'wording', 'target', 'look_again', 'notes', 'place', 'place_name', 'redirection', 'date', 'reason', 'name',
  'answers', 'kind', 'days', 'start', 'points', 'count', 'face_value',
];

interface Props {
  file: FollowUpFile;
  change: (next: Partial<FollowUpFile>) => void;
  errors: readonly FieldError[];
  onBlur: () => void;
}

type FormOf<K extends FollowUpFormKind> = Extract<FollowUpForm, { kind: K }>['form'];

interface Part<K extends FollowUpFormKind> extends Props {
  form: FormOf<K>;
  set: (fields: Partial<FormOf<K>>) => void;
}

export function Fields(props: Props) {
  const { file, change } = props;
  const tagged = file.form;
  switch (tagged.kind) {
    case 'goal':
      return <GoalFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'goal', form: { ...tagged.form, ...fields } } })} />;
    case 'referral':
      return <ReferralFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'referral', form: { ...tagged.form, ...fields } } })} />;
    case 'procedure':
      return <ProcedureFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'procedure', form: { ...tagged.form, ...fields } } })} />;
    case 'needs_assessment':
      return (
        <AssessmentFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'needs_assessment', form: { ...tagged.form, ...fields } } })} />
      );
    case 'mandate':
      return <MandateFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'mandate', form: { ...tagged.form, ...fields } } })} />;
    case 'pix_result':
      return <PixFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'pix_result', form: { ...tagged.form, ...fields } } })} />;
    case 'digital_pass':
      return <PassFields {...props} form={tagged.form} set={(fields) => change({ form: { kind: 'digital_pass', form: { ...tagged.form, ...fields } } })} />;
  }
}

function GoalFields({ form, set, errors, onBlur, file: { today } }: Part<'goal'>) {
  return (
    <>
      <TextField
        label="Ce que la personne veut savoir faire"
        required
        field="wording"
        value={form.wording}
        onChange={(wording) => set({ wording })}
        onBlur={onBlur}
        description="Avec ses mots : « écrire seule à mon fils », « remplir ma déclaration »."
        error={errorOf(errors, 'wording')}
        autoComplete="off"
      />
      <TextGuard text={form.wording} />
      <Select label="Thématique" field="theme" options={THEMES} value={form.theme} onChange={(theme) => set({ theme })} error={errorOf(errors, 'theme')} />
      <DayField
        label="Pour quand"
        field="target"
        coming
        value={form.target}
        // Looked at again on that day, unless another one was chosen.
        onChange={(target) => set(form.look_again === form.target ? { target, look_again: target } : { target })}
        today={today}
        error={errorOf(errors, 'target')}
        onBlur={onBlur}
      />
      <DayField label="À revoir" field="look_again" coming value={form.look_again} onChange={(look_again) => set({ look_again })} today={today} error={errorOf(errors, 'look_again')} onBlur={onBlur} />
      <Notes notes={form.notes} onNotes={(notes) => set({ notes })} errors={errors} onBlur={onBlur} />
    </>
  );
}

function ReferralFields({ form, set, errors, onBlur, file, change }: Part<'referral'>) {
  const said = form.session !== null && form.place === null && form.place_name === '';
  const place = (picked: { id: string; name: string } | null) =>
    change({ place: picked?.name ?? null, form: { kind: 'referral', form: { ...form, place: picked?.id ?? null, place_name: picked ? '' : form.place_name } } });
  return (
    <>
      {said && file.session_place ? (
        <p>
          La séance dit : <strong>{file.session_place}</strong>. Précisez le lieu seulement s’il est autre.
        </p>
      ) : null}
      {form.place ? (
        <div className={styles.picked} data-field="place" role="group" aria-label="Lieu">
          <span>
            Vers <strong>{file.place ?? 'un lieu du répertoire'}</strong>
          </span>
          <Button dense tone="quiet" onPress={() => place(null)}>
            Retirer ce lieu
          </Button>
        </div>
      ) : (
        <>
          <PlacePicker label="Vers quel lieu du répertoire" field="place" onPick={place} error={errorOf(errors, 'place')} />
          <TextField
            label="Ou le lieu en toutes lettres, s’il n’est pas au répertoire"
            field="place_name"
            value={form.place_name}
            onChange={(place_name) => set({ place_name })}
            onBlur={onBlur}
            error={errorOf(errors, 'place_name')}
            autoComplete="off"
          />
          {said ? null : (
            <Select label="Structure de redirection" field="redirection" options={REDIRECTIONS} value={form.redirection} onChange={(redirection) => set({ redirection })} error={errorOf(errors, 'redirection')} />
          )}
        </>
      )}
      <TextField label="Pour quoi" multiline field="reason" value={form.reason} onChange={(reason) => set({ reason })} onBlur={onBlur} error={errorOf(errors, 'reason')} />
      <TextGuard text={form.reason} />
      <DayField label="Proposée le" field="date" required value={form.date} onChange={(date) => set({ date })} today={file.today} error={errorOf(errors, 'date')} onBlur={onBlur} />
      <DayField label="À revoir" field="look_again" coming value={form.look_again} onChange={(look_again) => set({ look_again })} today={file.today} error={errorOf(errors, 'look_again')} onBlur={onBlur} />
      <Notes notes={form.notes} onNotes={(notes) => set({ notes })} errors={errors} onBlur={onBlur} />
    </>
  );
}

const ADMINISTRATIVE = THEMES.filter(({ value }) => isAdministrative(value));

function ProcedureFields({ form, set, errors, onBlur, file: { today } }: Part<'procedure'>) {
  return (
    <>
      <TextField
        label="Nom de la démarche administrative"
        required
        field="name"
        value={form.name}
        onChange={(name) => set({ name })}
        onBlur={onBlur}
        description="Les prochaines séances de cette personne qui portent ce nom la feront avancer d’elles-mêmes."
        error={errorOf(errors, 'name')}
        autoComplete="off"
      />
      <Select label="Thématique administrative" field="theme" options={ADMINISTRATIVE} value={form.theme} onChange={(theme) => set({ theme })} error={errorOf(errors, 'theme')} />
      <DayField label="À revoir" field="look_again" coming value={form.look_again} onChange={(look_again) => set({ look_again })} today={today} error={errorOf(errors, 'look_again')} onBlur={onBlur} />
      <Notes notes={form.notes} onNotes={(notes) => set({ notes })} errors={errors} onBlur={onBlur} />
    </>
  );
}

function AssessmentFields({ form, set, errors, onBlur, file: { today } }: Part<'needs_assessment'>) {
  return (
    <>
      <p>La personne répond elle-même. Les touches 1 à 4 répondent, Tab passe à la ligne suivante.</p>
      <div className={styles.answers} data-field="answers">
        {BASICS.map(({ value, label }) => (
          <Chips
            key={value}
            label={label}
            mode="one"
            optional
            digits
            chips={BASIC_LEVELS}
            chosen={form.answers[value] ? [form.answers[value]] : []}
            onChange={([level]) => {
              const others = Object.entries(form.answers).filter(([basic]) => basic !== value);
              set({ answers: Object.fromEntries(level ? [...others, [value, level]] : others) });
            }}
            error={value === 'prise_en_main' ? errorOf(errors, 'answers') : undefined}
          />
        ))}
      </div>
      <DayField label="Date du diagnostic" field="date" required value={form.date} onChange={(date) => set({ date })} today={today} error={errorOf(errors, 'date')} onBlur={onBlur} />
      <Notes notes={form.notes} onNotes={(notes) => set({ notes })} errors={errors} onBlur={onBlur} />
    </>
  );
}

function MandateFields({ form, set, errors, onBlur, file: { today } }: Part<'mandate'>) {
  const end = form.start !== null && /^\d{4}-\d{2}-\d{2}$/.test(form.start) && form.days !== null ? addDays(form.start, form.days) : null;
  return (
    <>
      <p>Escale garde le type et les dates du mandat, jamais le document.</p>
      <Chips label="Type de mandat" required field="kind" mode="one" digits chips={MANDATE_KINDS} chosen={form.kind ? [form.kind] : []} onChange={([kind]) => kind && set({ kind })} error={errorOf(errors, 'kind')} />
      <Chips
        label="Durée"
        required
        field="days"
        mode="one"
        digits
        chips={MANDATE_DAYS.map((days) => ({ value: String(days), label: days === 1 ? '1 jour' : `${days} jours` }))}
        chosen={form.days === null ? [] : [String(form.days)]}
        onChange={([days]) => days && set({ days: Number(days) })}
        error={errorOf(errors, 'days')}
      />
      <DayField label="À partir du" field="start" required value={form.start} onChange={(start) => set({ start })} today={today} error={errorOf(errors, 'start')} onBlur={onBlur} />
      <p role="status">{end ? `Expire ${dayInWords(end, today)}.` : ''}</p>
    </>
  );
}

function PixFields({ form, set, errors, onBlur, file: { today } }: Part<'pix_result'>) {
  return (
    <>
      <Chips label="Ce que la personne a obtenu" required field="kind" mode="one" digits chips={PIX_KINDS} chosen={form.kind ? [form.kind] : []} onChange={([kind]) => kind && set({ kind })} error={errorOf(errors, 'kind')} />
      <TextField
        label="Nombre de pix"
        field="points"
        inputMode="numeric"
        value={form.points === null ? '' : String(form.points)}
        onChange={(typed) => {
          const digits = typed.replace(/\D/g, '').slice(0, 6);
          set({ points: digits === '' ? null : Number(digits) });
        }}
        onBlur={onBlur}
        error={errorOf(errors, 'points')}
        autoComplete="off"
      />
      <DayField label="Le" field="date" required value={form.date} onChange={(date) => set({ date })} today={today} error={errorOf(errors, 'date')} onBlur={onBlur} />
    </>
  );
}

function PassFields({ form, set, errors, onBlur, file: { today } }: Part<'digital_pass'>) {
  return (
    <>
      <CountField label="Nombre de pass remis" field="count" value={form.count} onChange={(count) => set({ count })} error={errorOf(errors, 'count')} />
      <CountField label="Valeur d’un pass, en euros" field="face_value" value={form.face_value} onChange={(face_value) => set({ face_value })} error={errorOf(errors, 'face_value')} />
      <DayField label="Remis le" field="date" required value={form.date} onChange={(date) => set({ date })} today={today} error={errorOf(errors, 'date')} onBlur={onBlur} />
    </>
  );
}

function Notes({ notes, onNotes, errors, onBlur }: { notes: string; onNotes: (notes: string) => void; errors: readonly FieldError[]; onBlur: () => void }) {
  return (
    <>
      <TextField
        label="Notes"
        multiline
        field="notes"
        value={notes}
        onChange={onNotes}
        onBlur={onBlur}
        description="Il est interdit de stocker des informations sensibles (données de santé, mots de passe, etc)."
        error={errorOf(errors, 'notes')}
      />
      <TextGuard text={notes} />
    </>
  );
}
