/** On narrow screens one panel fills the page. */
export type Panel = 'places' | 'talk' | 'domo' | 'inspector';

/**
 * Where a tab is. It stands in the address, so that a reload comes back to it and two windows can be two people:
 * `#/U0SOPHIE001/C0123456789/1700000000.000100?domo`.
 */
export interface Route {
  person: string;
  /** A conversation's id, or `home` for the app's Home tab. */
  place: string;
  /** The `ts` of the message whose thread is open. */
  thread: string | null;
  panel: Panel;
}

const panels: readonly string[] = ['places', 'talk', 'domo', 'inspector'] satisfies Panel[];

export function readRoute(hash: string): Route {
  const [path = '', panel = ''] = hash.replace(/^#\/?/, '').split('?');
  const [person = '', place = '', thread = ''] = path.split('/').map(decodeURIComponent);
  return { person, place, thread: thread || null, panel: isPanel(panel) ? panel : 'talk' };
}

export function writeRoute({ person, place, thread, panel }: Route): string {
  const path = [person, place, ...(thread ? [thread] : [])].map(encodeURIComponent).join('/');
  return `#/${path}${panel === 'talk' ? '' : `?${panel}`}`;
}

function isPanel(text: string): text is Panel {
  return panels.includes(text);
}
