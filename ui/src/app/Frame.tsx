/** The frame round every screen: rooms, the honest line that never moves, and the keys of everywhere. */
import { useQueryClient } from '@tanstack/react-query';
import { EyeOff, Keyboard, Lock, Menu, Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, Tooltip, TooltipTrigger } from 'react-aria-components';

import { Button, Dialog, isDiscreet, setDiscreet, Skeleton, StateLine, stateWords, useDiscreet, useKeys, type ShortcutId } from '../kit';
import { adoptAppState, useAnswer, usePlatform, type AppState } from '../platform';
import { keepOpenDrafts } from '../pieces/draft';
import { DueBadge } from '../pieces/followup/Due';
import { href, navigate, useRoute, type Route } from '../pieces/router';
import { useFrameMode, type FrameMode } from './look';
import { PracticeBanner } from './Practice';
import { ROOMS } from './rooms';
import { ShortcutSheet, useShortcuts } from './shortcuts';
import { Tour } from './Tour';
import { TypedAhead } from './TypedAhead';
import styles from './Frame.module.css';

const session = () => import('../features/session');
const Today = lazy(() => import('../features/today').then((m) => ({ default: m.TodayScreen })));
const SessionNew = lazy(() => session().then((m) => ({ default: m.SessionNew })));
const SessionEdit = lazy(() => session().then((m) => ({ default: m.SessionEdit })));
const SessionList = lazy(() => session().then((m) => ({ default: m.SessionList })));
const Tags = lazy(() => session().then((m) => ({ default: m.TagsScreen })));
const Erasures = lazy(() => import('../features/erasure').then((m) => ({ default: m.ErasuresScreen })));
const Corbeille = lazy(() => import('../features/corbeille').then((m) => ({ default: m.CorbeilleScreen })));
const beneficiary = () => import('../features/beneficiary');
const BeneficiaryList = lazy(() => beneficiary().then((m) => ({ default: m.BeneficiaryList })));
const BeneficiaryFileScreen = lazy(() => beneficiary().then((m) => ({ default: m.BeneficiaryFileScreen })));
const BeneficiaryEditor = lazy(() => beneficiary().then((m) => ({ default: m.BeneficiaryEditorScreen })));
const ImportScreen = lazy(() => beneficiary().then((m) => ({ default: m.ImportScreen })));
const followup = () => import('../features/relances');
const Relances = lazy(() => followup().then((m) => ({ default: m.RelancesScreen })));
const FollowUpEditor = lazy(() => followup().then((m) => ({ default: m.FollowUpEditorScreen })));
const BeneficiaryHistory = lazy(() => beneficiary().then((m) => ({ default: m.BeneficiaryHistoryScreen })));
const MergeScreen = lazy(() => beneficiary().then((m) => ({ default: m.MergeScreen })));
const Duplicates = lazy(() => beneficiary().then((m) => ({ default: m.DuplicatesScreen })));
const planning = () => import('../features/planning');
const Planning = lazy(() => planning().then((m) => ({ default: m.PlanningScreen })));
const StopEditor = lazy(() => planning().then((m) => ({ default: m.StopEditorScreen })));
const WorkshopScreen = lazy(() => planning().then((m) => ({ default: m.WorkshopScreen })));
const WorkshopEditor = lazy(() => planning().then((m) => ({ default: m.WorkshopEditorScreen })));
const OutlineList = lazy(() => planning().then((m) => ({ default: m.OutlineList })));
const OutlineEditor = lazy(() => planning().then((m) => ({ default: m.OutlineEditorScreen })));
const place = () => import('../features/place');
const PlaceList = lazy(() => place().then((m) => ({ default: m.PlaceList })));
const PlaceFileScreen = lazy(() => place().then((m) => ({ default: m.PlaceFileScreen })));
const PlaceEditor = lazy(() => place().then((m) => ({ default: m.PlaceEditorScreen })));
const PlaceImport = lazy(() => place().then((m) => ({ default: m.PlaceImport })));
const territory = () => import('../features/territory');
const TerritoryList = lazy(() => territory().then((m) => ({ default: m.TerritoryList })));
const TerritoryFileScreen = lazy(() => territory().then((m) => ({ default: m.TerritoryFileScreen })));
const TerritoryEditor = lazy(() => territory().then((m) => ({ default: m.TerritoryEditorScreen })));
const Sync = lazy(() => import('../features/sync').then((m) => ({ default: m.SyncScreen })));
const Help = lazy(() => import('../features/help').then((m) => ({ default: m.HelpScreen })));
const Palette = lazy(() => import('./Palette').then((m) => ({ default: m.Palette })));
const Settings = lazy(() => import('../features/settings').then((m) => ({ default: m.SettingsScreen })));

