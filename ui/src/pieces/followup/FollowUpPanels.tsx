/** On a person's file: goals, referrals, procedures, progression, needs, mandates, and how to add one. */
import { ClipboardList, FileCheck2, Footprints, Handshake, Medal, Signpost, Target, TicketCheck, type LucideIcon } from 'lucide-react';
import { useId, useRef, type ReactNode } from 'react';

import { Actions, ButtonLink, dayInField, EmptyState, Loaded, Rows } from '../../kit';
import { useAnswer, type FollowUp, type FollowUpItem, type FollowUpSuggestion } from '../../platform';
import { href, type FollowUpFormKind } from '../router';
import { AssessmentTable } from './AssessmentTable';
import { AutonomyCharts } from './AutonomyChart';
import { ItemCard } from './ItemCard';
import { RelayButton } from './RelaySheet';
import { isClosed } from './words';
import styles from './followup.module.css';

const ADD: readonly [kind: FollowUpFormKind, label: string, icon: LucideIcon][] = [
  ['goal', 'Objectif', Target],
  ['referral', 'Orientation', Signpost],
  ['procedure', 'Démarche', FileCheck2],
  ['needs_assessment', 'Diagnostic', ClipboardList],
  ['mandate', 'Mandat', Handshake],
  ['pix_result', 'Pix', Medal],
  ['digital_pass', 'Pass numérique', TicketCheck],
];

export function FollowUpPanels({ person }: { person: string }) {
  const answer = useAnswer('followup_get', { id: person });
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className={styles.panels} aria-labelledby="suivi">
      <h2 id="suivi" ref={heading} tabIndex={-1}>
        Suivi
      </h2>
      <Actions>
        {ADD.map(([kind, label, icon]) => (
          <ButtonLink key={kind} dense icon={icon} href={href({ name: 'follow_up', kind, person })} aria-label={`Ajouter au suivi : ${label}`}>
            {label}
          </ButtonLink>
        ))}
      </Actions>
      <Loaded answer={answer} rows={3}>
        {(followUp) => <Panels followUp={followUp} person={person} onRemoved={() => heading.current?.focus()} />}
      </Loaded>
    </section>
  );
}

interface PanelsProps {
  followUp: FollowUp;
  person: string;
  onRemoved: () => void;
}

function Panels({ followUp: { items, suggestions, autonomy, today }, person, onRemoved }: PanelsProps) {
  if (items.length + suggestions.length + autonomy.length === 0) {
    return <EmptyState>Ni objectif, ni orientation, ni démarche à suivre pour l’instant. Ce que vous ajouterez se rangera ici.</EmptyState>;
  }
  const of = (kind: FollowUpFormKind) => {
    const found = items.filter(({ form }) => form.kind === kind);
    // What is still expected first; the others keep their order.
    return [...found.filter((item) => !isClosed(kind, item.state)), ...found.filter((item) => isClosed(kind, item.state))];
  };
  const list = (title: string, kind: FollowUpFormKind, proposals: readonly FollowUpSuggestion[] = []) => (
    <Group title={title} key={kind}>
      {proposals.length + of(kind).length > 0 ? <List label={title} items={of(kind)} proposals={proposals} person={person} today={today} onRemoved={onRemoved} /> : null}
    </Group>
  );
  const proposed = (kind: FollowUpFormKind) => suggestions.filter((suggestion) => suggestion.kind === kind);
  const assessments = of('needs_assessment');
  return (
    <>
      {list('Objectifs', 'goal')}
      {list('Orientations', 'referral', proposed('referral'))}
      {list('Démarches', 'procedure', proposed('procedure'))}
      <Group title="Progression de l’autonomie">{autonomy.length > 0 ? <AutonomyCharts themes={autonomy} /> : null}</Group>
      <Group title="Diagnostic des besoins">
        {assessments.length > 0 ? (
          <>
            <AssessmentTable items={assessments} />
            <List label="Diagnostics" items={assessments} proposals={[]} person={person} today={today} onRemoved={onRemoved} />
          </>
        ) : null}
      </Group>
      {list('Mandats Aidants Connect', 'mandate')}
      {list('Pix', 'pix_result')}
      {list('Pass numériques remis', 'digital_pass')}
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  if (children === null) return null;
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

interface ListProps {
  label: string;
  items: readonly FollowUpItem[];
  proposals: readonly FollowUpSuggestion[];
  person: string;
  today: string;
  onRemoved: () => void;
}

function List({ label, items, proposals, person, today, onRemoved }: ListProps) {
  return (
    <Rows label={label}>
      {proposals.map((proposal) => (
        <li key={proposal.session} className={styles.proposal}>
          <Proposal proposal={proposal} person={person} />
        </li>
      ))}
      {items.map((item) => (
        <li key={item.id} className={styles.listed}>
          <ItemCard item={item} today={today} onRemoved={onRemoved} />
        </li>
      ))}
    </Rows>
  );
}

/** What a session says and nobody follows yet. */
function Proposal({ proposal: { kind, session, date, title }, person }: { proposal: FollowUpSuggestion; person: string }) {
  const referral = kind === 'referral';
  const what = title ?? (referral ? 'une autre structure' : 'Démarche sans nom');
  return (
    <>
      <span className={styles.itemText}>
        <strong>{referral ? `Vers ${what}` : what}</strong>
        <span className={styles.muted}>noté en séance le {dayInField(date)}, pas encore suivi</span>
      </span>
      <ButtonLink
        dense
        icon={Footprints}
        href={href({ name: 'follow_up', kind: referral ? 'referral' : 'procedure', person, session })}
        aria-label={`Suivre : ${what}`}
      >
        Suivre
      </ButtonLink>
      {referral ? <RelayButton of={{ referral: null, session }} towards={what} /> : null}
    </>
  );
}
