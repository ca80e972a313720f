/** The addresses of the planning room. */

export type PlanningRoute =
  | { name: 'planning' }
  | { name: 'stop_new'; day?: string; draft?: string }
  | { name: 'stop'; id: string; draft?: string }
  | { name: 'workshop_new'; day?: string; copy?: string; outline?: string; draft?: string }
  | { name: 'workshop'; id: string }
  | { name: 'workshop_edit'; id: string; draft?: string }
  | { name: 'outlines' }
  | { name: 'outline_new'; draft?: string }
  | { name: 'outline'; id: string; draft?: string };

const ID = /^[\w-]{1,64}$/;

/** `parts` come after `planning/`. */
export function parsePlanning(parts: readonly string[], query: URLSearchParams): PlanningRoute {
  const [room, id, act] = parts;
  const read = (name: string) => {
    const value = query.get(name);
    return value !== null && ID.test(value) ? value : undefined;
  };
  const drafted = read('draft');
  const draft = drafted === undefined ? {} : { draft: drafted };
  const asked = read('jour');
  const day = asked === undefined ? {} : { day: asked };
  const known = id !== undefined && ID.test(id) ? id : undefined;
  switch (room) {
    case 'permanences':
      if (id === 'nouvelle') return { name: 'stop_new', ...day, ...draft };
      return known ? { name: 'stop', id: known, ...draft } : { name: 'planning' };
    case 'ateliers': {
      if (id === 'nouveau') {
        const copy = read('copie');
        const outline = read('trame');
        return { name: 'workshop_new', ...day, ...(copy === undefined ? {} : { copy }), ...(outline === undefined ? {} : { outline }), ...draft };
      }
      if (!known) return { name: 'planning' };
      return act === 'modifier' ? { name: 'workshop_edit', id: known, ...draft } : { name: 'workshop', id: known };
    }
    case 'trames':
      if (id === 'nouvelle') return { name: 'outline_new', ...draft };
      return known ? { name: 'outline', id: known, ...draft } : { name: 'outlines' };
    default:
      return { name: 'planning' };
  }
}

export function planningHref(route: PlanningRoute): string {
  const pairs: (string | false)[] = [
    'day' in route && route.day !== undefined && `jour=${route.day}`,
    'copy' in route && route.copy !== undefined && `copie=${route.copy}`,
    'outline' in route && route.outline !== undefined && `trame=${route.outline}`,
    'draft' in route && route.draft !== undefined && `draft=${route.draft}`,
  ];
  const query = pairs.filter((pair) => pair !== false).join('&');
  return query === '' ? pathOf(route) : `${pathOf(route)}?${query}`;
}

function pathOf(route: PlanningRoute): string {
  switch (route.name) {
    case 'planning':
      return '#/planning';
    case 'stop_new':
      return '#/planning/permanences/nouvelle';
    case 'stop':
      return `#/planning/permanences/${route.id}`;
    case 'workshop_new':
      return '#/planning/ateliers/nouveau';
    case 'workshop':
      return `#/planning/ateliers/${route.id}`;
    case 'workshop_edit':
      return `#/planning/ateliers/${route.id}/modifier`;
    case 'outlines':
      return '#/planning/trames';
    case 'outline_new':
      return '#/planning/trames/nouvelle';
    case 'outline':
      return `#/planning/trames/${route.id}`;
  }
}
