import { Conversation } from '../slack/conversation.tsx';
import { Home } from '../slack/home.tsx';
import { usePage } from '../state/page-context.ts';
import { writeRoute } from '../state/route.ts';
import { StoryCard, type StoryView } from './story.tsx';

/** What is open: a channel, or the app with its two tabs. */
export function Main({ story }: { story: StoryView }) {
  const { snapshot, route } = usePage();
  const channel = snapshot.channels.find(({ id }) => id === route.place);
  const isApp = route.place === 'home' || channel?.kind === 'im';
  return (
    <main class="main" tabIndex={-1} inert={snapshot.stack.length > 0}>
      <StoryCard story={story} />
      <header class="pane-head">
        <h2>{isApp ? snapshot.app.name : channel ? `# ${channel.name}` : 'Not here'}</h2>
        {isApp ? <AppTabs /> : channel && <span class="members">{channel.members.length} members</span>}
      </header>
      {route.place === 'home' && <Home />}
      {route.place !== 'home' && channel && (
        <Conversation key={`${snapshot.me} ${channel.id}`} channelId={channel.id} />
      )}
      {route.place !== 'home' && !channel && (
        <p class="empty">This person is not in that conversation. Choose another on the left.</p>
      )}
    </main>
  );
}

function AppTabs() {
  const { snapshot, route } = usePage();
  const hrefOf = (place: string) => writeRoute({ person: route.person, place, thread: null, panel: 'talk' });
  return (
    <nav class="app-tabs" aria-label="Tabs of the app">
      <a href={hrefOf('home')} aria-current={route.place === 'home' ? 'page' : undefined}>
        Home
      </a>
      <a href={hrefOf(snapshot.imId)} aria-current={route.place === snapshot.imId ? 'page' : undefined}>
        Messages
      </a>
    </nav>
  );
}