/** Locking never waits for more than this on a slow disk. */
const KEEP_MS = 1_500;

export function Frame({ state, percent }: { state: AppState; percent: number }) {
  const platform = usePlatform();
  const client = useQueryClient();
  const { route, arrival } = useRoute();
  const mode = useFrameMode(percent);
  const [over, setOver] = useState<'palette' | 'shortcuts' | null>(null);
  const settings = useAnswer('settings_get', null);
  const main = useRef<HTMLElement>(null);

  const lock = useCallback(() => {
    const kept = Promise.race([keepOpenDrafts(), new Promise((done) => setTimeout(done, KEEP_MS))]);
    void kept.then(() => platform.invoke('lock', null)).then((locked) => adoptAppState(client, locked));
  }, [platform, client]);
  const typed = useRef<string | null>(null);
  const find = useCallback(() => {
    typed.current = '';
    setOver('palette');
  }, []);
  const takeTyped = useCallback(() => {
    const letters = typed.current;
    typed.current = null;
    return letters;
  }, []);
  const found = useCallback(() => setOver((now) => (now === 'palette' ? null : now)), []);
  const shortcuts = useCallback(() => setOver('shortcuts'), []);
  useShortcuts(
    useMemo(
      () => ({
        palette: find,
        new_session: () => navigate({ name: 'session_new' }),
        new_workshop: () => navigate({ name: 'session_new', workshop: true }),
        discreet: toggleDiscreet,
        lock,
        help: () => navigate({ name: 'help' }),
        shortcuts,
      }),
      [find, lock, shortcuts],
    ),
  );

  // The form and the palette must be there before the next key: fetched while nobody waits.
  useEffect(() => {
    void session();
    void import('./Palette');
  }, []);

  const pageKey = `${route.name} ${'id' in route ? route.id : 'page' in route ? route.page : ''} ${arrival}`;
  useEffect(() => {
    main.current?.scrollTo({ top: 0 });
    setOver(null);
  }, [pageKey]);

  return (
    <div className={styles.window}>
      {state.practice ? <PracticeBanner /> : null}
      <div className={styles.frame} data-mode={mode}>
        <a
          className={styles.skip}
          href="#contenu"
          onClick={(event) => {
            event.preventDefault();
            main.current?.focus();
          }}
        >
          Aller au contenu
        </a>
        {mode === 'menu' ? (
          <TopBar route={route} onLock={lock} onShortcuts={shortcuts} onFind={find} />
        ) : (
          <aside className={styles.side}>
            <p className={styles.name}>{mode === 'wide' ? 'Escale' : <span aria-label="Escale">E</span>}</p>
            <div className={styles.find}>
              <Tool label="Rechercher" keys="palette" icon={Search} mode={mode} onPress={find} />
            </div>
            <Nav route={route} mode={mode} />
            <div className={styles.foot}>
              <Tool label="Raccourcis" keys="shortcuts" icon={Keyboard} mode={mode} onPress={shortcuts} />
              <DiscreetTool mode={mode} />
              <Tool label="Verrouiller" keys="lock" icon={Lock} mode={mode} onPress={lock} />
            </div>
            <HonestLine mode={mode} />
          </aside>
        )}
        <main id="contenu" className={styles.main} ref={main} tabIndex={-1}>
          {route.name === 'today' && settings.data && !settings.data.tour_seen ? <Tour settings={settings.data} /> : null}
          <Suspense fallback={<Skeleton />}>
            <Page key={pageKey} route={route} state={state} onLock={lock} />
          </Suspense>
        </main>
        <ShortcutSheet isOpen={over === 'shortcuts'} onClose={() => setOver(null)} />
        {over === 'palette' ? (
          <>
            <TypedAhead kept={typed} onClose={found} />
            <Suspense fallback={null}>
              {settings.data ? <Palette state={state} settings={settings.data} takeTyped={takeTyped} onClose={found} onLock={lock} onShortcuts={shortcuts} /> : null}
            </Suspense>
          </>
        ) : null}
      </div>
    </div>
  );
}

