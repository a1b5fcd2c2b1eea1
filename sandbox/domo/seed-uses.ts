import type { World } from './world.ts';

/** Datasets that have uses: `made` by a DataFlow from `comets`. */
interface Used {
  surfaces: string;
  comets: string;
  orbits: string;
  upsert: string;
}

/** What the company does with its data: dashboards of people who are here, who left, and one whose title is not tame. */
export function seedUses({ uses }: World, { surfaces, comets, orbits, upsert }: Used): void {
  const titles = [
    'Weight by Region',
    'Heaviest Surfaces',
    'Weight over Time',
    'Papers & <b>Weights</b>',
    'Mean Weight',
    'Weights, Pierre’s',
    'Weight per Paper',
  ];
  titles.forEach((title, index) => {
    const ownerId = [31, 33, 34, 31, 32, 38, 33][index] ?? 31;
    const columns = index % 2 === 0 ? ['Region', 'Weight'] : ['Name', 'Papers', 'Weight'];
    const beastModes = title === 'Weight per Paper' ? [12] : [];
    uses.addCard({
      id: 9001 + index,
      title,
      ownerId,
      datasetId: surfaces,
      columns,
      beastModes,
    });
  });
  const drill = { title: 'By Name', ownerId: 31, datasetId: surfaces, columns: ['Name'] };
  uses.addCard({ id: 9101, ...drill, drillOf: 9001 });
  const magic = { ownerId: 34, databaseType: 'MAGIC' as const };
  uses.addDataflow({
    id: 42,
    name: 'Surfaces, Cleaned',
    ...magic,
    inputs: [surfaces],
    outputs: [],
    columns: ['Weight'],
  });
  const made = { inputs: [comets], outputs: [orbits], columns: ['Star', 'Magnitude'] };
  uses.addDataflow({ id: 43, name: 'Comets to Orbits', ...magic, ...made });
  const sql = { ownerId: 31, databaseType: 'MYSQL' as const, columns: [] };
  uses.addDataflow({ id: 44, name: 'Theorems in SQL', ...sql, inputs: [upsert], outputs: [] });
  uses.addAlert({ id: 5, name: 'Too heavy', ownerId: 33, datasetId: surfaces, columns: ['Weight', 'Region'] });
  const mean = { name: 'Mean weight', ownerId: 31, datasetId: surfaces, columns: ['Weight'] };
  uses.addBeastMode({ id: 11, ...mean, onDataset: true, dependsOn: [] });
  const perPaper = { name: 'Weight per paper', ownerId: 33, datasetId: surfaces, columns: ['Papers'] };
  uses.addBeastMode({ id: 12, ...perPaper, onDataset: false, dependsOn: [11] });
}
