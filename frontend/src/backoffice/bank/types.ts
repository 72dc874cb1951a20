import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];

export type BankAccount = Sent["BackofficeBankAccount"];
export type BankAccounts = Sent["BackofficeBankAccounts"];
export type BankFile = Sent["BackofficeBankFile"];
export type BankPart = Sent["BackofficeBankPart"];
export type BankTable = Sent["BackofficeBankTable"];
export type BankLine = Sent["BackofficeBankLine"];
export type BankLines = Sent["PageBankLine"];
export type BankStatements = Sent["BackofficeBankStatements"];
export type BankMapping = BankTable["mapping"];
export type BankComparison = Sent["BackofficeBankComparison"];
export type BankFinding = Sent["BackofficeBankFinding"];
