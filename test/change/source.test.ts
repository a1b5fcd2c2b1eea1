import { sourceOf } from '../../src/change/source.ts';

test('what sets columns anew is named by what the product API calls it, and unknown stays unknown', () => {
  const named: [provider: string | undefined, transport: string | undefined, source: string | undefined][] = [
    ['api', 'API', undefined],
    ['google-sheets', 'CONNECTOR', 'the connector google-sheets'],
    ['DataFlow', 'DATAFLOW', 'a DataFlow'],
    ['dataflow', undefined, 'a DataFlow'],
    ['workbench', 'WORKBENCH', 'a Workbench job'],
    ['dataset-view', 'VIEW', 'a view'],
    ['snowflake-federated', 'FEDERATED', 'a cloud connection'],
    ['webform', 'WEBFORM', undefined],
    ['something-new', undefined, undefined],
    [undefined, undefined, undefined],
  ];
  for (const [provider, transport, source] of named) expect(sourceOf({ provider, transport })).toBe(source);
});
