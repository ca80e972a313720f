/**
 * The sheet of an orientation, for the person to carry. What is chosen here goes to the paper and
 * is not kept, but where the adviser answers.
 */
import { FileText } from 'lucide-react';
import { useState } from 'react';

import { Button, Checkbox, errorOf, Loaded, TextField } from '../../kit';
import { useAnswer, useInvoke, type RelayAbout, type RelayAsk } from '../../platform';
import { PaperDialog } from '../PaperButton';
import styles from './followup.module.css';

const TITLE = 'Fiche à emporter';
const WARNING = 'Il ne porte pas le nom de la personne. Le motif n’y figure que si vous le cochez, avec son accord.';

/** `towards` tells which orientation it is to whoever does not see the line. */
export function RelayButton({ of, towards }: { of: RelayAsk; towards: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button dense tone="quiet" icon={FileText} onPress={() => setOpen(true)} aria-label={`${TITLE} : ${towards}`}>
        {TITLE}
      </Button>
      {open ? <RelayDialog of={of} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface Choice {
  reason: boolean;
  look_again: boolean;
  bring: string;
  appointment: string;
  /** As last written on a sheet, until it is changed here. */
  contact: string | null;
}

function RelayDialog({ of, onClose }: { of: RelayAsk; onClose: () => void }) {
  const invoke = useInvoke();
  const about = useAnswer('relay_about', of, { fresh: true });
  const [choice, setChoice] = useState<Choice>({ reason: false, look_again: true, bring: '', appointment: '', contact: null });
  const set = <K extends keyof Choice>(name: K) => (value: Choice[K]) => setChoice((before) => ({ ...before, [name]: value }));
  const contact = choice.contact ?? about.data?.contact ?? '';
  return (
    <PaperDialog title={TITLE} warning={WARNING} make={(large) => invoke('paper_relay', { of, ...choice, contact, large })} onClose={onClose}>
      {(faults) => (
        <Loaded answer={about} rows={3}>
          {(told) => (
            <div className={styles.stack}>
              <Towards told={told} />
              <TextField
                label="Rendez-vous"
                field="appointment"
                autoFocus
                value={choice.appointment}
                onChange={set('appointment')}
                description={'S’il est pris. Par exemple\u202f: jeudi 26 novembre à 14\u00a0h.'}
                error={errorOf(faults, 'appointment')}
              />
              <TextField
                label="À apporter"
                field="bring"
                multiline
                value={choice.bring}
                onChange={set('bring')}
                description="Une chose par ligne."
                error={errorOf(faults, 'bring')}
              />
              <TextField
                label="Pour vous joindre"
                field="contact"
                value={contact}
                onChange={set('contact')}
                description="Votre téléphone de travail, par exemple. Gardé sur cet ordinateur pour la prochaine fiche."
                error={errorOf(faults, 'contact')}
              />
              {told.look_again !== null ? (
                <Checkbox isSelected={choice.look_again} onChange={set('look_again')}>
                  Écrire que vous en reparlez à partir du {told.look_again}
                </Checkbox>
              ) : null}
              {told.reason !== null ? (
                <Checkbox isSelected={choice.reason} onChange={set('reason')}>
                  Écrire le motif{'\u202f'}: «{'\u202f'}
                  {told.reason}
                  {'\u202f'}»
                </Checkbox>
              ) : null}
            </div>
          )}
        </Loaded>
      )}
    </PaperDialog>
  );
}

function Towards({ told }: { told: RelayAbout }) {
  return (
    <p>
      <strong>{told.place || 'Orientation sans précision'}</strong>
      <br />
      <span className={styles.muted}>
        {told.known
          ? 'Adresse, téléphone et horaires viennent de la fiche du lieu.'
          : 'Ce lieu n’est pas dans l’annuaire\u202f: la fiche laisse de la place pour écrire l’adresse et le téléphone.'}
      </span>
    </p>
  );
}
