package aging

// FromStart makes a query count up from the originals, as it does by itself only for dates before most allocations.
func FromStart(q Query) Query {
	q.fromStart = true
	return q
}

// FromItems makes a query read every item even where what is kept by month would do.
func FromItems(q Query) Query {
	q.fromItems = true
	return q
}
