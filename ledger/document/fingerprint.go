package document

// Fingerprint is the SHA-256 of what a document says, as it is kept with it when it is posted: two documents of one source have
// the same content when theirs are equal. What the database decides is not part of it.
func Fingerprint(d New) []byte { return contentHash(d) }
