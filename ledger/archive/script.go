package archive

import (
	_ "embed"
	"strings"
)

var (
	//go:embed verify.sh
	bundleScript string
	//go:embed anchor.sh
	anchorScript string
	//go:embed tools.sh
	scriptTools string
)

// script is a whole script as it goes into a file: its own lines and, in their place, what all of them calculate with.
func script(own string) []byte { return []byte(strings.Replace(own, "# @tools.sh\n", scriptTools, 1)) }
