package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger"
)

// refusals names the constraints that a caller can run into, each with the code the caller is told. A constraint that is not
// here is internal: the code above it must not let it fire.
var refusals = map[string]string{
	"open_items_amount_exceeds_open":         "amount_exceeds_open",
	"allocations_reversed_once":              "settlement_reversed",
	"settlements_reverses_key":               "settlement_reversed",
	"allocations_sides":                      "sides_wrong",
	"documents_reversed_once":                "document_reversed",
	"documents_resolution_once":              "already_resolved",
	"documents_four_eyes":                    "four_eyes",
	"drafts_four_eyes":                       "four_eyes",
	"resolutions_four_eyes":                  "four_eyes",
	"resolutions_one_live":                   "already_resolved",
	"disputes_one_live_a_line":               "line_disputed",
	"statements_one_live":                    "statement_exists",
	"archive_bundles_agreed":                 "archive_not_agreed",
	"archive_bundles_edition_once":           "conflict",
	"archive_bundles_one_follows":            "conflict",
	"customer_histories_one_open":            "history_exists",
	"archive_disposals_held":                 "archive_on_hold",
	"archive_disposals_pkey":                 "archive_disposed",
	"archive_disposals_retained":             "archive_retained",
	"legal_hold_ends_pkey":                   "conflict",
	"retention_rules_number_once":            "conflict",
	"archive_anchors_number_once":            "conflict",
	"archive_anchors_day_once":               "conflict",
	"archive_anchors_follow":                 "conflict",
	"archive_anchor_leaves_bundle_once":      "conflict",
	"archive_anchor_leaves_pkey":             "conflict",
	"matchings_one_live":                     "conflict",
	"matchings_one_completed":                "conflict",
	"journal_entries_period_open":            "period_closed",
	"line_answers_pkey":                      "line_answered",
	"customers_code_once":                    "code_taken",
	"customers_tax_id_once":                  "tax_id_taken",
	"organizations_code_key":                 "code_taken",
	"staff_identity_once":                    "identity_taken",
	"contacts_identity_once":                 "identity_taken",
	"staff_invitations_not_own":              "own_roles",
	"staff_invitations_one_open":             "conflict",
	"staff_rests_pkey":                       "conflict",
	"confirmations_four_eyes":                "four_eyes",
	"confirmations_checked":                  "needs_checker",
	"answer_reviews_four_eyes":               "four_eyes",
	"answer_reviews_one_a_dispute":           "awaiting_review",
	"resolutions_accept_four_eyes":           "four_eyes",
	"payee_changes_four_eyes":                "four_eyes",
	"pseudonymisations_four_eyes":            "four_eyes",
	"pseudonymisations_not_own":              "privacy_own",
	"pseudonymisations_one_open":             "privacy_asked",
	"payee_changes_one_open":                 "change_pending",
	"organizations_payee_changed":            "four_eyes",
	"payee_changes_in_order":                 "state_forbids",
	"documents_source_once":                  "conflict",
	"attachments_key_once":                   "idempotency_in_progress",
	"issue_files_key_once":                   "idempotency_in_progress",
	"document_files_key_once":                "idempotency_in_progress",
	"document_files_document_once":           "conflict",
	"document_files_draft_once":              "conflict",
	"document_files_removed":                 "proof_removed",
	"document_files_sealed":                  "proof_sealed",
	"sealed_document_files_standing":         "conflict",
	"slips_key_once":                         "idempotency_in_progress",
	"slips_content_once":                     "conflict",
	"slip_facts_turn_once":                   "conflict",
	"slip_matches_turn_once":                 "conflict",
	"issues_closed_with_proof":               "issue_needs_proof",
	"receivable_confirmations_one_open":      "conflict",
	"receivable_confirmations_one_round":     "conflict",
	"receivable_confirmations_answered_once": "confirmation_answered",
	"idempotency_keys_pkey":                  "idempotency_in_progress",

	"posting_rules_version_once":       "conflict",
	"dimensions_pkey":                  "conflict",
	"approval_policies_version_once":   "conflict",
	"draft_approvals_one_level":        "conflict",
	"draft_approvals_one_person":       "level_given",
	"settlements_period_open":          "period_closed",
	"settlement_proposals_four_eyes":   "four_eyes",
	"stand_ins_two_people":             "validation_failed",
	"statement_templates_version_once": "conflict",
	"mail_templates_version_once":      "conflict",
	"inclusion_rules_version_once":     "conflict",
	"settling_rules_version_once":      "conflict",
	"dispute_policies_version_once":    "conflict",
	"cycle_policies_version_once":      "conflict",
	"statement_runs_scheduled_once":    "conflict",
	"receipt_runs_one_at_a_time":       "receipt_run_running",
	"payment_items_one_in_flight":      "payment_in_flight",
	"payments_succeed_once":            "conflict",
	"notes_received_once":              "note_taken",
	"note_collections_turn_once":       "conflict",
	"payer_flags_four_eyes":            "four_eyes",
	"payer_flags_released_once":        "conflict",
	"payments_provider_ref_once":       "conflict",
	"payments_reference_once":          "conflict",
	"transfer_references_code_once":    "conflict",
	"transfer_receipts_pkey":           "conflict",
	"provider_events_once":             "conflict",
	"payment_refunds_one_live":         "refund_under_way",
	"payment_refunds_one_of_event":     "refund_under_way",
	"payment_refunds_two_people":       "four_eyes",
	"payment_refunds_ref_once":         "conflict",
	"payment_chargebacks_once":         "conflict",
	"provider_payouts_once":            "payout_known",
	"payout_lines_payout_once":         "conflict",
	"payout_lines_line_once":           "conflict",
	"payout_lines_told_once":           "conflict",
	"payout_lines_stay":                "conflict",
	"payout_differences_one_live":      "conflict",
	"payout_differences_two_people":    "four_eyes",
	"payment_postings_fee_once":        "conflict",
	"payment_postings_chargeback_once": "conflict",
	"provider_events_receipt_once":     "conflict",
	"known_payers_turn_once":           "conflict",
	"bank_accounts_number_once":        "bank_account_taken",
	"bank_statements_file_once":        "duplicate_file",
	"bank_statements_prove_out":        "bank_not_proven",
	"bank_lines_identity_once":         "conflict",
	"bank_line_receipts_once":          "conflict",
	"bank_line_receipts_free":          "conflict",
	"bank_line_marks_once":             "conflict",
	"report_views_name_once":           "view_name_taken",
	"fields_code_once":                 "code_taken",
	"field_versions_once":              "conflict",
	"bank_line_receipts_document_once": "conflict",

	"allocations_group":                "group_not_declared",
	"customer_groups_name_once":        "name_taken",
	"customer_group_members_one_a_day": "in_another_group",
	"customer_group_members_in_use":    "group_in_use",
	"customers_told_apart_pkey":        "conflict",

	"finalizations_one_live":  "finalization_exists",
	"finalizations_of_agreed": "statement_not_agreed",
	"finalization_ends_due":   "conflict",
	"finalization_ends_pkey":  "conflict",
	"signatures_once":         "conflict",
	"signatures_due":          "conflict",
	"signatures_four_eyes":    "four_eyes",
	"statements_finalized":    "statement_finalized",

	"signature_requests_one_live": "esign_asked",
	"signature_requests_end_once": "conflict",
	"signature_requests_signed":   "conflict",

	"line_answers_finalized": "statement_finalized",
	"disputes_finalized":     "statement_finalized",
}

// mapError turns what PostgreSQL says into what the caller is told. Domain errors pass unchanged.
func mapError(err error) error {
	if err == nil {
		return nil
	}
	var known *ledger.Error
	if errors.As(err, &known) {
		return err
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return mapRefusal(refused)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Canceled) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) || errors.Is(err, pgx.ErrTxCommitRollback) {
		return ledger.E("unavailable").Because(err)
	}
	return ledger.E("internal").Because(err)
}

func mapRefusal(refused *pgconn.PgError) error {
	if code, ok := refusals[refused.ConstraintName]; ok {
		out := ledger.E(code).Because(refused)
		if code == "period_closed" && len(refused.Message) > 14 {
			out = out.With("period", refused.Message[7:14])
		}
		if code == "note_taken" {
			out = out.With("document", refused.Detail)
		}
		return out
	}
	switch refused.Code {
	case "57014", "55P03", "57P01", "57P02", "57P03", "53300", "40001", "40P01", "25P03", "08006", "08003":
		return ledger.E("unavailable").Because(refused)
	case "53100":
		return ledger.E("storage_full").Because(refused)
	}
	return ledger.E("internal").Because(refused)
}
