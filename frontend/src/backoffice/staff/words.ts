import { isEnglish } from "../../shared/i18n/locale";
import * as m from "./messages";

const roles: Record<string, () => string> = {
  sales: m.roleSales,
  credit_manager: m.roleCreditManager,
  ar_accountant: m.roleArAccountant,
  finance_supervisor: m.roleFinanceSupervisor,
  management: m.roleManagement,
  auditor: m.roleAuditor,
  administrator: m.roleAdministrator,
  viewer: m.roleViewer,
  confirmer: m.roleConfirmer,
  payer: m.rolePayer,
  signer: m.roleSigner,
  customer_admin: m.roleCustomerAdmin,
};

export const permissions: Record<string, () => string> = {
  see_statements: m.maySeeStatements,
  see_documents: m.maySeeDocuments,
  confirm_statements: m.mayConfirmStatements,
  dispute_lines: m.mayDisputeLines,
  see_customers: m.maySeeCustomers,
  manage_customers: m.mayManageCustomers,
  make_statements: m.mayMakeStatements,
  answer_disputes: m.mayAnswerDisputes,
  propose_resolution: m.mayProposeResolution,
  post_documents: m.mayPostDocuments,
  approve_documents: m.mayApproveDocuments,
  allocate: m.mayAllocate,
  import: m.mayImport,
  see_reports: m.maySeeReports,
  close_periods: m.mayClosePeriods,
  manage_people: m.mayManagePeople,
  manage_tokens: m.mayManageTokens,
  manage_colleagues: m.mayManageColleagues,
  change_payee: m.mayChangePayee,
  check_answers: m.mayCheckAnswers,
  manage_channels: m.mayManageChannels,
  see_audit: m.maySeeAudit,
  export_audit: m.mayExportAudit,
  check_drafts: m.mayCheckDrafts,
  see_bank: m.maySeeBank,
  declare_groups: m.mayDeclareGroups,
  export_evidence: m.mayExportEvidence,
  manage_fields: m.mayManageFields,
  receive_events: m.mayReceiveEvents,
  manage_jobs: m.mayManageJobs,
  pay: m.mayPay,
  finalize: m.mayFinalize,
  sign_statements: m.maySign,
  countersign: m.mayCountersign,
  manage_signing: m.mayManageSigning,
  manage_retention: m.mayManageRetention,
  pseudonymise: m.mayPseudonymise,
  manage_templates: m.mayManageTemplates,
  manage_integrations: m.mayManageIntegrations,
};

/** A role in words; one that is newer than this page is shown by its own name. */
export const roleLabel = (role: string) => roles[role]?.() ?? role;

export const roleNames = (held: readonly string[] = []) => held.map(roleLabel).join(isEnglish() ? ", " : "、");

/** What a permission lets one do; the empty one is everybody's. */
export const permissionLabel = (permission: string) =>
  permission ? (permissions[permission]?.() ?? permission) : m.everybody();
