import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

// Who may import whom: the picture in CONTRIBUTING.md, as a table. A folder may always import from itself.
const everyone = ['errors.ts', 'logger.ts', 'config.ts', 'policy.ts'];
const arrows: Record<string, string[]> = {
  change: [],
  domo: ['change', ...everyone],
  // Its tables are a release's, and that has its number there.
  store: ['change', 'package.json', ...everyone],
  audit: ['change', 'store', ...everyone],
  catalog: ['change', 'domo', 'store', ...everyone],
  workflow: ['change', 'domo', 'store', 'audit', 'catalog', ...everyone],
  jobs: ['store', 'workflow', ...everyone],
  slack: ['workflow', 'change', 'catalog', ...everyone],
  http: ['change', ...everyone],
  'errors.ts': [],
  'load-drizzle-quickly.ts': [],
  'network-reason.ts': [],
  'live-secrets.ts': ['config.ts', 'logger.ts'],
  'logger.ts': ['config.ts', 'errors.ts'],
  'environment.ts': ['errors.ts'],
  'config.ts': ['environment.ts', 'errors.ts'],
  'policy.ts': ['change', 'errors.ts', 'policy-schema.ts'],
  'policy-schema.ts': ['change'],
};
/** These see all. */
const roots = ['main.ts', 'service.ts', 'readiness.ts', 'policy-in-force.ts', 'commands'];
/** Packages that stay behind one folder's door, so that another could take their place. */
const packages: Record<string, string[]> = {
  '@slack/': ['slack', 'commands', 'sandbox'],
  bottleneck: ['domo', 'slack'],
  ioredis: ['domo'],
  'pg-boss': ['jobs', 'store'],
  '@electric-sql/': ['store'],
  'prom-client': ['http'],
};
/** All that `change` may use from outside: what is a function of its arguments alone. */
const pure = ['node:crypto', 'canonicalize', 'luxon', 'zod'];

interface Import {
  file: string;
  specifier: string;
}

const exclude = ['**/node_modules/**'];
const read = (path: string) => ({ path, text: readFileSync(path, 'utf8') });
const sources = globSync('{src,sandbox}/**/*.{ts,tsx}', { exclude: [...exclude, 'sandbox/test/**'] }).map(read);
const tests = globSync('{test,bench,sandbox/test}/**/*.ts', { exclude }).map(read);
const [imports, importsOfTests] = [sources, tests].map((files) =>
  files.flatMap(({ path, text }) => importsOf(path, text)),
) as [Import[], Import[]];
/** The folder in src, or the file that stands in src itself; `sandbox` for all of that package. */
const areaOf = (path: string) => (path.startsWith('src/') ? path.split('/')[1] : path.split('/')[0]) ?? path;
const targetOf = ({ file, specifier }: Import) => normalize(join(dirname(file), specifier));
const inside = imports.filter(({ specifier }) => specifier.startsWith('.'));
const outside = imports.filter(({ specifier }) => !specifier.startsWith('.'));

function importsOf(file: string, text: string): Import[] {
  const statements = /^(?:import|export)\s(?:[^;'"]*?from\s+)?['"](?<specifier>[^'"]+)['"]/gm;
  const calls = /\bimport\(\s*['"](?<specifier>[^'"]+)['"]/g;
  return [statements, calls].flatMap((form) =>
    [...text.matchAll(form)].map(({ groups }) => ({ file, specifier: groups?.specifier ?? '' })),
  );
}

/** Groups of files in which each needs every other, and itself, by some way: none can be read, moved or tested alone. */
function circlesAmong(edges: [string, string][]): string[][] {
  const needs = Map.groupBy(edges, ([file]) => file);
  const reachable = (from: string) => {
    const found = new Set<string>();
    const visit = (file: string) => {
      for (const [, next] of needs.get(file) ?? []) {
        if (found.has(next)) continue;
        found.add(next);
        visit(next);
      }
    };
    visit(from);
    return found;
  };
  const reach = new Map([...needs.keys()].map((file) => [file, reachable(file)]));
  const circled = [...needs.keys()].filter((file) => reach.get(file)?.has(file)).toSorted();
  const circleOf = (file: string) =>
    circled.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file));
  return circled.map(circleOf).filter((circle, at) => circle[0] === circled[at]);
}

