package main

import (
	"fmt"
	"log"
	"path/filepath"
	"strings"
)

// internalTypes lists the fields of the API server's internal structs, in their order: the server prints
// them as JSON with Go names in its validation errors.
func internalTypes(kubernetes string) string {
	dirs, err := filepath.Glob(filepath.Join(kubernetes, "pkg/apis/*/types.go"))
	if err != nil || len(dirs) == 0 {
		log.Fatalf("no types in %s (go mod download)", kubernetes)
	}
	var text strings.Builder
	for _, path := range dirs {
		group := filepath.Base(filepath.Dir(path))
		switch group {
		case "core", "apps", "batch", "networking", "policy", "autoscaling", "rbac", "storage", "node", "scheduling", "discovery":
		default:
			continue
		}
		s := newSource()
		s.load(group, filepath.Dir(path))
		for _, id := range sortedKeys(s.types) {
			t := s.types[id]
			if t.isBase {
				fmt.Fprintf(&text, "=%s %s\n", id, t.basic)
				continue
			}
			fmt.Fprintf(&text, "=%s\n", id)
			for _, f := range t.fields {
				flag := ""
				if f.inline {
					flag = " i"
				}
				fmt.Fprintf(&text, "%s %s%s\n", f.goName, f.typ, flag)
			}
		}
	}
	return text.String()
}
