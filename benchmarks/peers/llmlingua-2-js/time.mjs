// Times what the JavaScript port of LLMLingua-2 does around its network: counting, tokenizing, dividing into chunks, words, threshold and writing. The network
// is stood in for by numbers from a seed, so no model is needed; it takes no time here. The vocabulary is made of the words of the texts, as WordPiece has it.
//
//   npm install && node time.mjs DATA.jsonl.gz [SKIP] [TAKE] [RATE]
//
// DATA has q/docs lines, as the evaluation program's `compress` suite reads. Prints the median over texts, after a first round that warms up,
// and the processor time of the whole process, which a busy machine does not stretch.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { BertTokenizer, Tensor } from "@huggingface/transformers";
import { LLMLingua2 } from "@atjsh/llmlingua-2";
import { Tiktoken } from "js-tiktoken/lite";
import o200k from "js-tiktoken/ranks/o200k_base";

const [path, skip = "0", take = "200", rate = "0.25"] = process.argv.slice(2);
if (!path) {
  console.error("Say which file: node time.mjs DATA.jsonl.gz [SKIP] [TAKE] [RATE]");
  process.exit(2);
}

const bytes = readFileSync(path);
const rows = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter(Boolean).slice(+skip, +skip + +take);
const texts = rows.map((row) => JSON.parse(row).docs.map((document) => `${document.t}\n${document.s.map((sentence) => sentence.trim()).join(" ")}`).join("\n\n"));

const counter = new Tiktoken(o200k);
const compressor = new LLMLingua2.PromptCompressor(
  standIn(),
  wordPieces(texts),
  LLMLingua2.get_pure_tokens_bert_base_multilingual_cased,
  LLMLingua2.is_begin_of_new_word_bert_base_multilingual_cased,
  counter);

const times = [];
let tokens = 0;
let processor;
for (const round of ["warm up", "measured"]) {
  processor = process.cpuUsage();
  for (const text of texts) {
    const start = performance.now();
    await compressor.compress(text, { rate: +rate, forceTokens: [".", "?", "!"], forceReserveDigit: true });
    const elapsed = performance.now() - start;
    if (round === "measured") {
      times.push([elapsed, text]);
    }
  }

  processor = process.cpuUsage(processor);
}

const perThousand = times.map(([elapsed, text]) => {
  const length = counter.encode(text).length;
  tokens += length;
  return (elapsed * 1000) / length;
});

perThousand.sort((left, right) => left - right);
const at = (share) => perThousand[Math.floor((perThousand.length - 1) * share)].toFixed(3);
console.log(`${texts.length} texts: ${at(0.5)} ms for 1,000 tokens (quartiles ${at(0.25)} to ${at(0.75)}), ${((processor.user + processor.system) / tokens).toFixed(3)} ms of processor time`);

// Two logits for every token, from a small generator with a fixed seed.
function standIn() {
  let state = 1;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return async ({ input_ids }) => {
    const [batch, length] = input_ids.dims;
    return { logits: new Tensor("float32", Float32Array.from({ length: batch * length * 2 }, next), [batch, length, 2]) };
  };
}

function wordPieces(all) {
  const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
  const words = new Set([...special, ".", "?", "!"]);
  for (const text of all) {
    for (const [word] of text.matchAll(/[\p{L}\p{M}]+|\p{N}|[^\s\p{L}\p{M}\p{N}]/gu)) {
      const half = Math.ceil(word.length / 2);
      for (const piece of word.length > 7 ? [word.slice(0, half), `##${word.slice(half)}`] : [word]) {
        words.add(piece);
      }
      for (const letter of word) {
        words.add(letter).add(`##${letter}`);
      }
    }
  }

  const vocab = Object.fromEntries([...words].map((word, id) => [word, id]));
  return new BertTokenizer(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: special.map((content) => ({ id: vocab[content], content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
      normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: false, lowercase: false },
      pre_tokenizer: { type: "BertPreTokenizer" },
      post_processor: {
        type: "TemplateProcessing",
        single: [{ SpecialToken: { id: "[CLS]", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "[SEP]", type_id: 0 } }],
        pair: [{ SpecialToken: { id: "[CLS]", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "[SEP]", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }, { SpecialToken: { id: "[SEP]", type_id: 1 } }],
        special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }])),
      },
      decoder: { type: "WordPiece", prefix: "##", cleanup: false },
      model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
    },
    { tokenizer_class: "BertTokenizer", do_lower_case: false, model_max_length: 512, pad_token: "[PAD]", unk_token: "[UNK]", cls_token: "[CLS]", sep_token: "[SEP]", mask_token: "[MASK]" });
}
