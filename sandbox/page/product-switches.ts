import type { Switch } from './public-switches.ts';

const scope = { path: '/api' };

/** What can be made to go wrong with the product API: only an app that has an access token asks it. */
export const productSwitches: Record<string, Switch> = {
  'token over': {
    label: 'The access token has ended',
    hint: 'Every call is a 401 “Unauthorized”',
    fault: { kind: 'token_over' },
    scope,
  },
  'other instance': {
    label: 'A token of another Domo',
    hint: 'It answers: with a user nobody here knows, and with none of these datasets',
    fault: { kind: 'other_instance' },
    scope,
  },
  'login page': {
    label: 'A login page instead of answers',
    hint: 'Every answer is a 200 with an HTML page',
    fault: { kind: 'status', status: 200, body: 'html' },
    scope,
  },
  nothing: {
    label: 'Nothing instead of answers',
    hint: 'Every answer is a 200 without a body, like that of a parked host',
    fault: { kind: 'status', status: 200, body: 'empty' },
    scope,
  },
  'product rate-limited': {
    label: 'Every third call is one too many',
    hint: 'A 429 with Retry-After: 1',
    fault: { kind: 'status', status: 429, retryAfter: '1' },
    scope: { ...scope, every: 3 },
  },
  'few rights': {
    label: 'The token’s user may only read',
    hint: 'An owner change answers 200, with every dataset in “failed”',
    fault: { kind: 'few_rights' },
    scope,
  },
  'one fails': {
    label: 'One dataset fails among others',
    hint: 'An owner change answers 200, with this dataset in “failed”',
    fault: { kind: 'reassign_fails', as: 'text' },
    scope,
    aboutOne: true,
  },
  'one silent': {
    label: 'One dataset silently stays',
    hint: 'An owner change calls this dataset a success, and it keeps its owner',
    fault: { kind: 'reassign_fails', as: 'silent' },
    scope,
    aboutOne: true,
  },
  'batch fails': {
    label: 'One dataset spoils its batch',
    hint: 'An owner change with this dataset among others is a 400, and none of them changes',
    fault: { kind: 'reassign_batch_fails' },
    scope,
    aboutOne: true,
  },
  'done, then 504': {
    label: 'Changes owners, then answers 504',
    hint: 'An owner change takes effect, and its answer is a 504',
    fault: { kind: 'status', status: 504, when: 'after', body: 'html' },
    scope: { path: '/api/data/v1/ui/bulk/reassign' },
  },
  'old owner keeps': {
    label: 'The previous owner stays co-owner',
    hint: 'After an owner change, whoever had a dataset may still use it',
    fault: { kind: 'old_owner_keeps' },
    scope,
  },
  'uses unknown': {
    label: 'What uses a dataset can’t be read',
    hint: 'Lineage, which names cards, DataFlows and views, answers 500',
    fault: { kind: 'status', status: 500 },
    scope: { path: '/api/data/v1/lineage' },
  },
  'views unknown': {
    label: 'Lineage forgets views',
    hint: 'Lineage leaves out the views of a dataset',
    fault: { kind: 'views_left_out' },
    scope,
  },
};