const say = ({ file, specifier }: Import) => `${file} imports ${specifier}`;

describe('arrows', () => {
  test('the reader of imports sees every form of them', () => {
    const text = `import 'a';\nimport type { B } from './b.ts';\nimport {\n  c,\n} from "c";\nexport * from './d.ts';\nawait import('./e.ts');`;
    expect(importsOf('f', text).map(({ specifier }) => specifier)).toEqual(['a', './b.ts', 'c', './d.ts', './e.ts']);
    expect(inside.length).toBeGreaterThan(50);
  });

  test('every area is in the table', () => {
    const known = new Set([...Object.keys(arrows), ...roots, 'sandbox']);
    expect(sources.map(({ path }) => areaOf(path)).filter((area) => !known.has(area))).toEqual([]);
  });

  test('run one way', () => {
    const wrong = inside.filter((each) => {
      const [from, to] = [areaOf(each.file), areaOf(targetOf(each))];
      if (from === to || from === 'sandbox') return false;
      return to === 'sandbox' || (!roots.includes(from) && !arrows[from]?.includes(to));
    });
    expect(wrong.map(say)).toEqual([]);
  });

  test('only main and the sandbox start the service', () => {
    const wrong = inside.filter((each) => {
      const [from, to] = [areaOf(each.file), areaOf(targetOf(each))];
      return from !== to && roots.includes(to) && from !== 'sandbox' && !['main.ts', 'service.ts'].includes(from);
    });
    expect(wrong.map(say)).toEqual([]);
  });

  test('packages stay behind their doors', () => {
    const wrong = outside.filter(({ file, specifier }) => {
      const door = Object.entries(packages).find(([name]) => specifier.startsWith(name))?.[1];
      return door && !door.includes(areaOf(file));
    });
    expect(wrong.map(say)).toEqual([]);
  });

  test('make no circle of files, types included, among the tests either', () => {
    const all = [...inside, ...importsOfTests.filter(({ specifier }) => specifier.startsWith('.'))];
    expect(circlesAmong(all.map((each) => [each.file, targetOf(each)]))).toEqual([]);
  });

  test('nothing needs a test, and what ships nothing that tests or measures it', () => {
    const needless = (each: Import) => /^(?:sandbox\/)?test\/|^bench\//.test(targetOf(each));
    expect(inside.filter(needless).map(say)).toEqual([]);
    expect(importsOfTests.filter((each) => targetOf(each).endsWith('.test.ts')).map(say)).toEqual([]);
  });

  test('a circle is found, however long, and each file of it is named', () => {
    const circles = circlesAmong([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'd'],
      ['d', 'e'],
      ['f', 'f'],
    ]);
    expect(circles).toEqual([['a', 'b', 'c'], ['f']]);
  });
});

describe('change is pure', () => {
  const change = sources.filter(({ path }) => areaOf(path) === 'change');

  test('it imports nothing that does IO', () => {
    const wrong = outside.filter(({ file, specifier }) => areaOf(file) === 'change' && !pure.includes(specifier));
    expect(wrong.map(say)).toEqual([]);
  });

  test('it knows no clock and no chance', () => {
    const impure = /new Date\(\)|Date\.now|performance\.|Math\.random|randomUUID|randomBytes|setTimeout|process\./;
    expect(change.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('house rules', () => {
  test('the environment is read in one place, and handed on to the app that the sandbox starts', () => {
    const readers = sources.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !['src/commands/run-command.ts', 'sandbox/app-process.ts'].includes(path))).toEqual(
      [],
    );
  });

  test('no module keeps state that changes', () => {
    expect(sources.filter(({ text }) => /^(?:export )?(?:let|var) /m.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test("every flow meets Slack at its rates: the stage and the support code, which start it, can't turn them off", () => {
    const flows = importsOfTests.filter(({ file }) => file.startsWith('test/flows/'));
    const starts = flows.filter((each) => targetOf(each).endsWith('/start-slack.ts'));
    expect(starts.map(say)).toEqual([]);
  });

  test('no file has more than 300 lines', () => {
    const files = globSync(['{src,sandbox,test,bench}/**/*.{ts,tsx}', 'bin/*.mjs']);
    const long = files.filter((path) => readFileSync(path, 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
  });
});
