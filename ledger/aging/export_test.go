package aging

// FromStart makes a query count up from the originals, as it does by itself only for dates before most allocations.
func FromStart(q Query) Query {
	q.fromStart = true
	return q
}
