import { type ServersLine, serve } from '../serve.ts';
import { openStage } from '../stage.ts';

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

test('another program gets the address of the product API and a token for it; the app only where a stage is told so', async () => {
  const printed: string[] = [];
  const servers = await serve({}, (line) => printed.push(line));
  const stages = [await openStage(), await openStage({ accessToken: true })];
  const whose = async (url: string | undefined, token: string | undefined) => {
    const headers = { 'X-DOMO-Developer-Token': token ?? '' };
    return (await fetch(`${url}/api/content/v2/users/me`, { headers })).json();
  };
  try {
    await servers.start();
    const { domo } = JSON.parse(printed[0] ?? '') as ServersLine;
    expect(await whose(domo.instanceUrl, domo.accessToken)).toMatchObject({ id: 27 });
    const [plain, opened] = stages.map(({ env }) => env);
    expect(plain).not.toHaveProperty('DOMO_ACCESS_TOKEN');
    expect(await whose(opened?.DOMO_INSTANCE_URL, opened?.DOMO_ACCESS_TOKEN)).toMatchObject({ id: 27 });
  } finally {
    await Promise.all([servers.stop(), ...stages.map((stage) => stage.close())]);
  }
});
