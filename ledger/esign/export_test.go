package esign

import "testing"

// PartsOf gives the signature value of a CMS and the timestamp over it.
func PartsOf(t *testing.T, der []byte) (signature, token []byte) {
	t.Helper()
	c, err := readCMS(der)
	if err != nil {
		t.Fatal(err)
	}
	return c.signature, c.token
}
