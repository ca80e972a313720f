/** What the session changed for the person: folded, since it is not always known. */
import { Button, Chips, errorOf, Select } from '../../kit';
import {
  ADMINISTRATIVE_HELP,
  AUTONOMIES,
  labelOf,
  PROCEDURE_STATES,
  REDIRECTIONS,
  type OutcomeForm,
} from '../../platform';
import { PlacePicker } from '../../pieces/PlacePicker';
import { Folded } from './Folded';
import type { FormPart } from './SessionEditor';
import styles from './session.module.css';

type YesNo = 'oui' | 'non';
const YES_NO: readonly { value: YesNo; label: string }[] = [
  { value: 'oui', label: 'Oui' },
  { value: 'non', label: 'Non' },
];
const toYesNo = (value: boolean | null): YesNo[] => (value === null ? [] : [value ? 'oui' : 'non']);
const fromYesNo = (value: YesNo | undefined) => (value === undefined ? null : value === 'oui');

const LEVELS = AUTONOMIES.map(({ value, label }, index) => ({ value, label: `${'①②③'.charAt(index)} ${label}` }));

function summaryOf(outcome: OutcomeForm): string {
  const parts = [
    outcome.autonomy ? labelOf(AUTONOMIES, outcome.autonomy) : null,
    outcome.objective_reached === null ? null : outcome.objective_reached ? 'objectif atteint' : 'objectif non atteint',
    outcome.procedure_state ? `démarche ${labelOf(PROCEDURE_STATES, outcome.procedure_state).toLowerCase()}` : null,
    outcome.oriented ? 'orientation' : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : 'autonomie, objectif, démarche, orientation';
}

interface OutcomeFieldsProps extends FormPart {
  towards: string | null;
  onTowards: (place: { id: string; name: string } | null) => void;
}

export function OutcomeFields({ form, set, errors, towards, onTowards }: OutcomeFieldsProps) {
  const { outcome } = form;
  const change = (fields: Partial<OutcomeForm>) => set({ outcome: { ...outcome, ...fields } });
  return (
    <Folded title="Résultat" summary={summaryOf(outcome)} atFault={errorOf(errors, 'outcome') !== undefined}>
      <Chips
        label="Niveau d’autonomie du bénéficiaire"
        field="outcome.autonomy"
        mode="one"
        optional
        chips={LEVELS}
        chosen={outcome.autonomy ? [outcome.autonomy] : []}
        onChange={([autonomy]) => change({ autonomy: autonomy ?? null })}
        error={errorOf(errors, 'outcome.autonomy')}
      />
      <Chips
        label="Objectif de la séance atteint"
        mode="one"
        optional
        chips={YES_NO}
        chosen={toYesNo(outcome.objective_reached)}
        onChange={([answer]) => change({ objective_reached: fromYesNo(answer) })}
      />
      {form.themes.includes(ADMINISTRATIVE_HELP) ? (
        <Chips
          label="Où en est la démarche"
          field="outcome.procedure_state"
          mode="one"
          optional
          chips={PROCEDURE_STATES}
          chosen={outcome.procedure_state ? [outcome.procedure_state] : []}
          onChange={([state]) => change({ procedure_state: state ?? null })}
          error={errorOf(errors, 'outcome.procedure_state')}
        />
      ) : null}
      <Chips
        label="Le bénéficiaire est-il orienté vers une autre structure ?"
        mode="one"
        optional
        chips={YES_NO}
        chosen={toYesNo(outcome.oriented)}
        onChange={([answer]) => change({ oriented: fromYesNo(answer) })}
      />
      {outcome.oriented ? (
        <>
          <Select
            label="Structure de redirection"
            field="outcome.redirection"
            options={REDIRECTIONS}
            value={outcome.redirection}
            onChange={(redirection) => change({ redirection })}
            error={errorOf(errors, 'outcome.redirection')}
          />
          {outcome.redirection_place ? (
            <div className={styles.picked} data-field="outcome.redirection_place">
              <span>Vers {towards ?? 'un lieu du répertoire'}</span>
              <Button dense tone="quiet" onPress={() => onTowards(null)}>
                Retirer ce lieu
              </Button>
            </div>
          ) : (
            <PlacePicker
              label="Vers quel lieu du répertoire"
              field="outcome.redirection_place"
              onPick={onTowards}
              error={errorOf(errors, 'outcome.redirection_place')}
            />
          )}
        </>
      ) : null}
    </Folded>
  );
}
