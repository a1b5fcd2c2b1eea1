import type { Config } from '../config.ts';
import { createDomo } from '../domo/client.ts';
import { createProduct } from '../domo/product/client.ts';
import { ofInstance } from '../domo/product/of-instance.ts';
import { soonEnding } from '../domo/product/soon-ending.ts';
import type { Product } from '../domo/product/types.ts';
import { impatience, sentence } from './check-domo.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** Whether the access token works, is of the same Domo as the API client, may change owners, and for how long. */
export async function checkProduct({ product: settings, ...config }: Config['domo'], now: Date): Promise<Finding[]> {
  if (settings === undefined) {
    return [
      note("Domo: no access token, so what Domo's API refuses is done by hand, and I can't see what uses a dataset."),
    ];
  }
  const domo = createDomo({ ...config, url: config.apiUrl, ...impatience });
  const product = createProduct({ ...config, ...settings, check: ofInstance(domo), ...impatience });
  try {
    const { id, name } = await product.me();
    const seen = await product.someDatasources();
    const found = [good(`Domo: the access token acts as ${name} (Domo ID ${id}), in the same Domo as the API client.`)];
    return [...found, ...checkRights(seen), ...(await checkEnds(product, now))];
  } catch (thrown) {
    const todo = 'Make a new one in Admin → Authentication → Access tokens, and check DOMO_INSTANCE_URL.';
    return [bad(`Domo: the access token can't be used: ${sentence(thrown)} ${todo}`)];
  } finally {
    await Promise.all([product.stop(), domo.stop()]);
  }
}

/** Of the datasets that Domo shows first. */
function checkRights(seen: Awaited<ReturnType<Product['someDatasources']>>): Finding[] {
  const known = seen.filter(({ permissions }) => permissions !== undefined);
  const closed = known.filter(({ permissions = '' }) => !permissions.includes('ADMIN'));
  if (known.length === 0) return [note("Domo: I can't see what the access token may change.")];
  if (closed.length === 0)
    return [good(`Domo: the access token may change the owner of each of ${known.length} datasets.`)];
  return [
    note(
      `Domo: the access token may not change the owner of ${closed.length} of ${known.length} datasets. Its user needs the role ` +
        'Admin, or the grant Manage DataSet.',
    ),
  ];
}

async function checkEnds(product: Product, now: Date): Promise<Finding[]> {
  try {
    const [first] = await product.tokenEnds();
    if (first === undefined) return [note("Domo: I can't see when the access token expires.")];
    const warning = soonEnding(first, now);
    return [
      warning === undefined
        ? good(`Domo: the access token works until ${first.toISOString().slice(0, 10)} or longer.`)
        : bad(`Domo: ${warning}`),
    ];
  } catch {
    return [
      note("Domo: I can't see when the access token expires: its user may not list tokens. Note the date yourself."),
    ];
  }
}
