import type { DomoServer } from '../domo/server.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { WorkspaceEvent } from '../slack/types.ts';
import { callLine } from './domo-calls.ts';
import type { Patch } from './protocol.ts';
import { groupsOf, type Sources } from './snapshot.ts';
import { messageView, surfaceView } from './surfaces.ts';
import type { Tabs } from './tabs.ts';

/** Tells the tabs of all that happens in Slack and of Domo's requests. The result stops it. */
export function follow(sources: Sources, tabs: Tabs): () => void {
  const { slack, domo } = sources;
  const stops = [
    slack.on('change', (event) => {
      tellOfSlack(slack, sources, tabs, event);
      sources.story.sawSlack(event);
    }),
    domo.on('call', (call) => tabs.tell(() => callPatch(domo, call))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function callPatch(domo: DomoServer, call: Parameters<typeof callLine>[1]): Patch {
  return { type: 'domo call', call: callLine(domo, call) };
}

function tellOfSlack(slack: SlackServer, { traffic, reads }: Sources, tabs: Tabs, event: WorkspaceEvent): void {
  switch (event.type) {
    case 'message':
    case 'message_changed':
    case 'message_deleted': {
      const { channelId, ts, visibleTo } = event.message;
      const members = slack.workspace.channels.get(channelId)?.members;
      tabs.tell((personId) => {
        if (!members?.has(personId) || (visibleTo !== null && visibleTo !== personId)) return null;
        if (event.type === 'message_deleted') return { type: 'message gone', channelId, ts };
        return { type: 'message', message: messageView(event.message, personId) };
      });
      tabs.tell({ type: 'waiting', waiting: reads.waiting() });
      return;
    }
    case 'view': {
      const { personId } = event.view;
      const stack = slack.context.views.stack(personId).map(surfaceView);
      tabs.tell({ type: 'stack', stack }, personId);
      return;
    }
    case 'home':
      tabs.tell({ type: 'home', home: surfaceView(event.view) }, event.view.personId);
      return;
    case 'members':
      tabs.tell({ type: 'groups', groups: groupsOf(slack) });
      return;
    case 'call':
    case 'delivery': {
      const line = traffic.note(event);
      if (line) tabs.tell({ type: 'traffic', line });
      return;
    }
    case 'connection':
      return;
  }
}
