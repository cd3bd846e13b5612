// Judges bundles with @sigstore/verify, and holds its verdicts against those of mlc-wheels verify --json:
//   node check.mjs CASES KEY.pub... <verdicts.json
// CASES has a folder for each case with a file and its bundle. Prints a line each; ends with 1 if two verdicts differ.
// With the environment variable RECORD it writes keys, cases and the verdicts of @sigstore/verify to that file, from which
// the tests of the engine take them.

import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const [cases, ...keyFiles] = process.argv.slice(2);
const keys = {};
for (const file of keyFiles) {
    const rawBytes = createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'der' });
    keys[createHash('sha256').update(rawBytes).digest('base64')] = { rawBytes };
}
const nothing = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const verifier = new Verifier(toTrustMaterial(nothing, keys), {
    ctlogThreshold: 0,
    tlogThreshold: 0,
    timestampThreshold: 0,
});

// What the library leaves to its caller: that the statement is one, and about this file.
function judge(file, bundleFile) {
    const bundle = bundleFromJSON(JSON.parse(readFileSync(bundleFile, 'utf8')));
    verifier.verify(toSignedEntity(bundle));
    const { payload, payloadType } = bundle.content.dsseEnvelope;
    if (payloadType !== 'application/vnd.in-toto+json') throw new Error('another type of payload');
    const statement = JSON.parse(payload.toString('utf8'));
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (!statement.subject.some(subject => subject.digest.sha256 === sha256)) throw new Error('about another file');
}

const ours = new Map(JSON.parse(readFileSync(0, 'utf8')).files.map(file => [file.file, file]));
const recorded = [];
let differ = 0;
for (const name of readdirSync(cases).sort()) {
    const folder = join(cases, name);
    const file = join(folder, 'subject.whl');
    let verdict = 'accepted', why = '';
    try {
        judge(file, file + '.sigstore.json');
    } catch (e) {
        verdict = 'refused';
        why = String(e.message).split('\n')[0].slice(0, 60);
    }
    const mine = ours.get(file);
    const own = mine.passed ? 'accepted' : 'refused';
    const reason = mine.unreadable ?? mine.checks.filter(check => !check.passed).map(check => check.found).join('; ');
    recorded.push({
        name,
        subject: readFileSync(file).toString('base64'),
        bundle: readFileSync(file + '.sigstore.json').toString('base64'),
        accepted: verdict === 'accepted',
    });
    if (own !== verdict) differ++;
    console.log([name, verdict, own, own === verdict ? 'agree' : 'DIFFER', why, reason.slice(0, 90)].join('\t'));
}
if (process.env.RECORD) {
    const pems = keyFiles.map(key => readFileSync(key, 'utf8'));
    writeFileSync(process.env.RECORD, JSON.stringify({ keys: pems, cases: recorded }, null, 1) + '\n');
}
console.log(differ === 0 ? 'all verdicts agree' : differ + ' verdicts differ');
process.exit(differ === 0 ? 0 : 1);
