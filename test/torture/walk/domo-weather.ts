import type { Fault } from '../../../sandbox/domo/faults.ts';
import { laterForAll } from './process-weather.ts';
import type { Weather } from './weather.ts';

const minute = 60_000;

const domoFaults: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfter: '0' },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, when: 'after' },
  { kind: 'status', status: 502, body: 'html' },
  { kind: 'status', status: 200, body: 'html' },
  { kind: 'status', status: 200, body: 'empty' },
  { kind: 'hang' },
  { kind: 'hang', when: 'after' },
  { kind: 'reset' },
  { kind: 'reset', when: 'after' },
  { kind: 'wrong_length', by: -3 },
  { kind: 'refused' },
  { kind: 'slow', ms: 300 },
];

/** What Domo's product API does beside. */
const productFaults: readonly Fault[] = [
  { kind: 'reassign_fails', as: 'text' },
  { kind: 'reassign_fails', as: 'absent' },
  { kind: 'reassign_fails', as: 'silent' },
  { kind: 'reassign_batch_fails' },
  { kind: 'error_body', as: 'empty' },
];

export const domoWeathers: readonly Weather[] = [
  {
    name: 'a fifth of the calls to Domo fails, in all ways',
    weight: 10,
    begin: async ({ domo, hasProductDoor }, random) => {
      const off = domo.on('call', () => {
        if (!random.chance(0.2)) return;
        if (hasProductDoor && random.chance(0.5)) {
          domo.faults.add(random.pick([...domoFaults, ...productFaults]), { times: 1, path: '/api' });
        } else domo.faults.add(random.pick(domoFaults), { times: 1 });
      });
      return () => {
        off();
        domo.faults.clear();
      };
    },
  },
  {
    name: 'Domo is gone for ten minutes of its clock',
    weight: 3,
    begin: async (company, random) => {
      company.domo.faults.add(random.pick<Fault>([{ kind: 'status', status: 503 }, { kind: 'reset' }]), { path: '/' });
      // They aren't ready before it is back.
      const ready = laterForAll(company, 10 * minute);
      return async () => {
        company.domo.faults.clear();
        await ready;
      };
    },
  },
];
