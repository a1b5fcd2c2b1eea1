import type { DomoServer } from '../domo/server.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { SlackPerson } from '../slack/types.ts';
import { callLine } from './domo-calls.ts';
import type { DomoSwitches } from './domo-switches.ts';
import type { DomoWatch } from './domo-watch.ts';
import type { AppState, Snapshot } from './protocol.ts';
import type { Reads } from './reads.ts';
import type { Story } from './story.ts';
import { channelsOf, channelView, latestMessages, personView, surfaceView } from './surfaces.ts';
import type { Traffic } from './traffic.ts';

/** All that a tab can be shown. */
export interface Sources {
  slack: SlackServer;
  domo: DomoServer;
  watch: DomoWatch;
  switches: DomoSwitches;
  reads: Reads;
  traffic: Traffic;
  story: Story;
  /** Whether the app has one. */
  accessToken: boolean;
  appState(): AppState;
  run: string;
}

const callsAtFirst = 200;

/** Everything that a person's new tab begins with. */
export function snapshotFor(sources: Sources, person: SlackPerson): Snapshot {
  const { slack, domo, reads } = sources;
  const { workspace, context } = slack;
  const channels = channelsOf(slack, person);
  const latest = channels.map((channel) => ({ channel, ...latestMessages(slack, person, channel.id) }));
  const home = context.views.home(person.id);
  return {
    me: person.id,
    run: sources.run,
    team: { id: workspace.team.id, name: workspace.team.name },
    app: { name: workspace.app.name, botUserId: workspace.app.botUserId },
    people: [...workspace.people.values()].map(personView),
    groups: groupsOf(slack),
    channels: channels.map(channelView),
    imId: workspace.imWith(person.id).id,
    commands: context.manifest.commands.map(({ command, description, usageHint }) => ({
      command,
      description: description ?? '',
      usageHint: usageHint ?? '',
    })),
    shortcuts: context.manifest.shortcuts.map(({ name, kind }) => ({ name, kind })),
    messages: latest.flatMap(({ messages }) => messages),
    older: latest.flatMap(({ channel, older }) => (older ? [channel.id] : [])),
    stack: context.views.stack(person.id).map(surfaceView),
    home: home ? surfaceView(home) : null,
    reads: reads.of(person.id),
    waiting: reads.waiting(),
    traffic: sources.traffic.lines(),
    domo: {
      url: domo.url,
      accessToken: sources.accessToken,
      ...domoCounts(domo),
      switches: sources.switches.states(),
      changes: sources.watch.changes(),
      calls: domo.calls
        .recent()
        .slice(-callsAtFirst)
        .map((call) => callLine(domo, call)),
    },
    appState: sources.appState(),
    story: sources.story.state(),
  };
}

export function groupsOf(slack: SlackServer): Snapshot['groups'] {
  const groups = [...slack.workspace.userGroups.values()];
  return groups.map(({ id, handle, name, members }) => ({ id, handle, name, members }));
}

export function domoCounts({ world }: DomoServer): { users: number; datasets: number } {
  return { users: world.users().filter((user) => !user.deleted).length, datasets: world.datasetIds().length };
}
