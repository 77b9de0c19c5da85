// Reads configurations of Alloy with Alloy's own parser: the named files, or standard input. The
// first error ends it with exit code 1.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/grafana/alloy/syntax/parser"
)

func main() {
	if len(os.Args) == 1 {
		text, err := io.ReadAll(os.Stdin)
		check("standard input", text, err)
	}
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		check(name, text, err)
	}
}

func check(name string, text []byte, err error) {
	if err == nil {
		_, err = parser.ParseFile(name, text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
