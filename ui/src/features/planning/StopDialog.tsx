/** One permanence on one day: cancelled, moved, one more; or the whole of it, to modify. */
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, ButtonLink, dayInWords, Dialog, ErrorText, FailureNote, focusFirstError, offerUndo, strayErrors } from '../../kit';
import { failureOf, useInvoke, type Failure, type StopChangeForm, type StopLine } from '../../platform';
import { hoursShown } from '../../pieces/plan';
import { href } from '../../pieces/router';
import { changeInWords } from './Day';
import { DayField, HoursFields, PlaceField } from './Fields';
import styles from './planning.module.css';

interface Props {
  line: StopLine;
  today: string;
  onClose: () => void;
}

type Act = 'choose' | 'move' | 'extra';

const SHOWN = ['moved_to', 'date', 'starts', 'ends', 'place'];

/** What was there before, to be put back. */
const formOf = (line: StopLine): StopChangeForm => ({
  stop: line.stop,
  date: line.planned,
  kind: line.kind ?? 'deplacee',
  moved_to: line.kind === 'deplacee' ? line.date : null,
  starts: line.kind === 'annulee' ? '' : line.starts,
  ends: line.kind === 'annulee' ? '' : line.ends,
  place: line.kind === 'annulee' ? null : line.place,
});

export function StopDialog({ line, today, onClose }: Props) {
  const invoke = useInvoke();
  const root = useRef<HTMLDivElement>(null);
  const [act, setAct] = useState<Act>('choose');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [form, setForm] = useState<StopChangeForm>(formOf(line));
  const [placeName, setPlaceName] = useState(line.place_name);
  const [day, setDay] = useState<string | null>(null);
  const errors = failure?.fields ?? [];
  const words = dayInWords(line.date, today);

  const attempt = async (work: () => Promise<void>) => {
    try {
      setFailure(null);
      await work();
      onClose();
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    }
  };

  /** Undo puts back what was there: the exception before, or the rhythm alone. */
  const undo = (id: string) => () =>
    void (line.change === id ? invoke('stop_change_save', { form: formOf(line) }) : invoke('stop_change_delete', { id }));

  const cancel = () =>
    attempt(async () => {
      const { id } = await invoke('stop_change_save', {
        form: { ...formOf(line), kind: 'annulee', moved_to: null, starts: '', ends: '', place: null },
      });
      offerUndo(`Permanence annulée le ${words}.`, undo(id));
    });

  const giveBack = () =>
    attempt(async () => {
      const id = line.change;
      if (id === null) return;
      await invoke('stop_change_delete', { id });
      offerUndo(line.kind === 'supplementaire' ? 'Permanence supplémentaire retirée.' : 'Permanence remise comme prévu.', () =>
        void invoke('stop_change_restore', { id }),
      );
    });

  const save = () =>
    attempt(async () => {
      const wanted: StopChangeForm =
        act === 'extra'
          ? { ...form, kind: 'supplementaire', date: day ?? '', moved_to: null }
          : { ...form, kind: 'deplacee', moved_to: day ?? line.date };
      const { id } = await invoke('stop_change_save', { form: wanted });
      offerUndo(act === 'extra' ? 'Permanence supplémentaire ajoutée.' : 'Permanence déplacée.', undo(id));
    });

  const begin = (next: Act) => {
    setFailure(null);
    setForm({ ...formOf(line), starts: line.starts, ends: line.ends, place: line.place });
    setDay(next === 'move' ? line.date : null);
    setAct(next);
  };

  const change = changeInWords(line, today);
  return (
    <Dialog title={`Permanence du ${words}`} isOpen onClose={onClose}>
      <div ref={root} className={styles.stack}>
        <p>
          {line.place_name ?? 'Lieu inconnu de cet ordinateur'}
          {line.commune ? ` · ${line.commune}` : ''}, {hoursShown(line.starts, line.ends)}
        </p>
        {change === '' ? null : <p className={styles.state}>{change}</p>}
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, SHOWN).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        {act === 'choose' ? (
          <div className={styles.choices}>
            {line.change === null ? null : (
              <Button autoFocus onPress={() => void giveBack()}>
                {line.kind === 'supplementaire' ? 'Retirer cette permanence supplémentaire' : 'Remettre comme prévu'}
              </Button>
            )}
            {line.kind === 'annulee' || line.kind === 'supplementaire' ? null : (
              <>
                <Button autoFocus={line.change === null} onPress={() => void cancel()}>
                  Annuler ce jour-là
                </Button>
                <Button onPress={() => begin('move')}>Déplacer ou changer ce jour-là</Button>
              </>
            )}
            <Button onPress={() => begin('extra')}>Ajouter une fois de plus, un autre jour</Button>
            <ButtonLink href={href({ name: 'stop', id: line.stop })}>Modifier toute la permanence</ButtonLink>
            <Button tone="quiet" shortcut="close" onPress={onClose}>
              Fermer
            </Button>
          </div>
        ) : (
          <Form
            className={styles.stack}
            onSubmit={(event) => {
              event.preventDefault();
              event.stopPropagation();
              void save();
            }}
          >
            <DayField
              key={act}
              label={act === 'extra' ? 'Quel jour' : 'Nouveau jour'}
              field={act === 'extra' ? 'date' : 'moved_to'}
              required
              autoFocus
              value={day}
              today={today}
              onChange={setDay}
              errors={errors}
            />
            <HoursFields starts={form.starts} ends={form.ends} onChange={(hours) => setForm((f) => ({ ...f, ...hours }))} errors={errors} required />
            <PlaceField
              place={form.place}
              name={placeName}
              onPlace={(place) => {
                setPlaceName(place?.name ?? null);
                setForm((f) => ({ ...f, place: place?.id ?? null }));
              }}
              errors={errors}
            />
            <div className={styles.buttons}>
              <Button onPress={() => setAct('choose')}>Retour</Button>
              <Button tone="primary" type="submit">
                {act === 'extra' ? 'Ajouter' : 'Déplacer'}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Dialog>
  );
}
