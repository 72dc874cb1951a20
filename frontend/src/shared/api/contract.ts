import type * as cycle from "../../backoffice/cycle/types";
import type * as progress from "../../backoffice/progress/types";
import type * as account from "../../portal/account/types";
import type * as tokens from "../../portal/tokens/types";
import type { components } from "./schema";
import type * as page from "./types";

// Compiles only while every shape the pages read is what the generated description says is sent. The pages' own types
// stay because they name the closed sets of words; here those count as plain text.

type Sent = components["schemas"];

type Loose<T> = T extends string
  ? string
  : T extends number | boolean | null | undefined
    ? T
    : T extends (infer Item)[]
      ? Loose<Item>[]
      : { [Name in keyof T]: Loose<T[Name]> };

type Fits<Wire, Read> = [Loose<Wire>] extends [Loose<Read>] ? true : false;
type Expect<Truth extends true> = Truth;

export type Contract = [
  Expect<Fits<Sent["SessionView"], page.Session>>,
  Expect<Fits<Sent["PortalHomeView"], page.Home>>,
  Expect<Fits<Sent["StatementSummary"], page.StatementSummary>>,
  Expect<Fits<Sent["StatementView"], page.StatementView>>,
  Expect<Fits<Sent["PortalConfirmed"], page.ConfirmResult>>,
  Expect<Fits<Sent["PortalOpened"], page.DisputeResult>>,
  Expect<Fits<Sent["DisputeSummary"], page.DisputeSummary>>,
  Expect<Fits<Sent["DisputeView"], page.DisputeView>>,
  Expect<Fits<Sent["DocumentSummary"], page.DocumentSummary>>,
  Expect<Fits<Sent["DocumentView"], page.DocumentView>>,
  Expect<Fits<Sent["PortalAccountView"], account.Account>>,
  Expect<Fits<Sent["PortalOpenItemPage"], account.OpenItemPage>>,
  Expect<Fits<Sent["PortalMovementPage"], account.MovementPage>>,
  Expect<Fits<Sent["PortalApiTokens"], tokens.TokenList>>,
  Expect<Fits<Sent["PortalCreatedToken"], tokens.CreatedToken>>,
  Expect<Fits<Sent["BackofficeDisputeView"], page.DisputeView>>,
  Expect<Fits<Sent["BackofficeDocumentView"], page.DocumentView>>,
  Expect<Fits<Sent["BackofficeDisputePage"], page.DisputePage>>,
  Expect<Fits<Sent["BackofficeDashboardView"], page.Dashboard>>,
  Expect<Fits<Sent["BackofficeCustomerSummary"], page.CustomerSummary>>,
  Expect<Fits<Sent["BackofficeCustomerView"], page.CustomerView>>,
  Expect<Fits<Sent["BackofficeRun"], page.Run>>,
  Expect<Fits<Sent["BackofficeRunPreview"], page.RunPreview>>,
  Expect<Fits<Sent["BackofficeResolutionPreview"], page.ResolutionPreview>>,
  Expect<Fits<Sent["BackofficeStaffMember"], page.Staff>>,
  Expect<Fits<Sent["BackofficeAgingReport"], page.AgingReport>>,
  Expect<Fits<Sent["BackofficeAgingItem"], page.AgingItem>>,
  Expect<Fits<Sent["BackofficeImportView"], page.Import>>,
  Expect<Fits<Sent["BackofficeLinkHolders"], page.LinkHolders>>,
  Expect<Fits<Sent["BackofficeProgressView"], progress.Board>>,
  Expect<Fits<Sent["BackofficeDueRun"], cycle.DueRun>>,
  Expect<Fits<Sent["BackofficeCyclePolicies"], cycle.Policies>>,
];
