package event

// The kinds of what is finalized and signed.
const (
	FinalizationPrepared  Kind = "finalization.prepared"  // finalization; another person of the seller signs
	FinalizationSigned    Kind = "finalization.signed"    // finalization; by the seller: the customer countersigns
	FinalizationConcluded Kind = "finalization.concluded" // finalization; by both
	FinalizationDeclined  Kind = "finalization.declined"  // finalization, reason; by the customer
	BatchPrepared         Kind = "finalization.batch"     // batch, files; another person of the seller signs them
	SigningCode           Kind = "signing.code"           // code_id, statement_no, amount, currency; of who signs
)
