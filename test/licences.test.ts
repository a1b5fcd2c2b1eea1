import { readFileSync } from 'node:fs';
import { z } from 'zod';

// What ships is under licences that let anyone use, change and hand on the whole; `npm sbom --sbom-format cyclonedx --omit dev` lists them.

const allowed = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PostgreSQL',
  'Unlicense',
];

const lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

const shipped = Object.entries(lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages).filter(
  ([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link,
);

/** Whether an expression such as `(MIT OR Apache-2.0)` leaves a licence to choose that is allowed. */
function isAllowed(licence: string): boolean {
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => allowed.includes(each)));
}

test('every package that ships names a licence, and it is one of those that are allowed', () => {
  expect(shipped.length).toBeGreaterThan(50);
  const others = shipped.filter(([, { license = 'none' }]) => !isAllowed(license));
  expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});
