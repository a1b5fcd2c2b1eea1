import { z } from 'zod';

const call = z.object({ id: z.number(), command: z.string(), args: z.array(z.unknown()) });

/** What the bench gave this process when it started it. */
export function optionsOf<T>(): T {
  return JSON.parse(process.argv[2] ?? '{}') as T;
}

/** In a process of the bench: answers its calls, says that it is ready, and ends with the bench or by SIGTERM. */
export function answerBench(commands: object, close: () => Promise<void>): void {
  process.on('message', (message: unknown) => {
    const { id, command, args } = call.parse(message);
    const run: unknown = Reflect.get(commands, command);
    const outcome = (async (): Promise<unknown> => {
      if (typeof run !== 'function') throw new Error(`There is no command ${command}`);
      return Reflect.apply(run, commands, args);
    })();
    outcome.then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    );
  });
  const end = () => void close().finally(() => process.exit());
  process.once('SIGTERM', end);
  process.once('disconnect', end);
  process.send?.('ready');
}
