/** What the forms of the plan add to the forms of a screen: a place beside the fields, a draft found again by its record. */
import { useEffect, useState } from 'react';

import { Loaded, Screen } from '../../kit';
import { useAnswer, type CommandFailure, type Draft, type Saved } from '../../platform';
import { useEditor, type Editor } from '../../pieces/editor';
import type { PlanDraftKind } from '../../pieces/plan';
import type { Route } from '../../pieces/router';

export interface Body<F> {
  form: F;
  /** Name of the place chosen, to show it again. */
  place_name: string | null;
  version: string | null;
}

interface Options<F> {
  kind: PlanDraftKind;
  id: string | null;
  draft: string | null;
  start: Body<F>;
  save: (body: Body<F>, draft: string | null) => Promise<Saved>;
  onSaved: (id: string) => void;
  back: Route;
  /** The field that has the focus when the form opens. */
  first: string;
}

export interface PlanEditor<F> extends Editor<Body<F>> {
  form: F;
  placeName: string | null;
  set: (change: Partial<F>) => void;
  setPlace: (place: { id: string; name: string } | null) => void;
}

export function usePlanEditor<F extends object>({ first, ...options }: Options<F>): PlanEditor<F> {
  const editor = useEditor(options);
  const { body, change, root } = editor;
  useEffect(() => {
    root.current?.querySelector<HTMLElement>(`[data-field="${first}"] :is(input, [tabindex="0"], button)`)?.focus();
    // Once, when the form appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return {
    ...editor,
    form: body.form,
    placeName: body.place_name,
    set: (fields) => change((before) => ({ ...before, form: { ...before.form, ...fields } }), Object.keys(fields)),
    setPlace: (place) =>
      change((before) => ({ ...before, place_name: place?.name ?? null, form: { ...before.form, place: place?.id ?? null } }), ['place']),
  };
}

interface Waited {
  data: unknown;
  error: CommandFailure | null;
  refetch: () => unknown;
}

/** The screen until every answer is there. */
export function Waiting({ title, answers }: { title: string; answers: readonly Waited[] }) {
  const late = answers.find((answer) => answer.data === undefined);
  return (
    <Screen title={title}>
      <Loaded answer={{ data: undefined, error: late?.error ?? null, refetch: () => late?.refetch() }} rows={6}>
        {() => null}
      </Loaded>
    </Screen>
  );
}

/** The draft to resume: the one named, else the one left open on this record. */
export function useResumed(kind: PlanDraftKind, record: string | null, named: string | undefined) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(named);
  const drafts = useAnswer('draft_list', null, { fresh: true });
  const draft: Draft | undefined = drafts.data?.find((d) =>
    resumed === undefined ? record !== null && d.kind === kind && d.record === record : d.id === resumed,
  );
  return { drafts, draft };
}
