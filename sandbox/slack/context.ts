import type { Faults } from './faults.ts';
import type { Ids } from './ids.ts';
import type { AppManifest } from './manifest.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { DeliveryKind, JsonObject, Outcome } from './types.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

/** All that the parts of the sandbox's Slack share. */
export interface SlackContext {
  now: () => Date;
  ids: Ids;
  workspace: Workspace;
  views: Views;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  faults: Faults;
  /** What the app declared: commands, shortcuts, events and scopes. */
  manifest: AppManifest;
  tokens: { bot: string; app: string; verification: string };
  /** Where this server listens, without a slash at the end. */
  baseUrl: () => string;
  /** Where an app in Socket Mode is to connect. */
  socketUrl: () => string;
  /** Sends something to the app and waits for its ack. Never rejects. */
  deliver: (kind: DeliveryKind, name: string, payload: JsonObject) => Promise<Outcome>;
}
