import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A server's key and its self-signed certificate, both PEM. */
export interface Certified {
  key: string;
  cert: string;
}

export interface Certificate {
  /** The host name or IPv4 address that it is for. */
  host: string;
  /** Until when it is valid; it began a year before. */
  until: Date;
}

const year = 365 * 86_400_000;

/** Makes a key and a certificate of its own (RFC 5280): no key lies anywhere. */
export function certify({ host, until }: Certificate): Certified {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const der = certificate(privateKey, host, until).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return { key, cert: `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n` };
}

function certificate(key: KeyObject, host: string, until: Date): Buffer {
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const name = sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(host)))));
  const validity = sequence(time(new Date(until.getTime() - year)), time(until));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const isAddress = /^[\d.]+$/.test(host);
  const names = tlv(isAddress ? 0x87 : 0x82, isAddress ? Buffer.from(host.split('.').map(Number)) : Buffer.from(host));
  const extensions = tlv(0xa3, sequence(sequence(oid('551d11'), tlv(0x04, sequence(names)))));
  const version = tlv(0xa0, tlv(0x02, Buffer.of(2)));
  const body = sequence(version, tlv(0x02, Buffer.of(1)), algorithm, name, validity, name, publicKey, extensions);
  return sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, key)])));
}

/** Tag, length, value: DER. */
function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const long = [length >> 8, length & 0xff].filter((byte, at) => at === 1 || byte > 0);
  const size = length < 0x80 ? [length] : [0x80 | long.length, ...long];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

/** GeneralizedTime, to the second. */
function time(at: Date): Buffer {
  return tlv(0x18, Buffer.from(`${at.toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`));
}
