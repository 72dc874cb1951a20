package ledger_test

// A session reads who stands in for whom before there is an organization.
func init() { seesAll["hefu_worker"] = append(seesAll["hefu_worker"], "stand_ins") }
