// A PouchDB database for `make peers`: one process is one device, told what to do by lines of JSON.

import { createInterface } from 'node:readline';
import PouchDB from 'pouchdb';

let local;
let remote;

const acts = {
  open({ folder, url }) {
    local = new PouchDB(`${folder}/db`);
    remote = new PouchDB(`${url}/sessions`);
    return {};
  },
  async add({ records }) {
    for (const { id, ...fields } of records) await local.put({ _id: id, ...fields });
    return {};
  },
  async edit({ changes }) {
    for (const { id, field, value } of changes) {
      const doc = await local.get(id);
      await local.put({ ...doc, [field]: value });
    }
    return {};
  },
  async sync() {
    const began = performance.now();
    const done = await local.sync(remote);
    const refused = [...done.push.errors, ...done.pull.errors].map(String);
    if (refused.length > 0) throw new Error(refused.join(', '));
    return { seconds: (performance.now() - began) / 1000, said: `${done.push.docs_written} up, ${done.pull.docs_written} down` };
  },
  async look() {
    const records = {};
    const { rows } = await local.allDocs({ include_docs: true, conflicts: true });
    for (const { doc } of rows) {
      const kept = [];
      for (const rev of doc._conflicts ?? []) {
        const other = await local.get(doc._id, { rev });
        kept.push(other.notes, String(other.minutes));
      }
      records[doc.n] = { shown: { notes: doc.notes, minutes: doc.minutes }, kept };
    }
    return { count: rows.length, records };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.do === 'end') break;
  let answer;
  try {
    answer = await acts[asked.do](asked);
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
