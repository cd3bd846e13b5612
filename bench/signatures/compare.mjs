// Holds the verdicts of mlc-wheels verify --json on the cases of keyless.mjs against those of @sigstore/verify:
//   node compare.mjs verdicts.json ours.json

import { readFileSync } from 'node:fs';

const [verdicts, ours] = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')));
const files = new Map(ours.files.map(file => [file.file.split('/').at(-2), file]));
let differ = 0;
verdicts.cases.forEach((one, number) => {
    const file = files.get(String(number).padStart(2, '0'));
    const reason = file.unreadable ?? file.checks.filter(check => !check.passed).map(check => check.found).join('; ');
    if (file.passed !== one.accepted) differ++;
    console.log([
        one.name,
        one.accepted ? 'accepted' : 'refused',
        file.passed ? 'accepted' : 'refused',
        file.passed === one.accepted ? 'agree' : 'DIFFER',
        one.why.slice(0, 50),
        reason.slice(0, 90),
    ].join('\t'));
});
console.log(differ === 0 ? 'all verdicts agree' : differ + ' verdicts differ');
process.exit(differ === 0 ? 0 : 1);
