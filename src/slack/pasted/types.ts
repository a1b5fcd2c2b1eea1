import type { NameAndType } from '../../change/schema/diff.ts';
import { quoteName } from '../../change/show-name.ts';
import { columnTypes } from '../../change/types.ts';

export interface TextProblem {
  /** Counted from 1. */
  line: number;
  text: string;
  /** A sentence that says what to do. */
  problem: string;
}

/** `became`: which words were read as which of Domo's types, where they are not the same. */
export type ParsedColumns =
  | { ok: true; columns: NameAndType[]; became?: Map<string, string> }
  | { ok: false; problems: TextProblem[] };

/** A column, with its type as it was written. */
export interface ReadColumn extends NameAndType {
  word: string;
}

/** What databases call the types that Domo has, without what stands in brackets behind it. */
const databaseWords: Partial<Record<(typeof columnTypes)[number], string>> = {
  STRING:
    'text, varchar, varchar2, nvarchar, nvarchar2, char, nchar, character, character varying, bpchar, tinytext, mediumtext, ' +
    'longtext, ntext, clob, nclob, citext, str, uuid, uniqueidentifier, json, jsonb, variant, xml, enum',
  LONG:
    'int, integer, bigint, smallint, tinyint, mediumint, int2, int4, int8, int16, int32, int64, serial, bigserial, ' +
    'smallserial, int unsigned, bigint unsigned, whole number',
  DOUBLE: 'float, real, float4, float8, float32, float64, double precision, binary_double, binary_float',
  DECIMAL: 'numeric, dec, number, fixed, money, smallmoney, bignumeric, bigdecimal, currency',
  DATETIME:
    'timestamp, timestamptz, timestampltz, timestampntz, timestamp_ntz, timestamp_ltz, timestamp_tz, datetime2, ' +
    'smalldatetime, datetimeoffset, timestamp with time zone, timestamp without time zone, date time, date and time',
};

const databaseTypes = new Map(
  Object.entries(databaseWords).flatMap(([type, words]) => words.split(', ').map((word) => [word, type] as const)),
);

/** Domo's type for a word, in any case: its own name, one of `alsoTypes`, or what a database calls it. */
export function typeOf(word: string, alsoTypes: readonly string[]): string | undefined {
  const types = [...columnTypes, ...alsoTypes];
  const asked = word.trim();
  const lower = asked.toLowerCase();
  const bare = lower.replace(/\s*\([^()]*\)/, '').replace(/\s+/g, ' ');
  return (
    types.find((type) => type === asked) ??
    types.find((type) => type.toLowerCase() === lower) ??
    columnTypes.find((type) => type.toLowerCase() === bare) ??
    databaseTypes.get(bare)
  );
}

export function noSuchType(word: string): string {
  return `I don't know the type ${quoteName(word)}. Use one of ${columnTypes.join(', ')}.`;
}

/** All columns, and what their types became. */
export function parsed(read: ReadColumn[]): ParsedColumns {
  const became = new Map<string, string>();
  for (const { word, type } of read) if (word.toUpperCase() !== type.toUpperCase()) became.set(word, type);
  const columns = read.map(({ name, type }) => ({ name, type }));
  return { ok: true, columns, ...(became.size > 0 && { became }) };
}
