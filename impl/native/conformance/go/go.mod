module extram/conformance

go 1.19
