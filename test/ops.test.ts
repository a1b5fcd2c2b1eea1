import { globSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { World } from '../sandbox/domo/world.ts';
import { createLogger } from '../src/logger.ts';
import { addLeavers, approveUntil, askAndSee, firstLeaver } from './support/requests.ts';
import { type Steward, startSteward } from './support/steward.ts';

// What operators run beside the app is in `ops/`: it names things of the app, which must be there.

let steward: Steward;
const log: string[] = [];
/** Names of metrics that a running service shows once a request went through. */
let shown: Set<string>;

beforeAll(async () => {
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void log.push(line) } });
  const world = (domo: World) => addLeavers(domo, 1);
  steward = await startSteward({ transport: 'http', world, overrides: { logger } });
  const { card } = await askAndSee(steward, { from: firstLeaver });
  steward.domo.faults.add({ kind: 'status', status: 429 }, { path: '/v1/datasets', times: 4 });
  await approveUntil(steward, card, { verified: 2 });
  const text = await (await fetch(`http://127.0.0.1:${steward.service.port}/metrics`)).text();
  shown = new Set([...text.matchAll(/^([a-z0-9_]+)(?:\{| )/gm)].map(([, name = '']) => name));
});

afterAll(() => steward.close());

/** The names of metrics in an expression of Prometheus. */
function named(expression: string): string[] {
  const plain = expression.replace(/\{[^}]*\}|"[^"]*"/g, '');
  return [...plain.matchAll(/\b(?:steward|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
}

test.each([
  ['the dashboard', 'ops/grafana-dashboard.json', /"expr": "((?:[^"\\]|\\.)*)"/g],
  ['the alerts', 'ops/prometheus-alerts.yml', /expr: (.*(?:\n {12,}.*)*)/g],
])('every metric that %s names is shown by a running service', (_, file, expressions) => {
  const names = [...readFileSync(file, 'utf8').matchAll(expressions)].flatMap(([, found = '']) => named(found));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !shown.has(name))).toEqual([]);
});

test('every metric of ours is in the docs, and the docs name no other', () => {
  const docs = readFileSync('docs/operations.md', 'utf8');
  const ours = new Set([...shown].filter((name) => name.startsWith('steward_')).map(base));
  expect([...ours].filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
  const inDocs = [...docs.matchAll(/`(steward_[a-z_]+)`/g)].map(([, name = '']) => name);
  expect(inDocs.filter((name) => !ours.has(name))).toEqual([]);
});

function base(name: string): string {
  return name.replace(/_(?:bucket|sum|count)$/, '');
}

interface Manifest {
  kind: string;
  spec?: { replicas?: number; template?: { spec: PodSpec } };
}
interface PodSpec {
  securityContext?: { runAsNonRoot?: boolean };
  containers: {
    securityContext?: { readOnlyRootFilesystem?: boolean; allowPrivilegeEscalation?: boolean };
    livenessProbe?: { httpGet: { path: string } };
    readinessProbe?: { httpGet: { path: string } };
  }[];
}

test('the manifests for Kubernetes run two, without root, probed where the service answers', async () => {
  const all = globSync('ops/kubernetes/*.yml').flatMap((file) =>
    parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS() as Manifest;
    }),
  );
  expect(all.map(({ kind }) => kind).toSorted()).toEqual(
    expect.arrayContaining(['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']),
  );
  const deployment = all.find(({ kind }) => kind === 'Deployment');
  expect(deployment?.spec?.replicas).toBe(2);
  const pod = deployment?.spec?.template?.spec;
  expect(pod?.securityContext?.runAsNonRoot).toBe(true);
  const [container] = pod?.containers ?? [];
  expect(container?.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  for (const probe of [container?.livenessProbe, container?.readinessProbe]) {
    const answer = await fetch(`http://127.0.0.1:${steward.service.port}${probe?.httpGet.path}`);
    expect(answer.status).toBe(200);
  }
});

test('one request can be followed by its ID through the log, also what Domo is asked for it', async () => {
  const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
  const moved = lines.filter(({ msg }) => msg === 'a request moved on');
  expect(moved.map(({ state }) => state)).toEqual(['preparing', 'pending', 'approved', 'applying', 'applied']);
  expect(new Set(moved.map(({ requestId }) => requestId)).size).toBe(1);
  const again = lines.filter(({ msg }) => msg === 'Domo will be asked again');
  expect(again.length).toBeGreaterThan(0);
  for (const line of again) expect(line).toMatchObject({ queue: 'apply', requestId: moved[0]?.requestId });
});