function Page({ route, state, onLock }: { route: Route; state: AppState; onLock: () => void }) {
  switch (route.name) {
    case 'today':
      return <Today />;
    case 'sessions':
      return <SessionList />;
    case 'session_new':
      return <SessionNew {...route} />;
    case 'session':
      return <SessionEdit {...route} />;
    case 'beneficiaries':
      return <BeneficiaryList />;
    case 'beneficiary':
      return <BeneficiaryFileScreen id={route.id} />;
    case 'beneficiary_import':
      return <ImportScreen />;
    case 'beneficiary_new':
      return <BeneficiaryEditor id={null} draft={route.draft ?? null} />;
    case 'beneficiary_edit':
      return <BeneficiaryEditor id={route.id} draft={route.draft ?? null} />;
    case 'relances':
      return <Relances />;
    case 'follow_up':
      return <FollowUpEditor {...route} />;
    case 'beneficiary_history':
      return <BeneficiaryHistory id={route.id} />;
    case 'beneficiary_merge':
      return <MergeScreen id={route.id} other={route.other} />;
    case 'duplicates':
      return <Duplicates />;
    case 'planning':
      return <Planning />;
    case 'stop_new':
      return <StopEditor id={null} {...route} />;
    case 'stop':
      return <StopEditor {...route} />;
    case 'workshop':
      return <WorkshopScreen id={route.id} />;
    case 'workshop_new':
      return <WorkshopEditor id={null} {...route} />;
    case 'workshop_edit':
      return <WorkshopEditor {...route} />;
    case 'outlines':
      return <OutlineList />;
    case 'outline_new':
      return <OutlineEditor id={null} {...route} />;
    case 'outline':
      return <OutlineEditor {...route} />;
    case 'tags':
      return <Tags />;
    case 'corbeille':
      return <Corbeille />;
    case 'erasures':
      return <Erasures />;
    case 'places':
      return <PlaceList />;
    case 'place':
      return <PlaceFileScreen id={route.id} />;
    case 'place_new':
      return <PlaceEditor id={null} draft={route.draft ?? null} />;
    case 'place_edit':
      return <PlaceEditor id={route.id} draft={route.draft ?? null} />;
    case 'place_import':
      return <PlaceImport />;
    case 'territories':
      return <TerritoryList />;
    case 'territory':
      return <TerritoryFileScreen id={route.id} />;
    case 'territory_new':
      return <TerritoryEditor id={null} draft={route.draft ?? null} place={route.place ?? null} />;
    case 'territory_edit':
      return <TerritoryEditor id={route.id} draft={route.draft ?? null} place={null} />;
    case 'sync':
      return <Sync />;
    case 'settings':
      return <Settings state={state} onLock={onLock} />;
    case 'help':
      return <Help page={route.page} />;
  }
}

