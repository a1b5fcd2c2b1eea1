import { z } from 'zod';

/** What the errors of Node and of those who use it have of this; `original` is the Slack SDK's word for `cause`. */
const networkError = z.looseObject({
  name: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  original: z.unknown().optional(),
  hostname: z.string().optional().catch(undefined),
  host: z.string().optional().catch(undefined),
  address: z.string().optional().catch(undefined),
  port: z.number().optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
});

/** Why no good answer came, in words and without a secret; what says so may lie deep. Undefined: not because of the network. */
export function networkReason(thrown: unknown): string | undefined {
  const error = networkError.safeParse(thrown).data;
  if (error === undefined) return undefined;
  const { hostname, host, address, port } = error;
  const at = hostname ?? host ?? (address === undefined ? undefined : `${address}:${port}`);
  return (
    reasonOf(error.code ?? error.name ?? '', at ?? 'its address') ??
    (error.statusCode === undefined ? undefined : `it answered with HTTP ${error.statusCode}`) ??
    networkReason(error.cause) ??
    networkReason(error.original)
  );
}

/** By the codes of Node, undici and OpenSSL. */
function reasonOf(code: string, at: string): string | undefined {
  if (code === 'ENOTFOUND') return `the host name ${at} can't be found (DNS)`;
  if (code.startsWith('EAI_')) return `the host name ${at} can't be looked up right now (DNS)`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${at} (connection refused)`;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return `the network has no way to ${at}`;
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return 'no connection was made in time; a firewall may be in between';
  }
  if (code === 'TimeoutError') return "it didn't answer in time";
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return 'the connection was cut';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return 'TLS: its certificate is out of date, or the clock of this machine is wrong';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `TLS: its certificate isn't for ${at}`;
  if (/SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY|GET_ISSUER)/.test(code)) {
    return "TLS: this machine doesn't trust who issued its certificate; if a proxy did, set NODE_EXTRA_CA_CERTS";
  }
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return `TLS failed at ${at} (${code})`;
  return undefined;
}
