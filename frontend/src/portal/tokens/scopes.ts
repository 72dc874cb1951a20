import * as m from "./messages";
import type { Scope } from "./types";

/** Each scope's word and what it lets a program do. */
export const scopeWords: Record<Scope, [() => string, () => string]> = {
  read_statements: [m.readStatements, m.readStatementsHint],
  read_documents: [m.readDocuments, m.readDocumentsHint],
  answer_statements: [m.answerStatements, m.answerStatementsHint],
};
