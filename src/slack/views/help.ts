import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import type { Message } from './card.ts';
import { openFormButton } from './open-form-button.ts';
import { openSchemaButton } from './schema-buttons.ts';

const lines = [
  '`/domo-owner` opens the form',
  '`/domo-owner @from @to` opens it filled in: with mentions, emails, Domo IDs or "names in quotes"',
  '`/domo-owner list` shows open requests and your own; add `mine`, `open`, `to approve`, `schema` or `since 30d` to see fewer',
  '`/domo-owner status 42` shows how #42 stands',
  '`/domo-owner history NAME` shows all requests for a dataset or a person, by name, ID, email or mention',
  '`/domo-owner who FROM` tells stewards and auditors who would have to approve, and why; add `items 60` for only 60 datasets',
  '`/domo-owner help` shows this',
];

const schemaLines = [
  '`/domo-schema` opens the form',
  '`/domo-schema DATASET` opens it with the columns of that dataset, by name or ID',
  '`/domo-schema list` shows open requests and your own; add `mine`, `open`, `to approve`, `owner` or `since 30d` to see fewer',
  '`/domo-schema status 42` shows how #42 stands',
  '`/domo-schema history NAME` shows all requests for a dataset or a person, by name, ID, email or mention',
  '`/domo-schema who DATASET` tells stewards and auditors who would have to approve, and why; add `breaking` for that risk',
  '`/domo-schema help` shows this',
];

/** What `/domo-owner` can do. `first` says why this is shown, if nobody asked for it; mrkdwn. */
export function help(first?: string): Message {
  return helpMessage(first, `*Request an owner change*\n${lines.join('\n')}`, openFormButton());
}

/** What `/domo-schema` can do. */
export function schemaHelp(first?: string): Message {
  const body = `*Request a schema change*\n${schemaLines.join('\n')}`;
  return helpMessage(first, body, openSchemaButton({}));
}

function helpMessage(first: string | undefined, body: string, open: KnownBlock): Message {
  const head = first === undefined ? [] : [first];
  const end = 'Stewards approve first. Then I make the change and check it in Domo.';
  const texts = [...head, body, end];
  return {
    text: texts.join('\n').replaceAll('`', '').replaceAll('*', ''),
    blocks: [...texts.map((text) => section(text)), open],
  };
}
