// An Actual budget for `make peers`: one process is one device, told what to do by lines of JSON.
// A session is a transaction: its theme the payee, its minutes the amount.

import { createInterface } from 'node:readline';
import * as api from '@actual-app/api';

// What the library prints goes beside the answers.
console.log = console.error;
console.info = console.error;
console.debug = console.error;

const PASSWORD = 'nobody';
let account;

async function reached(url, path, body, token) {
  const headers = { 'content-type': 'application/json', ...(token && { 'x-actual-token': token }) };
  const answer = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.json();
}

async function everything() {
  account ??= (await api.getAccounts())[0].id;
  return api.getTransactions(account, '2000-01-01', '2100-01-01');
}

const acts = {
  async open({ folder, url, direct, first }) {
    if (first) await reached(direct, '/account/bootstrap', { password: PASSWORD });
    await api.init({ dataDir: folder, serverURL: url, password: PASSWORD });
    if (first) {
      await api.runImport('Sessions', async () => {
        account = await api.createAccount({ name: 'Sessions', offbudget: true }, 0);
      });
      const [made] = (await api.getBudgets()).filter((budget) => budget.id);
      await api.loadBudget(made.id);
    } else {
      const far = (await api.getBudgets()).find((budget) => budget.groupId);
      await api.downloadBudget(far.groupId);
    }
    return {};
  },
  async add({ records }) {
    account ??= (await api.getAccounts())[0].id;
    await api.batchBudgetUpdates(async () => {
      for (const { n, date, minutes, theme, notes } of records) {
        await api.addTransactions(account, [
          { date, amount: minutes, payee_name: `Theme ${theme}`, notes, imported_id: String(n) },
        ]);
      }
    });
    return {};
  },
  async edit({ changes }) {
    const known = new Map((await everything()).map((one) => [one.imported_id, one.id]));
    await api.batchBudgetUpdates(async () => {
      for (const { n, field, value } of changes) {
        const fields = field === 'minutes' ? { amount: value } : { notes: value };
        await api.updateTransaction(known.get(String(n)), fields);
      }
    });
    return {};
  },
  async sync() {
    const began = performance.now();
    await api.sync();
    return { seconds: (performance.now() - began) / 1000 };
  },
  async look() {
    const records = {};
    const all = await everything();
    for (const one of all) {
      records[one.imported_id] = { shown: { notes: one.notes, minutes: one.amount }, kept: [] };
    }
    return { count: all.length, records };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.do === 'end') break;
  let answer;
  try {
    answer = await acts[asked.do](asked);
  } catch (error) {
    answer = { error: String(error?.message ?? error?.reason ?? JSON.stringify(error)) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
