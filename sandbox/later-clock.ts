// Loaded before the app that the sandbox starts (`node --import`), so that the app itself need not know of sandboxes: it is
// `?ms=` later for it. Reminders, escalation and expiry then come within seconds.
const ahead = Number(new URL(import.meta.url).searchParams.get('ms'));
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + ahead] : given, made) as Date,
  apply: () => new RealDate(RealDate.now() + ahead).toString(),
  get: (target, key, receiver) =>
    key === 'now' ? () => RealDate.now() + ahead : (Reflect.get(target, key, receiver) as unknown),
});