function Nav({ route, mode, onGo }: { route: Route; mode: FrameMode; onGo?: () => void }) {
  return (
    <nav aria-label="Escale">
      <ul className={styles.rooms}>
        {ROOMS.map(({ label, icon: Icon, route: target, holds }) => {
          const link = (
            <Link
              className={styles.room}
              href={href(target)}
              aria-current={holds.includes(route.name) ? 'page' : undefined}
              onPress={onGo}
              {...(mode === 'icons' ? { 'aria-label': label } : {})}
            >
              <Icon aria-hidden />
              {mode === 'icons' ? null : <span>{label}</span>}
              {target.name === 'relances' && mode !== 'icons' ? <DueBadge /> : null}
            </Link>
          );
          return <li key={label}>{mode === 'icons' ? <Tip text={label}>{link}</Tip> : link}</li>;
        })}
      </ul>
    </nav>
  );
}

function Tip({ text, children }: { text: string; children: React.ReactElement }) {
  return (
    <TooltipTrigger delay={300}>
      {children}
      <Tooltip className={styles.tip} placement="end" offset={8}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}

interface ToolProps {
  label: string;
  keys: ShortcutId;
  icon: typeof Lock;
  mode: FrameMode;
  onPress: () => void;
  'aria-pressed'?: boolean;
}

function Tool({ label, keys, icon, mode, onPress, ...pressed }: ToolProps) {
  const shown = useKeys(keys);
  if (mode !== 'icons') {
    return (
      <Button dense tone="quiet" icon={icon} shortcut={keys} onPress={onPress} {...pressed}>
        {label}
      </Button>
    );
  }
  return (
    <Tip text={shown ? `${label} (${shown})` : label}>
      <Button dense tone="quiet" icon={icon} onPress={onPress} aria-label={label} {...pressed}>
        {null}
      </Button>
    </Tip>
  );
}

const toggleDiscreet = () => setDiscreet(!isDiscreet());

/** Says whether names are hidden, in words and aloud. */
function DiscreetTool({ mode }: { mode: FrameMode }) {
  const discreet = useDiscreet();
  return (
    <>
      <Tool label={discreet ? 'Noms cachés' : 'Mode discret'} keys="discreet" icon={EyeOff} mode={mode} onPress={toggleDiscreet} aria-pressed={discreet} />
      <span role="status" className="visually-hidden">
        {discreet ? 'Mode discret : les noms sont cachés.' : ''}
      </span>
    </>
  );
}

/** Opens Synchronisation; read aloud when it changes. */
function HonestLine({ mode }: { mode: FrameMode }) {
  const sync = useAnswer('sync_state', null);
  const words = sync.data ? stateWords(sync.data).text : '';
  const link = (
    <Link className={styles.honest} href={href({ name: 'sync' })} {...(mode === 'icons' || words === '' ? { 'aria-label': words || 'Synchronisation' } : {})}>
      {sync.data ? <StateLine state={sync.data} bare={mode === 'icons'} /> : null}
    </Link>
  );
  return (
    <>
      {mode === 'icons' ? <Tip text={words}>{link}</Tip> : link}
      <span role="status" className="visually-hidden">
        {words}
      </span>
    </>
  );
}

interface TopBarProps {
  route: Route;
  onLock: () => void;
  onShortcuts: () => void;
  onFind: () => void;
}

function TopBar({ route, onLock, onShortcuts, onFind }: TopBarProps) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <header className={styles.top}>
      <Button dense icon={Menu} onPress={() => setOpen(true)} aria-expanded={open}>
        Menu
      </Button>
      <Button dense icon={Search} onPress={onFind} shortcut="palette">
        Rechercher
      </Button>
      <DiscreetTool mode="menu" />
      <HonestLine mode="menu" />
      <Dialog title="Escale" isOpen={open} onClose={close}>
        <Nav route={route} mode="menu" onGo={close} />
        <Button
          dense
          icon={Keyboard}
          onPress={() => {
            close();
            onShortcuts();
          }}
        >
          Raccourcis
        </Button>
        <Button dense icon={Lock} onPress={onLock}>
          Verrouiller
        </Button>
        <Button dense onPress={close}>
          Fermer le menu
        </Button>
      </Dialog>
    </header>
  );
}
