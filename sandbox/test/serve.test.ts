import { type ServersLine, serve } from '../serve.ts';

test("another program is held to Slack's rates", async () => {
  const printed: string[] = [];
  const servers = await serve({}, (line) => printed.push(line));
  try {
    await servers.start();
    const { slack } = JSON.parse(printed[0] ?? '') as ServersLine;
    const list = () =>
      fetch(`${slack.apiUrl}usergroups.list`, { headers: { authorization: `Bearer ${slack.botToken}` } });
    for (let call = 0; call < 20; call += 1) expect((await list()).status).toBe(200);
    expect((await list()).status).toBe(429);
  } finally {
    await servers.stop();
  }
});
