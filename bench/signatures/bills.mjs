// Holds CycloneDX documents against the official schema of version 1.6, strictly: node bills.mjs FILE...

import { readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
let wrong = 0;
for (const file of process.argv.slice(2)) {
    const text = readFileSync(file, 'utf8');
    const problems = await validator.validate(text);
    if (problems !== null) wrong++;
    const components = JSON.parse(text).components?.length ?? 0;
    console.log(`${file}: ${problems === null ? 'valid' : 'WRONG'}, ${components} components`);
    if (problems !== null) console.log(JSON.stringify(problems, null, 1));
}
process.exit(wrong === 0 ? 0 : 1);
