// Package frontend carries the built web pages inside the program.
package frontend

import "embed"

// Dist holds what `npm run build` made: index.html, portal.html and backoffice.html, hashed files below assets/,
// and a .br and .gz twin beside each file that compresses. On a check-out without a build it holds only .keep.
//
//go:embed all:dist
var Dist embed.FS
