package finalization

import "context"

// Provider is an e-sign provider (INT-06): it is asked for a signature over a digest, and answers later by a callback. Nothing of the
// file leaves the system.
type Provider interface {
	// Name is how pages call it.
	Name() string
	// Ask sends the request. The reference is ours; asking again under it is the same request.
	Ask(ctx context.Context, reference string, digest [32]byte, signer, callback string) error
	// Proves tells whether a callback's body is the provider's.
	Proves(body []byte, mark string) bool
	// Room is how many bytes its signatures take at most.
	Room() int
}
