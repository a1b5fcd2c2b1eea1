import type { fromDrizzle } from 'pg-boss';

/** How pg-boss reaches a database. */
export type BossDatabase = ReturnType<typeof fromDrizzle>;

/** Takes the statements that pg-boss would run, and makes one of them. */
export interface Batch extends BossDatabase {
  /** Runs all that was taken, in its order; it has no result. */
  statement(): string;
}

export function createBatch(): Batch {
  const steps: string[] = [];

  return {
    async executeSql(text, values = []) {
      const given = values.map((value) => `${quoted(String(value))}::text`).join(', ');
      steps.push(`execute ${quoted(text)}${given && ` using ${given}`};`);
      return { rows: [] };
    },
    statement: () => `do ${quoted(`begin ${steps.join(' ')} end`)}`,
  };
}

/** As a literal of SQL: nothing but the quote means anything in it, as the standard has it and PostgreSQL by default. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
