/** The week: permanences and workshops, a column a day, or one day under the other. */
import { CalendarPlus, ChevronLeft, ChevronRight, Download, ListChecks, UsersRound } from 'lucide-react';
import { useState } from 'react';

import { addDays, Button, ButtonLink, count, dayInWords, dayOf, EmptyState, Loaded, Screen } from '../../kit';
import { useAnswer, type DayPlan, type Planning, type StopLine } from '../../platform';
import { mondayOf } from '../../pieces/plan';
import { href } from '../../pieces/router';
import { Day } from './Day';
import { ExportDialog } from './ExportDialog';
import { StopDialog } from './StopDialog';
import { WorkdayDialog } from './WorkdayDialog';
import styles from './planning.module.css';

/** Coming back from a form, the week is the one that was left. Holds no data of anybody. */
let left: string | null = null;

export function PlanningScreen() {
  const [week, setWeek] = useState(left ?? mondayOf(dayOf(new Date())));
  const [exporting, setExporting] = useState(false);
  const answer = useAnswer('planning_get', { from: week, to: addDays(week, 6) }, { keepPrevious: true });
  const move = (monday: string) => {
    left = monday;
    setWeek(monday);
  };
  const today = answer.data?.today ?? dayOf(new Date());
  return (
    <Screen
      title="Planning"
      under={<span role="status">Semaine du {dayInWords(week, today)}</span>}
      actions={
        <>
          <ButtonLink tone="primary" icon={CalendarPlus} href={href({ name: 'stop_new' })}>
            Nouvelle permanence
          </ButtonLink>
          <ButtonLink icon={UsersRound} href={href({ name: 'workshop_new' })}>
            Prévoir un atelier
          </ButtonLink>
        </>
      }
    >
      <div className={styles.moves}>
        <Button dense icon={ChevronLeft} onPress={() => move(addDays(week, -7))}>
          Semaine précédente
        </Button>
        <Button dense onPress={() => move(mondayOf(today))} isDisabled={week === mondayOf(today)}>
          Cette semaine
        </Button>
        <Button dense icon={ChevronRight} onPress={() => move(addDays(week, 7))}>
          Semaine suivante
        </Button>
        <ButtonLink dense tone="quiet" icon={ListChecks} href={href({ name: 'outlines' })}>
          Trames d’atelier
        </ButtonLink>
        <Button dense tone="quiet" icon={Download} onPress={() => setExporting(true)}>
          Exporter (.ics)
        </Button>
      </div>
      <Loaded answer={answer} rows={5}>
        {(plan) => <Week plan={plan} />}
      </Loaded>
      {exporting ? <ExportDialog monday={week} onClose={() => setExporting(false)} /> : null}
    </Screen>
  );
}

const held = (day: DayPlan) => day.stops.length + day.workshops.length > 0 || day.travel !== null || day.preparation !== null;
const weekend = (day: DayPlan) => [0, 6].includes(new Date(`${day.date}T00:00:00Z`).getUTCDay());

function Week({ plan }: { plan: Planning }) {
  const [stop, setStop] = useState<StopLine | null>(null);
  const [noted, setNoted] = useState<DayPlan | null>(null);
  const { days, today } = plan;
  // A weekend with nothing in it takes no room.
  const shown = days.filter((day) => !weekend(day) || held(day) || day.date === today);
  const stops = days.flatMap((day) => day.stops).filter((line) => line.kind !== 'annulee').length;
  const workshops = days.flatMap((day) => day.workshops).length;
  const dialogs = (
    <>
      {stop ? <StopDialog line={stop} today={today} onClose={() => setStop(null)} /> : null}
      {noted ? <WorkdayDialog day={noted} today={today} onClose={() => setNoted(null)} /> : null}
    </>
  );
  if (!days.some(held)) {
    return (
      <>
        <EmptyState
          action={
            <ButtonLink icon={CalendarPlus} href={href({ name: 'stop_new' })}>
              Ajouter une permanence
            </ButtonLink>
          }
        >
          Rien de prévu cette semaine. Une permanence notée une fois revient d’elle-même chaque semaine, et Escale sait où vous
          êtes à chaque heure.
        </EmptyState>
        {dialogs}
      </>
    );
  }
  return (
    <div className={styles.container}>
      <p className={styles.muted}>
        {count(stops, 'permanence')} · {count(workshops, 'atelier')}
      </p>
      <ol className={styles.week} data-weekend={shown.length > 5} style={{ '--days': shown.length } as React.CSSProperties}>
        {shown.map((day) => (
          <Day key={day.date} day={day} today={today} onStop={setStop} onNote={() => setNoted(day)} />
        ))}
      </ol>
      {dialogs}
    </div>
  );
}
