// Checks in the browser that a record stands in the public log: the same four questions as `./yutang verify`, with nothing
// but WebCrypto. Formats: c2sp.org/tlog-proof, tlog-checkpoint, signed-note; tree: RFC 6962, checked as in RFC 9162, 2.1.3.2.
//
// As a function:
//   const answer = await verify(entryBytes, proofText, vkey);
//   answer.state  'verified'             the log signed it and it is there, unchanged
//                 'signature-unchecked'  it fits the checkpoint, but this browser cannot check Ed25519 signatures
//                 'not-verified'         something was changed; answer.reason says what, by the codes of ProofVerifier
//                 'unavailable'          no WebCrypto here (it needs https or localhost); nothing was checked
//   answer.index, answer.size, answer.origin  where they are known
//
// As a hook, without a line of script in the page:
//   <div data-proof-url="/api/v1/proofs/KEY" data-proof-key="VKEY">
//     <p data-proof-when="checking">…</p>
//     <p data-proof-when="verified" hidden>… <b data-proof-fact="number"></b> … <b data-proof-fact="size"></b> …</p>
//     <p data-proof-when="signature-unchecked" hidden>…</p>
//     <p data-proof-when="not-verified" hidden>… <span data-proof-reason="not-in-log" hidden>…</span> …</p>
//     <p data-proof-when="unavailable" hidden>…</p>
//   </div>
// The page holds the words of all states in the reader's language; the hook shows the one that holds, fills the facts
// `number` (from 1), `index` (from 0), `size`, `origin`, shows the fitting data-proof-reason, and sets data-proof-state. Without data-proof-key the
// receipt's own key is used. An attribute data-proof-entry holds the record as the page shows it: it must be the logged one.

const HASH_BYTES = 32;
const ED25519 = 1;
const NUMBER = /^(0|[1-9][0-9]{0,18})$/;
const HEADER = 'c2sp.org/tlog-proof@v1';
const SIGNATURE_START = '\u2014 ';
const encoder = new TextEncoder();

class Doubt extends Error {
  constructor(reason, facts = {}) {
    super(reason);
    this.reason = reason;
    this.facts = facts;
  }
}

export async function verify(entryBytes, proofText, vkey) {
  if (!globalThis.crypto?.subtle) return { state: 'unavailable' };
  try {
    const key = await readKey(vkey);
    const proof = readProof(proofText);
    const note = readNote(proof.checkpoint);
    const head = readCheckpoint(note.text);
    const facts = { index: proof.index, size: head.size, origin: head.origin };
    if (head.origin !== key.name) throw new Doubt('other-log', facts);
    const signed = await isSigned(note, key, facts);
    if (proof.index >= head.size) throw new Doubt('index-outside', facts);
    if (!(await isIncluded(entryBytes, proof, head))) throw new Doubt('not-in-log', facts);
    return { state: signed ? 'verified' : 'signature-unchecked', ...facts };
  } catch (doubt) {
    if (doubt instanceof Doubt) return { state: 'not-verified', reason: doubt.reason, ...doubt.facts };
    throw doubt;
  }
}

// The same for a receipt (docs/how-to/verify-a-receipt.md) as read from JSON; an opening is checked as well.
export async function verifyReceipt(receipt, vkey = receipt.key) {
  const hasText = typeof receipt.entry === 'string';
  const entry = hasText ? encoder.encode(receipt.entry) : base64(receipt.entryBase64 ?? '');
  if (receipt.format !== 'yutang-receipt/1' || !entry || typeof receipt.proof !== 'string')
    return { state: 'not-verified', reason: 'receipt-unreadable' };
  const answer = await verify(entry, receipt.proof, vkey);
  if (!receipt.opening || answer.state === 'not-verified' || answer.state === 'unavailable') return answer;
  const reason = await openingDoubt(receipt);
  return reason ? { ...answer, state: 'not-verified', reason } : answer;
}

async function openingDoubt(receipt) {
  const { salt, ...fields } = receipt.opening;
  if (!/^([0-9a-f]{2}){16,64}$/.test(salt ?? '') || Object.keys(fields).length === 0) return 'receipt-unreadable';
  const saltBytes = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
  let logged;
  try {
    logged = JSON.parse(receipt.entry);
  } catch {
    return 'opening-without-field'; // bytes of another kind: nothing in them to open
  }
  for (const [name, value] of Object.entries(fields)) {
    if (typeof logged?.[name] !== 'string') return 'opening-without-field';
    if (logged[name] !== hex(await sha256(saltBytes, encoder.encode(value)))) return 'opening-differs';
  }
  return null;
}

