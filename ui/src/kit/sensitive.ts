/** Warns when notes look like what must never be kept. A hint while typing: it refuses nothing. */

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** A French social security number: 13 digits and a key that is 97 minus their remainder. */
function isNir(text: string): boolean {
  const compact = text.replace(/[\s.-]/g, '').toUpperCase();
  const match = /^([1-8]\d{4}(?:\d{2}|2A|2B)\d{6})(\d{2})$/.exec(compact);
  if (!match) return false;
  const [, body = '', key = ''] = match;
  const corsican = body.includes('2A') ? 1_000_000n : body.includes('2B') ? 2_000_000n : 0n;
  const value = BigInt(body.replace(/2A|2B/, corsican === 0n ? '$&' : '20')) - corsican;
  return 97n - (value % 97n) === BigInt(key);
}

/** Luhn's check, as on every bank card. */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  Array.from(digits).reverse().forEach((digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return sum % 10 === 0;
}

const HEALTH = /\b(canc[eé]r|diab[eè]t|d[eé]pressi|alzheimer|parkinson|handicap[eé]?e?s?\b|s[eé]ropositi|schizophr|bipolaire|grossesse|enceinte|maladie|traitement m[eé]dical|ordonnance)/i;
const SECRET = /\b(mot de passe|mdp|password|code (?:pin|secret|confidentiel))\s*[:=]?\s*(?:est\s+)?\S*\d/i;

/** What the text looks like, in words that follow « Cela ressemble à »; null when nothing. */
export function sensitiveIn(text: string): string | null {
  for (const [run] of text.matchAll(/\b[1-8][\dAB\s.-]{12,24}\d\b/gi)) {
    if (isNir(run)) return 'un numéro de sécurité sociale';
  }
  for (const [run] of text.matchAll(/\b\d[\d\s-]{11,22}\d\b/g)) {
    if (isCard(digitsOf(run))) return 'un numéro de carte bancaire';
  }
  if (SECRET.test(text)) return 'un mot de passe';
  if (HEALTH.test(text)) return 'une donnée de santé';
  return null;
}
