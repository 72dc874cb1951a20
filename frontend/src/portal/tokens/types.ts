import type { Action } from "../../shared/api/types";

export type Scope = "read_statements" | "read_documents" | "answer_statements";

export interface Token {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  made_by_name: string;
  created_at: string;
  expires_at: string;
  revoked_at?: string;
  revoked_by_name: string;
  last_used_at?: string;
  last_used_from: string;
  state: "live" | "expired" | "revoked" | "maker_left";
}

export interface TokenList {
  items: Token[];
  scopes: ({ scope: Scope } & Action)[];
  limit: number;
}

export interface CreatedToken {
  token: Token;
  secret: string;
}
