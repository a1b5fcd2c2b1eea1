import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { placeOfCall, placeOfStatement } from './place.ts';

/** A connection to a server, where a statement is about to be sent or was answered. */
export interface Connection {
  /** The server's process for it. */
  pid: number;
  /** Breaks it from this side. */
  drop(): void;
}

export type OnMoment = (place: string, connection?: Connection) => void;

/**
 * Calls back right before and right after each statement by which this process writes, and each call that it makes: between any
 * two of them it can be killed, and something else is stored or known. To be called before the app is loaded.
 */
export function watchMoments(onMoment: OnMoment): void {
  watchPostgres(onMoment);
  watchPglite(onMoment);
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const place = placeOfCall(init?.method ?? (input instanceof Request ? input.method : 'GET'), url);
    onMoment(`before ${place}`);
    const answer = await fetch(input, init);
    onMoment(`after ${place}`);
    return answer;
  };
}

function watchPostgres(onMoment: OnMoment): void {
  const { query } = pg.Client.prototype;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]): unknown {
      const [first] = args;
      const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
      const place = typeof text === 'string' ? placeOfStatement(text) : undefined;
      if (place === undefined) return Reflect.apply(query, this, args);
      const connection = { pid: Number(Reflect.get(this, 'processID')), drop: () => this.connection.stream.destroy() };
      onMoment(`before ${place}`, connection);
      const after = () => onMoment(`after ${place}`, connection);
      const told = args.at(-1);
      if (typeof told === 'function') {
        const tell = (...answer: unknown[]) => {
          after();
          Reflect.apply(told, undefined, answer);
        };
        return Reflect.apply(query, this, [...args.slice(0, -1), tell]);
      }
      const result: unknown = Reflect.apply(query, this, args);
      return result instanceof Promise ? result.finally(after) : result;
    },
  });
}

/** PostgreSQL's protocol, https://www.postgresql.org/docs/current/protocol-message-formats.html: `Q`uery, `P`arse, `E`xecute. */
function watchPglite(onMoment: OnMoment): void {
  const { execProtocolRawSync } = PGlite.prototype;
  let parsed: string | undefined;
  PGlite.prototype.execProtocolRawSync = function (message) {
    const kind = String.fromCharCode(message[0] ?? 0);
    if (kind === 'P') parsed = placeOfStatement(textIn(message, message.indexOf(0, 5) + 1));
    const place = kind === 'Q' ? placeOfStatement(textIn(message, 5)) : kind === 'E' ? parsed : undefined;
    if (place !== undefined) onMoment(`before ${place}`);
    const answer = execProtocolRawSync.call(this, message);
    if (place !== undefined) onMoment(`after ${place}`);
    return answer;
  };
}

function textIn(message: Uint8Array, start: number): string {
  return new TextDecoder().decode(message.subarray(start, message.indexOf(0, start)));
}
