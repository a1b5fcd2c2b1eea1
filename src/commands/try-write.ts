import type { Writable } from 'node:stream';
import { linkedDatasetId } from '../catalog/dataset-id.ts';
import { movedFields } from '../change/live-item.ts';
import type { Config } from '../config.ts';
import { createDomo } from '../domo/client.ts';
import { DomoRefusedError } from '../domo/errors.ts';
import type { Domo, DomoDataset } from '../domo/types.ts';
import { coerceError } from '../errors.ts';
import { impatience } from './check-domo.ts';
import { bad, type Finding, good } from './finding.ts';

/**
 * Proves the right to write, as only a write can: gives Domo the name and description of a dataset back as they are, after
 * saying so, and reads it again. Owner and columns aren't sent. `asked`: its id, or a link to it.
 */
export async function tryWrite(settings: Config['domo'], asked: string, out: Writable): Promise<Finding[]> {
  const { apiUrl: url, clientId, clientSecret, requestsPerSecond, concurrency } = settings;
  const domo = createDomo({ url, clientId, clientSecret, requestsPerSecond, concurrency, ...impatience });
  try {
    const before = await domo.dataset(linkedDatasetId(asked) ?? asked);
    if (before.deleted === true) return [bad(`Domo: the dataset ${asked} is deleted. Name another one.`)];
    const { id, name } = before;
    out.write(
      `· Domo: now I write the name and description of "${name}" (${id}) back as they are. Its owner and columns aren't sent.\n`,
    );
    return [await writeBack(domo, before)];
  } catch (thrown) {
    return [bad(`Domo: can't read the dataset ${asked}: ${coerceError(thrown).message}. Nothing was written.`)];
  } finally {
    await domo.stop();
  }
}

async function writeBack(domo: Domo, before: DomoDataset): Promise<Finding> {
  const { id, name, description } = before;
  try {
    await domo.updateDataset(id, { name, ...(description !== undefined && { description }) });
  } catch (thrown) {
    const { message } = coerceError(thrown);
    if (!(thrown instanceof DomoRefusedError)) {
      return bad(`Domo: no answer to the write of "${name}": ${message}. Look at it in Domo, then try again.`);
    }
    return bad(`Domo: "${name}" can't be written: ${message}`);
  }
  const after = await domo.dataset(id);
  const owner = before.owner ?? { id: 0, name: '' };
  const moved = movedFields({ kind: 'owner', before: owner, after: owner }, before, after, 'whole');
  if (before.owner?.id !== after.owner?.id) moved.push('owner');
  if (moved.length === 0) return good(`Domo: "${name}" can be written, and nothing in it changed.`);
  return bad(
    `Domo: "${name}" was written back as it was, and Domo now shows another ${moved.join(', ')}. Look at it in Domo.`,
  );
}
