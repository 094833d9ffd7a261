// Generate writes the schema asset of cofferdam: which fields the served kinds of Kubernetes have, in
// which minor versions, of what Go type, and what they mean.
//
// It reads the sources of k8s.io/api, k8s.io/apimachinery and k8s.io/kubernetes (all Apache-2.0) out of the
// module cache, so nothing of them is compiled:
//
//	go run . -modules "$(go env GOMODCACHE)/k8s.io" -out .. v0.33.13 v0.34.13 v0.35.4 v0.36.6 v0.37.2
//
// The formats are described in src/schema/asset.rs, which reads them.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	modules := flag.String("modules", "", "the k8s.io folder of the module cache")
	out := flag.String("out", "..", "the folder for the results")
	internal := flag.String("internal", "v1.35.4", "the version of k8s.io/kubernetes for the internal types")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("which versions of k8s.io/api?")
	}

	merged := newMerge()
	for _, version := range flag.Args() {
		minor := minorOf(version)
		source := newSource()
		for name, dir := range packagesOf(*modules, version) {
			source.load(name, dir)
		}
		merged.add(minor, source)
	}
	types, kinds, docs := merged.print()
	write(filepath.Join(*out, "types.txt"), types)
	write(filepath.Join(*out, "kinds.txt"), kinds)
	for name, text := range docs {
		writeCompressed(filepath.Join(*out, "docs", strings.ReplaceAll(name, "/", ".")+".gz"), text)
	}
	write(filepath.Join(*out, "internal.txt"), internalTypes(filepath.Join(*modules, "kubernetes@"+*internal)))
}

// packagesOf finds the packages whose types a served object may be made of. A package is named by the
// part of its path that tells it apart: core/v1, meta/v1, resource.
func packagesOf(modules, version string) map[string]string {
	packages := map[string]string{}
	api := filepath.Join(modules, "api@"+version)
	dirs, err := filepath.Glob(filepath.Join(api, "*", "v*"))
	if err != nil || len(dirs) == 0 {
		log.Fatalf("no packages in %s (go mod download k8s.io/api@%s)", api, version)
	}
	for _, dir := range dirs {
		group, v := filepath.Base(filepath.Dir(dir)), filepath.Base(dir)
		if strings.Contains(v, "alpha") || strings.Contains(v, "beta") || group == "imagepolicy" || group == "apidiscovery" {
			continue
		}
		packages[group+"/"+v] = dir
	}
	machinery := filepath.Join(modules, "apimachinery@"+version)
	packages["meta/v1"] = filepath.Join(machinery, "pkg/apis/meta/v1")
	packages["resource"] = filepath.Join(machinery, "pkg/api/resource")
	packages["intstr"] = filepath.Join(machinery, "pkg/util/intstr")
	packages["runtime"] = filepath.Join(machinery, "pkg/runtime")
	packages["types"] = filepath.Join(machinery, "pkg/types")
	return packages
}

func minorOf(version string) int {
	var minor int
	if _, err := fmt.Sscanf(version, "v0.%d.", &minor); err != nil {
		log.Fatalf("%s is no version of k8s.io/api", version)
	}
	return minor
}

func write(path, text string) {
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
