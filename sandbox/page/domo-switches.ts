import type { ActiveFault } from '../domo/faults.ts';
import type { DomoServer } from '../domo/server.ts';
import { productSwitches } from './product-switches.ts';
import type { SwitchState } from './protocol.ts';
import { publicSwitches, type Switch } from './public-switches.ts';

const switches: Record<string, Switch> = { ...publicSwitches, ...productSwitches };

/** What can be made to go wrong with Domo from the page. */
export interface DomoSwitches {
  states(): SwitchState[];
  /** Throws for a name that is no switch's. */
  turn(name: string, on: boolean, datasetId: string | null): void;
}

export function createSwitches(domo: DomoServer): DomoSwitches {
  const active = new Map<string, { fault: ActiveFault; datasetId: string | null }>();
  const isOn = (name: string) => domo.faults.list().some(({ id }) => id === active.get(name)?.fault.id);
  return {
    states: () =>
      Object.entries(switches).map(([name, { label, hint, aboutOne }]) => {
        const id = active.get(name)?.datasetId;
        const dataset = id ? { id, name: domo.world.dataset(id)?.name ?? id } : null;
        const api = name in productSwitches ? 'product' : 'public';
        return { name, api, label, hint, on: isOn(name), ...(aboutOne && { dataset }) };
      }),
    turn: (name, on, datasetId) => {
      const wanted = switches[name];
      if (!wanted) throw new Error(`There is no switch "${name}"`);
      active.get(name)?.fault.remove();
      active.delete(name);
      if (!on) return;
      const scope = wanted.aboutOne && datasetId ? { ...wanted.scope, datasets: [datasetId] } : wanted.scope;
      active.set(name, { fault: domo.faults.add(wanted.fault, scope), datasetId });
    },
  };
}
