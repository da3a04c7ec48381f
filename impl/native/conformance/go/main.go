// Callbacks on a foreign thread, for a trace of the system calls that the real runtime makes (see ../conformance.py):
//
//	callbacks CASE COUNT
package main

// #include "callback.h"
import "C"

import (
	"fmt"
	"os"
	"strconv"
	_ "unsafe" // for linkname
)

//go:linkname extraMCount runtime.extraMCount
var extraMCount uint32

// Made once: a C string of each call's own would be memory that the trace has no interest in.
var inGo = C.CString("in Go")

//export goCallback
func goCallback() { C.mark(inGo) }

func main() {
	if len(os.Args) != 3 {
		println("usage: callbacks CASE COUNT")
		os.Exit(2)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		println("no such count:", os.Args[2])
		os.Exit(2)
	}
	before := extraMCount
	C.run(C.CString(os.Args[1]), C.int(count))
	fmt.Printf("extraMCount: %d -> %d\n", before, extraMCount)
}
