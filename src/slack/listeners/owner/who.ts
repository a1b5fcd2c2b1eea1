import { escapeMrkdwn, oneLine, showOwner } from '../../text.ts';
import { help } from '../../views/help.ts';
import { sentence } from '../../views/sentence.ts';
import { whoMessage } from '../../views/who.ts';
import { readPeople } from '../command-text.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { findOwner } from './find-owner.ts';

/** `/domo-owner who FROM [items N]`. */
export async function whoForOwner(deps: ListenerDeps, slackId: string, asked: string): Promise<Reply> {
  const refusal = await deps.workflow.mayReadAll(slackId, '/domo-owner who');
  if (refusal !== undefined) return refused(refusal);
  const [, words = '', items] = /^(.*?)(?:\s+items\s+([1-9]\d{0,8}))?$/is.exec(asked.trim()) ?? [];
  const [whom, ...others] = readPeople(words);
  if (whom === undefined || others.length > 0)
    return {
      say: help(
        'Name one current owner, names in "quotes": `/domo-owner who FROM`, or `/domo-owner who FROM items 60`.',
      ),
    };
  const found = await findOwner(deps, whom, 'from');
  if ('problem' in found) return { say: sentence(found.problem) };
  if ('choices' in found) {
    const name = escapeMrkdwn(oneLine(found.name));
    return { say: sentence(`“${name}” could be several people. Use an email or a Domo ID to say who.`) };
  }
  const from = found.hit;
  const answer = await deps.workflow.whoApproves({
    kind: 'owner',
    from,
    items: items === undefined ? undefined : Number(items),
  });
  const what = items === undefined ? 'all datasets' : `${items} datasets`;
  return { say: whoMessage(`the owner of ${what} of ${showOwner(from)}`, answer) };
}
