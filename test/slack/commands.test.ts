import { channel, sharedSteward } from '../support/steward.ts';

const steward = sharedSteward();

test.each([
  ['an unknown word', 'sophie', '/domo-owner lsit', /I don't know “lsit”/],
  ['an unknown word with a number', 'sophie', '/domo-owner staus 42', /No one in Domo matches “staus”/],
  ['half a command', 'sophie', '/domo-owner status', /status 42/],
  ['an unknown dataset', 'sophie', '/domo-schema lsit', /I can't find a dataset called “lsit”/],
  ['half a command about schemas', 'sophie', '/domo-schema status soon', /status 42/],
  ['an unknown request', 'sophie', '/domo-schema status 4711', /I can't find #4711/],
  ['what only stewards may ask', 'sophie', '/domo-owner who 27', /Only stewards and auditors/],
  ['a guest who asks for the form', 'evariste', '/domo-owner', /full members only/],
  ['a guest who names people', 'evariste', '/domo-owner 27 28', /full members only/],
  ['a guest who names a dataset', 'evariste', '/domo-schema Elastic Surfaces', /full members only/],
])('%s is answered where it was typed, privately, and opens nothing', async (_, who, line, answer) => {
  const { slack } = steward;
  const person = slack.as(who);
  for (const each of slack.workspace.channels.values()) each.members.add(person.id);
  const calls = slack.calls.length;
  for (const where of [channel, 'general']) {
    await person.command(line, where);
    expect((await person.sees(where, answer)).ephemeral).toBe(true);
  }
  await steward.restart();
  expect(slack.calls.slice(calls).filter(({ method }) => /^views|^chat/.test(method))).toEqual([]);
  expect(person.openModal()).toBeNull();
});
