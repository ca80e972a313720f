/** Forms left unfinished, by a lock, a crash or a person at the desk. */
import { FilePen, Trash2 } from 'lucide-react';

import { Button, ButtonLink, offerUndo, Rows, useVeil, when, type Veil } from '../../kit';
import { themeLabel, useInvoke, type Draft } from '../../platform';
import { readBeneficiaryDraft } from '../../pieces/BeneficiaryFields';
import { draftTitle, readFollowUpDraft } from '../../pieces/followup/form';
import { isPlanDraft, labelOfPlanDraft, routeOfPlanDraft } from '../../pieces/plan';
import { href, type Route } from '../../pieces/router';
import { readPlaceDraft } from '../../pieces/placeForm';
import { readSessionDraft } from '../../pieces/sessionForm';
import { readTerritoryDraft } from '../../pieces/territoryForm';
import styles from './today.module.css';

function labelOfDraft(draft: Draft, veil: Veil): string {
  if (isPlanDraft(draft.kind)) return labelOfPlanDraft(draft.kind, draft.body);
  if (draft.kind === 'beneficiary') {
    const { form } = readBeneficiaryDraft(draft.body);
    const name = `${form.first_name} ${form.last_name}`.trim();
    return `Fiche · ${name === '' ? 'sans nom' : veil.name(name)}`;
  }
  if (draft.kind === 'follow_up') return draftTitle(draft.body, veil);
  if (draft.kind === 'place') return `Lieu · ${readPlaceDraft(draft.body).form.name.trim() || 'sans nom'}`;
  if (draft.kind === 'territory') {
    const { form, place_name } = readTerritoryDraft(draft.body);
    return ['Diagnostic de territoire', place_name ?? form.commune?.name].filter(Boolean).join(' · ');
  }
  const { form, people } = readSessionDraft(draft.body);
  const who = form.kind === 'collectif' ? (form.title ?? 'Atelier') : people[0] ? veil.name(people[0].name) : 'Anonyme';
  const themes = form.themes.map(themeLabel).join(', ');
  return ['Séance', who, themes].filter(Boolean).join(' · ');
}

function routeOf({ kind, record, id, body }: Draft): Route {
  if (kind === 'follow_up') return { ...readFollowUpDraft(body).route, draft: id };
  if (isPlanDraft(kind)) return routeOfPlanDraft(kind, record, id);
  if (kind === 'beneficiary') {
    return record ? { name: 'beneficiary_edit', id: record, draft: id } : { name: 'beneficiary_new', draft: id };
  }
  if (kind === 'place') return record ? { name: 'place_edit', id: record, draft: id } : { name: 'place_new', draft: id };
  if (kind === 'territory') return record ? { name: 'territory_edit', id: record, draft: id } : { name: 'territory_new', draft: id };
  return record ? { name: 'session', id: record, draft: id } : { name: 'session_new', draft: id };
}

export function Drafts({ drafts }: { drafts: readonly Draft[] }) {
  const invoke = useInvoke();
  const veil = useVeil();
  if (drafts.length === 0) return null;

  const drop = async ({ id, kind, record, body }: Draft) => {
    await invoke('draft_discard', { id });
    offerUndo('Brouillon supprimé.', () => void invoke('draft_save', { id: null, kind, record, body }));
  };

  return (
    <section className={styles.section} aria-labelledby="drafts">
      <h2 id="drafts">À compléter</h2>
      <Rows label="Brouillons">
        {drafts.map((draft) => {
          const label = labelOfDraft(draft, veil);
          return (
            <li key={draft.id} className={styles.draft}>
              <span className={styles.draftText}>
                <strong>{label}</strong>
                <br />
                <span className={styles.sums}>brouillon enregistré {when(draft.saved_at)}</span>
              </span>
              <ButtonLink dense icon={FilePen} href={href(routeOf(draft))} aria-label={`Reprendre : ${label}`}>
                Reprendre
              </ButtonLink>
              <Button dense tone="quiet" icon={Trash2} onPress={() => void drop(draft)} aria-label={`Supprimer le brouillon : ${label}`}>
                Supprimer
              </Button>
            </li>
          );
        })}
      </Rows>
    </section>
  );
}