async function readKey(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec((text ?? '').trim());
  const typed = parts && base64(parts[3]);
  if (!typed || typed.length !== 1 + HASH_BYTES || typed[0] !== ED25519) throw new Doubt('key-unreadable');
  const id = (await sha256(encoder.encode(parts[1] + '\n'), typed)).slice(0, 4);
  if (hex(id) !== parts[2]) throw new Doubt('key-unreadable');
  return { name: parts[1], id: parts[2], bytes: typed.slice(1) };
}

function readProof(text) {
  const end = text.indexOf('\n\n');
  const lines = end < 0 ? [] : text.slice(0, end).split('\n');
  if (lines.shift() !== HEADER) throw new Doubt('proof-unreadable');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const index = lines.shift()?.replace(/^index /, '');
  const path = lines.map(base64);
  if (!NUMBER.test(index ?? '') || path.some((hash) => hash?.length !== HASH_BYTES)) throw new Doubt('proof-unreadable');
  return { index: BigInt(index), path, checkpoint: text.slice(end + 2) };
}

function readNote(text) {
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new Doubt('proof-unreadable');
  const signatures = text.slice(end + 2, -1).split('\n').map((line) => {
    const parts = line.startsWith(SIGNATURE_START) ? line.slice(SIGNATURE_START.length).split(' ') : [];
    const blob = parts.length === 2 ? base64(parts[1]) : null;
    if (!blob || blob.length <= 4) throw new Doubt('proof-unreadable');
    return { name: parts[0], id: hex(blob.slice(0, 4)), bytes: blob.slice(4) };
  });
  return { text: text.slice(0, end + 1), signatures };
}

function readCheckpoint(text) {
  const lines = text.split('\n');
  const root = base64(lines[2] ?? '');
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('') || !NUMBER.test(lines[1]) || root?.length !== HASH_BYTES)
    throw new Doubt('proof-unreadable');
  return { origin: lines[0], size: BigInt(lines[1]), root };
}

// true when signed, false when this browser does not know Ed25519; anything else is a doubt.
async function isSigned(note, key, facts) {
  const own = note.signatures.filter((signature) => signature.name === key.name && signature.id === key.id);
  if (own.length === 0) throw new Doubt('not-signed', facts);
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
  } catch (failure) {
    if (failure.name === 'DataError') throw new Doubt('key-unreadable');
    return false;
  }
  for (const signature of own)
    if (!(await crypto.subtle.verify('Ed25519', imported, signature.bytes, encoder.encode(note.text)))) throw new Doubt('false-signature', facts);
  return true;
}

async function isIncluded(entry, proof, head) {
  let node = proof.index;
  let last = head.size - 1n;
  let hash = await sha256(Uint8Array.of(0), entry);
  for (const sibling of proof.path) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else hash = await sha256(Uint8Array.of(1), hash, sibling);
    node /= 2n;
    last /= 2n;
  }
  return last === 0n && hex(hash) === hex(head.root);
}

async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Every sequence of bytes has one spelling only; null for all others.
function base64(text) {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, (char) => char.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

async function check(element) {
  if (element.dataset.proofState) return;
  show(element, { state: 'checking' });
  try {
    const response = await fetch(element.dataset.proofUrl, { headers: { Accept: 'application/json' } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const receipt = await response.json();
    const shown = element.dataset.proofEntry;
    const answer = await verifyReceipt(receipt, element.dataset.proofKey || receipt.key);
    const other = shown !== undefined && shown !== receipt.entry && answer.state !== 'unavailable';
    show(element, other ? { ...answer, state: 'not-verified', reason: 'not-in-log' } : answer);
  } catch (failure) {
    console.warn('the proof could not be fetched', failure);
    show(element, { state: 'unavailable' });
  }
}

function show(element, answer) {
  element.dataset.proofState = answer.state;
  for (const part of element.querySelectorAll('[data-proof-when]')) part.hidden = part.dataset.proofWhen !== answer.state;
  for (const part of element.querySelectorAll('[data-proof-reason]')) part.hidden = part.dataset.proofReason !== answer.reason;
  const facts = { ...answer, number: answer.index === undefined ? '' : answer.index + 1n };
  for (const part of element.querySelectorAll('[data-proof-fact]')) part.textContent = String(facts[part.dataset.proofFact] ?? '');
}

export function checkAll(root = document) {
  if (root.matches?.('[data-proof-url]')) check(root);
  for (const element of root.querySelectorAll('[data-proof-url]')) check(element);
}

if (typeof document !== 'undefined') {
  checkAll();
  document.addEventListener('htmx:load', (event) => checkAll(event.target)); // parts that came later
}
