import type { Tone } from "../ui/Status";
import * as m from "./messages";
import type { Round } from "./types";

const labels = { confirmed: m.confirmed, rejected: m.rejected, withdrawn: m.takenBack };
const tones: Record<string, Tone> = { confirmed: "ok", rejected: "bad", withdrawn: "neutral" };

/** What became of a round, in words. */
export const answerLabel = (round: Round) => (round.answer ? labels[round.answer]() : m.waiting());
export const answerTone = (round: Round): Tone => (round.answer ? (tones[round.answer] ?? "neutral") : "warn");

/** What it is about: its own words, else those of its first line. */
export const titleOf = (round: Round) => round.description || round.lines[0]?.description || round.order_no;
