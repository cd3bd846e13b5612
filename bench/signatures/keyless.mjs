// Makes bundles that certificates signed, with @sigstore/mock in the place of Fulcio, Rekor and a timestamp authority, damages
// them, and lets @sigstore/verify judge each:
//   node keyless.mjs DIR
// DIR gets trusted_root.json, a folder for each case with a file and its bundle, and verdicts.json, which the tests of the
// engine take. What a case asks of the signer is in verdicts.json.

import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';
import { TransparencyLogEntry, TrustedRoot } from '@sigstore/protobuf-specs';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const directory = process.argv[2];
// A whole second, and after the certificates of the services, which begin at once.
const now = new Date(Math.floor(Date.now() / 1000) * 1000 + 5000);
const identity = 'https://ci.example.org/job/demo/';
const issuer = 'https://oidc.example.org';
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = bytes => createHash('sha256').update(bytes).digest();
const clone = value => JSON.parse(JSON.stringify(value));
const flip = text => {
    const bytes = Buffer.from(text, 'base64');
    bytes[bytes.length >> 1] ^= 1;
    return bytes.toString('base64');
};

const logKeys = pair();

async function services(keys = pair()) {
    const ctlog = await initializeCTLog(pair(), now);
    return {
        ctlog,
        ca: await initializeCA(pair(), ctlog, now),
        tlog: await initializeTLog('https://rekor.example.org', keys, now),
        tsa: await initializeTSA(pair(), now),
    };
}
const ours = await services(logKeys), others = await services();

const b64 = bytes => Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).toString('base64');
const validFor = { start: new Date(now.getTime() - 60_000).toISOString() };
const log = (baseUrl, key, keyId) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: b64(key), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: b64(keyId) },
});
const authority = (...chain) => ({
    subject: { organization: 'example.org', commonName: 'example' },
    uri: 'https://example.org',
    certChain: { certificates: chain.map(certificate => ({ rawBytes: b64(certificate) })) },
    validFor,
});
const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log('https://rekor.example.org', ours.tlog.publicKey, sha256(ours.tlog.publicKey))],
    certificateAuthorities: [authority(ours.ca.rootCertificate)],
    ctlogs: [log('https://ct.example.org', ours.ctlog.publicKey, ours.ctlog.logID)],
    timestampAuthorities: [authority(ours.tsa.intCertificate, ours.tsa.rootCertificate)],
};

