import fc from 'fast-check';
import { removeColumn, renameColumn, type SchemaEdit } from '../../../src/change/schema/edit.ts';
import {
  addColumnForm,
  moveColumnForm,
  renameColumnForm,
  retypeColumnForm,
} from '../../../src/slack/views/schema-column-forms.ts';
import { type SchemaFormState, schemaForm } from '../../../src/slack/views/schema-form.ts';
import { schemaReview } from '../../../src/slack/views/schema-review.ts';
import { schemaTextForm } from '../../../src/slack/views/schema-text-form.ts';
import { draft as anyDraft } from '../../change/schema/arbitraries.ts';
import { dataset, form, guests, metadata, policies, wide } from './schema-samples.ts';
import { expectWithinLimits, seen } from './view-limits.ts';

describe('Slack’s limits', () => {
  test.each([
    [1000, 60, true],
    [1000, 150, true],
    [1000, 255, false],
    [400, 400, true],
    [100, 1501, false],
    [98, 1501, true],
  ])('%d columns with names of %d characters as text: %s', (n, length, fit) => {
    const view = schemaTextForm(
      metadata,
      wide(n, (i) => `${i}`.padStart(length, 'x')),
    );
    expect(view !== undefined).toBe(fit);
    if (view) expectWithinLimits(view);
  });

  function expectAll(draft: SchemaEdit): void {
    for (const page of [0, 30]) expectWithinLimits(form(draft, page));
    expectWithinLimits(schemaReview({ metadata, dataset, draft, policies, streams: [], approvals: [] }));
    expectWithinLimits(addColumnForm(metadata));
    const text = schemaTextForm(metadata, draft);
    if (text) expectWithinLimits(text);
    const [first] = draft.columns;
    if (!first) return;
    for (const view of [
      renameColumnForm(metadata, first),
      retypeColumnForm(metadata, first),
      moveColumnForm(metadata, draft, first),
    ]) {
      expectWithinLimits(view);
    }
  }

  test('any draft of a few columns keeps them', () => {
    fc.assert(fc.property(anyDraft, expectAll), { numRuns: 20 });
  });

  test('any number of columns with names of any kind and length, all of them changed, keeps them', () => {
    const unit = fc.constantFrom('a', '😀', '漢', '"', '\\', '<', '&', '\t', '\u0001', ' ');
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 39, 40, 41, 300, 1000),
        unit,
        fc.constantFrom(1, 60, 150, 255, 1000, 4000),
        fc.constantFrom('as it is', 'replaced', 'renamed', 'removed'),
        (n, character, length, what) => {
          const draft = wide(n, (i) => `${i}${character.repeat(length)}`);
          const edited = {
            'as it is': (one: SchemaEdit) => one,
            renamed: (one: SchemaEdit) => ({
              ...one,
              columns: one.columns.map((c) => ({ ...c, name: `${c.name}!` })),
            }),
            removed: (one: SchemaEdit) => ({
              ...one,
              columns: one.columns.map((c) => ({ ...c, removed: true as const })),
            }),
            replaced: (one: SchemaEdit) => ({
              ...one,
              columns: one.columns.flatMap((c) => [
                { ...c, removed: true as const },
                { id: `n${c.id}`, name: `new ${c.name}`, type: 'LONG' },
              ]),
            }),
          };
          expectAll(edited[what](draft));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('many policies, and a dataset with a long name, keep them', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      name: `${'😀'.repeat(200)}${i}`,
      filters: Array.from({ length: 60 }, () => ({ column: 'Friend' })),
    }));
    const draft = removeColumn(guests, 'b0');
    const long = { id: dataset.id, name: '😀"'.repeat(200) };
    const content: SchemaFormState = {
      state: 'loaded',
      draft,
      policies: many,
      streams: [{ id: 663, updateMethod: 'REPLACE' }],
      notice: '<!here> '.repeat(2000),
    };
    expectWithinLimits(schemaForm({ metadata, dataset: long, content }));
    expectWithinLimits(schemaReview({ metadata, dataset: long, draft, policies: many, streams: [], approvals: [] }));
  });

  test('a name is never markup', () => {
    const draft = renameColumn(guests, 'b0', '<!channel> *bold* :tada: <https://x.y|z>');
    const view = form(draft);
    expect(seen(view)).toContain('<!channel> *bold* :tada:');
    JSON.stringify(view, (_, value) => {
      if (value?.type === 'mrkdwn') expect(value.text).not.toContain('channel');
      if (value?.type === 'plain_text') expect(value.emoji).toBe(false);
      return value;
    });
  });
});
