// Turns the national list of communes and a list of French words into the small files that
// crates/domain embeds. Usage: node build.mjs <decoupage data dir> <french.json> <output dir>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source, wordsFile, output] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(source, name), "utf8"));
const clean = (text) => {
  if (/[\t\r\n]/.test(text)) throw new Error(`a separator in ${JSON.stringify(text)}`);
  return text.normalize("NFC");
};
const write = (name, rows) =>
  writeFileSync(join(output, name), rows.map((row) => row.join("\t")).join("\n") + "\n");
const byCode = (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1);

const entries = read("communes.json");

// Communes of today: code, name, département (or overseas collectivity), postcodes, population.
const communes = entries
  .filter((entry) => entry.type === "commune-actuelle")
  .map((entry) => [
    entry.code,
    clean(entry.nom),
    entry.departement ?? entry.collectiviteOutremer?.code ?? entry.code.slice(0, 3),
    (entry.codesPostaux ?? []).join(" "),
    String(entry.population ?? 0),
  ])
  .sort(byCode);
const known = new Set(communes.map(([code]) => code));

// Names that are no longer a commune of their own: name and the commune of today.
const former = entries
  .filter((entry) => entry.chefLieu && entry.type !== "commune-actuelle")
  .filter((entry) => known.has(entry.chefLieu))
  .map((entry) => [entry.chefLieu, clean(entry.nom)])
  .filter(([code, name]) => !communes.some((row) => row[0] === code && row[1] === name))
  .sort(byCode);

const overseas = new Map(
  entries
    .filter((entry) => entry.collectiviteOutremer)
    .map((entry) => [entry.collectiviteOutremer.code, clean(entry.collectiviteOutremer.nom)]),
);
const departments = [
  ...read("departements.json").map((entry) => [entry.code, clean(entry.nom)]),
  ...overseas,
].sort(byCode);

write("communes.tsv", communes);
write("former-communes.tsv", former);
write("departments.tsv", departments);

const words = JSON.parse(readFileSync(wordsFile, "utf8")).map((word) => word.normalize("NFC"));
if (words.length !== 2048 || new Set(words).size !== 2048) throw new Error("not 2048 words");
writeFileSync(join(output, "words.txt"), words.join("\n") + "\n");
console.error(`${communes.length} communes, ${former.length} former, ${departments.length} departments`);
