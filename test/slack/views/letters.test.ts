import fc from 'fast-check';
import { checkBlocks } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import { checkView } from '../../../sandbox/slack/block-kit/check-view.ts';
import { createIds } from '../../../sandbox/slack/ids.ts';
import { renderBlocks } from '../../../sandbox/slack/render-text.ts';
import { createWorkspace } from '../../../sandbox/slack/workspace.ts';
import { defaultWorld } from '../../../sandbox/slack/world.ts';
import { diffSchema } from '../../../src/change/schema/diff.ts';
import { assessSchema } from '../../../src/change/schema/risk.ts';
import { showBlanks, showName } from '../../../src/change/show-name.ts';
import type { Column } from '../../../src/change/types.ts';
import { card } from '../../../src/slack/views/card.ts';
import { details } from '../../../src/slack/views/details.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { anyone, itemWith, noLife, requestWith, ruleWith } from './plain.ts';

const workspace = createWorkspace(
  defaultWorld(),
  createIds(() => new Date()),
  () => new Date(),
);

/** Names that Slack, JavaScript or an eye would make something else of. */
const name = fc
  .oneof(
    fc.constantFrom(
      '_x_',
      '__index_level_0__',
      '**x**',
      '(_x_)',
      '`x`',
      '```x```',
      '~x~',
      '&lt;',
      '&amp;lt;',
      '&lt;!channel&gt;',
      '<!channel>',
      '<https://a.example|b>',
      ':tada:',
      '>x',
      '> x',
      '&gt;x',
      'a\u200bb',
      '\u200b',
      '\u200b*\u200b',
      '\u00a0x\u2007',
      '\ufeffx',
      'a\u202fb',
      '__proto__',
      'constructor',
      'toString',
      '*',
      '_',
      '“*q*”',
      'é_x_é',
      '*a* _b_ ~c~ `d`',
    ),
    fc.string({
      unit: fc.constantFrom(...'_*~`()“”:;&<>|@#!-+.,/ aé1Z语', '&lt;', '\u200b', '\u00a0', '😀', '\t', '\n', '\u202e'),
      minLength: 1,
      maxLength: 14,
    }),
  )
  .filter((each) => each.trim() !== '');

/** Without the blanks that keep Slack from making markup of it, nor what keeps a direction of writing to itself. */
function letters(read: string): string {
  return read.replace(/[\u200b\u2068\u2069]/g, '');
}

function read(message: { blocks: unknown[]; text?: string }): string {
  const checked = checkBlocks(message.blocks, 'message', new Set());
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  return letters(renderBlocks(workspace, checked.value, {}));
}

function readView(view: object): string {
  const checked = checkView(view, 'modal', new Set());
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  return letters(renderBlocks(workspace, checked.value.blocks, {}));
}

/** A name as any line shows it. */
function shown(given: string): string {
  return letters(showName(given).trim());
}

/** A column's, in which blanks can be seen. */
function shownColumn(given: string): string {
  return letters(showName(showBlanks(given)).trim());
}

function everywhere(request: RequestView): Record<string, string> {
  const { items } = request;
  const said = card(request);
  return {
    card: read(said),
    // No markup there, but entities are resolved.
    'lock screen': letters(said.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
    notice: read(noticeMessage({ about: 'submitted', request })),
    details: readView(details(request, anyone, { page: 0, items, chosen: items[0], life: noLife })),
  };
}

test('datasets, owners, requesters, reasons and rules come out letter by letter', () => {
  fc.assert(
    fc.property(name, (given) => {
      const change = { kind: 'owner' as const, before: { id: 29, name: given }, after: { id: 28, name: given } };
      const request = requestWith({
        from: { id: 29, name: given },
        to: { id: 28, name: given, email: 'carl@example.com' },
        requester: { slackId: 'U0SOPHIE001', name: given },
        reason: `Why ${given} goes`,
        items: [itemWith({ datasetName: given, change })],
        rules: [ruleWith({ name: given })],
      });
      const reads = everywhere(request);
      expect(reads.card).toContain(`From ${shown(given)} to ${shown(given)}, carl@example.com`);
      expect(reads.card).toContain(`Requested by ${shown(given)}`);
      expect(reads['lock screen']).toContain(`from ${shown(given)} to ${shown(given)}`);
      expect(reads.details).toContain(shown(given));
    }),
    { numRuns: 400, includeErrorInReport: true },
  );
});

function schemaRequest(before: Column[], after: Column[], renames: [string, string][], dataset: string): RequestView {
  const change = { kind: 'schema' as const, before, after, renames: Object.fromEntries(renames) };
  const diff = diffSchema(before, after, change.renames);
  const policies = [{ name: dataset, filters: [{ column: 'Region' }] }];
  const { risk, reasons } = assessSchema({ diff, before, after, policies });
  const item = itemWith({ datasetName: dataset, change });
  return requestWith({
    kind: 'schema',
    from: undefined,
    to: undefined,
    dataset: { id: item.datasetId, name: dataset, owner: { id: 30, name: dataset } },
    items: [item],
    schema: { risk, reasons, policies: [dataset], changes: diff.length },
  });
}

test('columns that are added, removed, renamed and retyped come out letter by letter, and so do the reasons', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 4, maxLength: 4 }), ([a = '', b = '', c = '', d = '']) => {
      const before = [a, b, 'Region'].map((each) => ({ name: each, type: 'STRING' }));
      const after = [
        { name: c, type: 'STRING' },
        { name: 'Region', type: 'STRING' },
        { name: d, type: 'LONG' },
      ];
      const reads = everywhere(schemaRequest(before, after, [[a, c]], d));
      for (const where of ['card', 'details'] as const) {
        expect(reads[where]).toContain(`${shownColumn(a)} → ${shownColumn(c)}`);
        expect(reads[where]).toContain(`${shownColumn(b)} removed`);
        expect(reads[where]).toContain(`${shownColumn(d)} (LONG) added last`);
      }
      expect(reads.card).toContain(`${shown(d)} · owner ${shown(d)}`);
    }),
    { numRuns: 400, includeErrorInReport: true },
  );
});