const content = Buffer.from('a wheel of the test');
const statement = Buffer.from(JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'subject.whl', digest: { sha256: sha256(content).toString('hex') } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
        buildDefinition: { buildType: 'https://example.org/build', externalParameters: {} },
        runDetails: { builder: { id: 'https://ci.example.org/' } },
    },
}));
const type = 'application/vnd.in-toto+json';
const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${statement.length} `), statement]);

async function certificate(from, keys, san = identity, by = issuer) {
    return from.ca.issueCertificate({
        publicKey: keys.publicKey.export({ type: 'spki', format: 'der' }),
        subjectAltName: san,
        extensions: [
            { oid: '1.3.6.1.4.1.57264.1.1', value: by, legacy: true },
            { oid: '1.3.6.1.4.1.57264.1.8', value: by },
        ],
    });
}

const pem = der => `-----BEGIN CERTIFICATE-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`;

function dsse(sig, der) {
    return {
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
            envelopeHash: { algorithm: 'sha256', value: sha256('any').toString('hex') },
            payloadHash: { algorithm: 'sha256', value: sha256(statement).toString('hex') },
            signatures: [{ signature: sig, verifier: Buffer.from(pem(der)).toString('base64') }],
        },
    };
}
function dsse2(sig, der) {
    return {
        apiVersion: '0.0.2',
        kind: 'dsse',
        spec: {
            dsseV002: {
                payloadHash: { algorithm: 'SHA2_256', digest: sha256(statement).toString('base64') },
                signatures: [{
                    content: sig,
                    verifier: { keyDetails: 'PKIX_ECDSA_P256_SHA_256', x509Certificate: { rawBytes: der.toString('base64') } },
                }],
            },
        },
    };
}

// The entry of a log as bundles have it.
async function entry(tlog, body) {
    const made = Object.values(await tlog.log(body))[0];
    const proof = made.verification.inclusionProof;
    return {
        logIndex: String(made.logIndex),
        logId: { keyId: Buffer.from(made.logID, 'hex').toString('base64') },
        kindVersion: { kind: body.kind, version: body.apiVersion },
        integratedTime: String(made.integratedTime),
        inclusionPromise: { signedEntryTimestamp: made.verification.signedEntryTimestamp },
        inclusionProof: {
            logIndex: String(proof.logIndex),
            rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
            treeSize: String(proof.treeSize),
            hashes: proof.hashes,
            checkpoint: { envelope: proof.checkpoint },
        },
        canonicalizedBody: made.body,
    };
}
const timestamp = async (tsa, bytes) => b64(await tsa.timestamp({
    artifactHash: sha256(bytes),
    hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
    nonce: 7,
    policyOID: '1.2.3.4',
    certReq: false,
}));

async function bundle({ from = ours, leaf, log = from, clock = null, form = dsse, keep = ['promise', 'proof'] } = {}) {
    const keys = pair();
    const signed = sign('sha256', encoded, keys.privateKey);
    const sig = signed.toString('base64');
    const rawBytes = b64(await (leaf ? leaf(keys) : certificate(from, keys)));
    const one = await entry(log.tlog, form(sig, Buffer.from(rawBytes, 'base64')));
    if (!keep.includes('promise')) {
        delete one.inclusionPromise;
        one.integratedTime = '0';
    }
    if (!keep.includes('proof')) delete one.inclusionProof;
    const made = {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
            certificate: { rawBytes },
            tlogEntries: [one],
        },
        dsseEnvelope: { payload: statement.toString('base64'), payloadType: type, signatures: [{ sig }] },
    };
    if (clock) {
        made.verificationMaterial.timestampVerificationData = {
            rfc3161Timestamps: [{ signedTimestamp: await timestamp(clock.tsa, signed) }],
        };
    }
    return made;
}

const good = await bundle(), clocked = await bundle({ clock: ours, keep: ['proof'] });
const another = await bundle(), foreign = await bundle({ from: others });
const cases = {
    'promise and proof': good,
    'promise only': await bundle({ keep: ['promise'] }),
    'proof and timestamp': clocked,
    'promise, proof and timestamp': await bundle({ clock: ours }),
    'entry of the second form': await bundle({ clock: ours, form: dsse2, keep: ['proof'] }),
    'certificate of another authority': await bundle({ leaf: keys => certificate(others, keys) }),
    'everything by others': foreign,
    'entry of another log': await bundle({ log: others }),
    'timestamp of another authority': await bundle({ clock: others, keep: ['proof'] }),
    'proof without time': await bundle({ keep: ['proof'] }),
};
function damaged(name, from, change) {
    const copy = clone(from);
    change(copy, copy.verificationMaterial, copy.verificationMaterial.tlogEntries[0]);
    cases[name] = copy;
}
damaged('no entry', good, (b, m) => { m.tlogEntries = []; });
damaged('no promise and no proof', good, (b, m, e) => { delete e.inclusionPromise; delete e.inclusionProof; });
damaged('another promise', good, (b, m, e) => {
    e.inclusionPromise.signedEntryTimestamp = flip(e.inclusionPromise.signedEntryTimestamp);
});
damaged('another time', good, (b, m, e) => { e.integratedTime = String(Number(e.integratedTime) + 1); });
damaged('another index', good, (b, m, e) => { e.logIndex = String(Number(e.logIndex) + 1); });
damaged('another place in the tree', good, (b, m, e) => { e.inclusionProof.logIndex = '1'; });
damaged('one digest too many', good, (b, m, e) => { e.inclusionProof.hashes = [sha256('x').toString('base64')]; });
damaged('another root in the checkpoint', good, (b, m, e) => {
    const lines = e.inclusionProof.checkpoint.envelope.split('\n');
    lines[2] = sha256('x').toString('base64');
    e.inclusionProof.checkpoint.envelope = lines.join('\n');
});
damaged('checkpoint without signature', good, (b, m, e) => {
    e.inclusionProof.checkpoint.envelope = e.inclusionProof.checkpoint.envelope.split('\n\n')[0] + '\n\n';
});
damaged('checkpoint of another host', good, (b, m, e) => {
    e.inclusionProof.checkpoint.envelope =
        e.inclusionProof.checkpoint.envelope.replace('\u2014 rekor.example.org', '\u2014 elsewhere.example.net');
});
damaged('entry about another signature', good, (b, m) => { m.tlogEntries = another.verificationMaterial.tlogEntries; });
damaged('entry of another log about another signature', good, (b, m) => {
    m.tlogEntries = foreign.verificationMaterial.tlogEntries;
});
damaged('entry of another kind', good, (b, m, e) => { e.kindVersion.kind = 'hashedrekord'; });
damaged('another signature', good, b => { b.dsseEnvelope.signatures[0].sig = flip(b.dsseEnvelope.signatures[0].sig); });
damaged('another payload', good, b => { b.dsseEnvelope.payload = flip(b.dsseEnvelope.payload); });
damaged('another certificate', good, (b, m) => { m.certificate = cases['promise only'].verificationMaterial.certificate; });
damaged('damaged certificate', good, (b, m) => { m.certificate.rawBytes = flip(m.certificate.rawBytes); });
damaged('shortened certificate', good, (b, m) => { m.certificate.rawBytes = m.certificate.rawBytes.slice(0, 400); });
damaged('timestamp of another signature', clocked, (b, m) => {
    m.timestampVerificationData =
        cases['promise, proof and timestamp'].verificationMaterial.timestampVerificationData;
});
damaged('damaged timestamp', clocked, (b, m) => {
    const stamp = m.timestampVerificationData.rfc3161Timestamps[0];
    stamp.signedTimestamp = flip(stamp.signedTimestamp);
});
damaged('timestamp twice', clocked, (b, m) => {
    m.timestampVerificationData.rfc3161Timestamps.push(m.timestampVerificationData.rfc3161Timestamps[0]);
});
const late = new Date(now.getTime() + 3_600_000);
const after = { ...ours, tlog: await initializeTLog('https://rekor.example.org', logKeys, late) };
cases['entry an hour after the certificate'] = await bundle({ log: after });
cases['certificate without identity of ours'] = await bundle({ leaf: keys => certificate(ours, keys, 'mailto:eve@example.org') });
cases['certificate of another issuer'] = await bundle({ leaf: keys => certificate(ours, keys, identity, 'https://evil.example.org') });

const trust = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot));
const verifier = new Verifier(trust, { ctlogThreshold: 1, tlogThreshold: 1, timestampThreshold: 1 });
const policy = {
    subjectAlternativeName: new RegExp('^' + identity.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + '$'),
    extensions: { issuer },
};
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, 'trusted_root.json'), JSON.stringify(trustedRoot, null, 1) + '\n');
const recorded = [];
Object.entries(cases).forEach(([name, made], number) => {
    let accepted = true, why = '';
    try {
        verifier.verify(toSignedEntity(bundleFromJSON(made)), policy);
        // What the library leaves to its caller.
        const subject = JSON.parse(Buffer.from(made.dsseEnvelope.payload, 'base64').toString()).subject[0];
        if (subject.digest.sha256 !== sha256(content).toString('hex')) throw new Error('about another file');
    } catch (e) {
        accepted = false;
        why = String(e.message).split('\n')[0];
    }
    const folder = join(directory, 'cases', String(number).padStart(2, '0'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'subject.whl'), content);
    writeFileSync(join(folder, 'subject.whl.sigstore.json'), JSON.stringify(made));
    recorded.push({ name, accepted, why, bundle: made });
    console.log([accepted ? 'accepted' : 'refused', name, why].join('\t'));
});
writeFileSync(
    join(directory, 'verdicts.json'),
    JSON.stringify({ identity, issuer, now: now.toISOString(), file: content.toString(), trustedRoot, cases: recorded }, null, 1) + '\n');
