import type { ComponentChildren } from 'preact';
import type { Snapshot } from '../../protocol.ts';
import { usePage } from '../state/page-context.ts';
import { writeRoute } from '../state/route.ts';
import { AppAvatar, Avatar } from '../text/avatar.tsx';
import { Badge } from './badge.tsx';

/** The workspace's channels and the app, with what is unread. */
export function Sidebar() {
  const { snapshot, route } = usePage();
  const channels = snapshot.channels.filter(({ kind }) => kind !== 'im');
  const me = snapshot.people.find(({ id }) => id === snapshot.me);
  const meant = snapshot.waiting[snapshot.me] ?? {};
  return (
    <nav class="sidebar" aria-label="Workspace" inert={snapshot.stack.length > 0}>
      <div class="team">
        <strong>{snapshot.team.name}</strong>
        {me && (
          <span class="me">
            <Avatar id={me.id} name={me.name} size={20} /> {me.name}
          </span>
        )}
      </div>
      <h2>Channels</h2>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <PlaceLink
              place={channel.id}
              name={channel.name}
              mark="#"
              unread={unreadIn(snapshot, channel.id)}
              meant={meant[channel.id]}
            />
          </li>
        ))}
        {channels.length === 0 && <li class="empty">None</li>}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <PlaceLink
            place={snapshot.imId}
            name={snapshot.app.name}
            mark={<AppAvatar size={20} />}
            unread={unreadIn(snapshot, snapshot.imId)}
            meant={meant[snapshot.imId]}
            alsoHere={route.place === 'home'}
          />
        </li>
      </ul>
    </nav>
  );
}

interface LinkProps {
  place: string;
  name: string;
  mark: ComponentChildren;
  unread: number;
  /** How many of those are meant for this person: that number is shown. */
  meant: number | undefined;
  alsoHere?: boolean;
}

function PlaceLink({ place, name, mark, unread, meant = 0, alsoHere = false }: LinkProps) {
  const { route } = usePage();
  const isHere = route.place === place || alsoHere;
  const href = writeRoute({ person: route.person, place, thread: null, panel: 'talk' });
  return (
    <a class={unread + meant > 0 ? 'place unread' : 'place'} href={href} aria-current={isHere ? 'page' : undefined}>
      <span class="place-mark" aria-hidden="true">
        {mark}
      </span>
      <span class="place-name">{name}</span>
      {meant > 0 ? <Badge count={meant} /> : unread > 0 && <span class="unseen">, unread</span>}
    </a>
  );
}

/** Messages of others since this person last read there. */
function unreadIn({ reads, messages, me }: Snapshot, channelId: string): number {
  const read = reads[channelId] ?? '';
  return messages.filter(
    (each) => each.channelId === channelId && each.threadTs === null && each.ts > read && each.authorId !== me,
  ).length;
}
