package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// merge puts the versions together: what is the same in all of them stands once.
type merge struct {
	minors  []int
	sources map[int]*source
}

func newMerge() *merge { return &merge{sources: map[int]*source{}} }

func (m *merge) add(minor int, s *source) {
	m.minors = append(m.minors, minor)
	m.sources[minor] = s
	slices.Sort(m.minors)
}

// special are the types that read their JSON themselves.
var special = map[string]string{
	"resource.Quantity":     "quantity",
	"intstr.IntOrString":    "intorstring",
	"meta/v1.Time":          "time",
	"meta/v1.MicroTime":     "microtime",
	"meta/v1.Duration":      "duration",
	"meta/v1.FieldsV1":      "raw",
	"runtime.RawExtension":  "raw",
	"runtime.Object":        "raw",
	"meta/v1.Verbs":         "",
	"meta/v1.InternalEvent": "raw",
}

// kinds are the served ones: those that have a client. ComponentStatus cannot be created; Eviction is no
// resource of its own.
func (s *source) kinds() map[string]*goType {
	kinds := map[string]*goType{}
	for id, t := range s.types {
		hasClient, isObject := slices.Contains(t.marks, "genclient"), false
		for _, f := range t.fields {
			isObject = isObject || f.name == "metadata" && f.typ == "meta/v1.ObjectMeta"
		}
		if hasClient && isObject && id != "core/v1.ComponentStatus" && id != "policy/v1.Eviction" {
			kinds[id] = t
		}
	}
	return kinds
}

func (m *merge) print() (types, kinds string, docs map[string]string) {
	kindMinors, kindTypes := map[string][]int{}, map[string]*goType{}
	reached := map[string]map[int]*goType{}
	for _, minor := range m.minors {
		s := m.sources[minor]
		for id, t := range s.kinds() {
			kindMinors[id] = append(kindMinors[id], minor)
			kindTypes[id] = t
			s.reach(id, minor, reached)
		}
		// What kubectl sends is described, too.
		s.reach("policy/v1.Eviction", minor, reached)
	}
	var kindText strings.Builder
	for _, id := range sortedKeys(kindMinors) {
		pkg, kind, _ := strings.Cut(id, ".")
		group := m.sources[kindMinors[id][0]].groups[pkg]
		version := pkg[strings.LastIndex(pkg, "/")+1:]
		api := version
		if group != "" {
			api = group + "/" + version
		}
		scope := "namespaced"
		if slices.Contains(kindTypes[id].marks, "genclient:nonNamespaced") {
			scope = "cluster"
		}
		fmt.Fprintf(&kindText, "%s %s %s %s %s%s\n", api, kind, id, plural(kind), scope, m.since(kindMinors[id]))
	}
	var typeText strings.Builder
	docs = map[string]string{}
	for _, id := range sortedKeys(reached) {
		typeText.WriteString(m.printType(id, reached[id]))
		pkg := id[:strings.LastIndex(id, ".")]
		docs[pkg] += m.printDocs(id, reached[id])
	}
	return typeText.String(), kindText.String(), docs
}

func plural(kind string) string {
	lower := strings.ToLower(kind)
	switch {
	case lower == "endpoints":
		return lower
	case strings.HasSuffix(lower, "s"):
		return lower + "es"
	case strings.HasSuffix(lower, "y"):
		return strings.TrimSuffix(lower, "y") + "ies"
	}
	return lower + "s"
}

// reach notes a type and all that it is made of.
func (s *source) reach(id string, minor int, reached map[string]map[int]*goType) {
	t := s.types[id]
	if t == nil || reached[id][minor] != nil {
		return
	}
	if reached[id] == nil {
		reached[id] = map[int]*goType{}
	}
	reached[id][minor] = t
	if slices.Contains(t.marks, "enum") {
		t.enum = s.choices(id)
	}
	if special[id] != "" {
		return
	}
	if t.isBase {
		for _, name := range namesIn(t.basic) {
			s.reach(name, minor, reached)
		}
	}
	for _, f := range t.fields {
		for _, name := range namesIn(f.typ) {
			s.reach(name, minor, reached)
		}
	}
}

func namesIn(typ string) []string {
	var names []string
	for _, part := range strings.FieldsFunc(typ, func(r rune) bool { return strings.ContainsRune("[]*", r) }) {
		if strings.Contains(part, ".") {
			names = append(names, part)
		}
	}
	return names
}

// since tells in which versions something is, if not in all.
func (m *merge) since(minors []int) string {
	if len(minors) == len(m.minors) {
		return ""
	}
	first, last := minors[0], minors[len(minors)-1]
	text := " "
	if first != m.minors[0] {
		text += fmt.Sprint(first)
	}
	text += "-"
	if last != m.minors[len(m.minors)-1] {
		text += fmt.Sprint(last)
	}
	return text
}

func (m *merge) printType(id string, versions map[int]*goType) string {
	var text strings.Builder
	newest := m.newest(versions)
	fmt.Fprintf(&text, "=%s", id)
	switch {
	case special[id] != "":
		fmt.Fprintf(&text, " !%s\n", special[id])
		return text.String()
	case newest.isBase:
		fmt.Fprintf(&text, " %s", newest.basic)
		for at, one := range m.choices(versions) {
			sign := "|"
			if at == 0 {
				sign = " "
			}
			text.WriteString(sign + one.text)
		}
		text.WriteString("\n")
		return text.String()
	}
	text.WriteString("\n")
	lines, minors := []string{}, map[string][]int{}
	for _, minor := range slices.Backward(m.minors) {
		if versions[minor] == nil {
			continue
		}
		for _, f := range versions[minor].fields {
			line := printField(f)
			if minors[line] == nil {
				lines = slices.Insert(lines, placeOf(lines, f.name), line)
			}
			minors[line] = append([]int{minor}, minors[line]...)
		}
	}
	all := 0
	for _, minor := range m.minors {
		if versions[minor] != nil {
			all++
		}
	}
	for _, line := range lines {
		range_ := ""
		if len(minors[line]) != all {
			range_ = m.since(minors[line])
		}
		text.WriteString(line + range_ + "\n")
	}
	return text.String()
}

// placeOf is where another form of a field stands: behind those that are there, else at the end.
func placeOf(lines []string, name string) int {
	place := len(lines)
	for at, line := range lines {
		if strings.HasPrefix(line, name+" ") {
			place = at + 1
		}
	}
	return place
}

// printField gives name, type and flags: i inline, o optional, e omitempty, ^ and ~key of patches, =default.
func printField(f field) string {
	flags := ""
	if f.inline {
		flags += "i"
	}
	if f.optional || f.omit && !f.required {
		flags += "o"
	}
	if f.omit {
		flags += "e"
	}
	flags += f.patch
	if f.def != "" && !strings.ContainsAny(f.def, " \n") {
		flags += "=" + f.def
	}
	if flags == "" {
		flags = "."
	}
	return f.name + " " + f.typ + " " + flags
}

func (m *merge) newest(versions map[int]*goType) *goType {
	for _, minor := range slices.Backward(m.minors) {
		if t := versions[minor]; t != nil {
			return t
		}
	}
	return nil
}

// told is a text, and in which versions it is not another, behind an @.
type told struct {
	name, text string
}

// tell gives the texts that something called `name` has in the versions, the newest first; of what is the same in all of them
// there is one.
func (m *merge) tell(name string, of func(minor int) (string, bool)) []told {
	var texts []string
	minors, all := map[string][]int{}, 0
	for _, minor := range slices.Backward(m.minors) {
		text, has := of(minor)
		if !has {
			continue
		}
		all++
		if minors[text] == nil {
			texts = append(texts, text)
		}
		minors[text] = append([]int{minor}, minors[text]...)
	}
	var found []told
	for _, text := range texts {
		span := ""
		if len(minors[text]) != all {
			span = "@" + strings.TrimSpace(m.since(minors[text]))
		}
		found = append(found, told{name + span, text})
	}
	return found
}

// choices are the values of an enum with the versions that have them, in the order of the newest source.
func (m *merge) choices(versions map[int]*goType) []told {
	var found []told
	seen := map[string]bool{}
	for _, minor := range slices.Backward(m.minors) {
		if versions[minor] == nil {
			continue
		}
		for _, one := range versions[minor].enum {
			if seen[one.value] {
				continue
			}
			seen[one.value] = true
			var minors []int
			all := 0
			for _, minor := range m.minors {
				t := versions[minor]
				if t == nil {
					continue
				}
				all++
				if slices.ContainsFunc(t.enum, func(known choice) bool { return known.value == one.value }) {
					minors = append(minors, minor)
				}
			}
			text := one.value
			if len(minors) != all {
				text += "@" + strings.TrimSpace(m.since(minors))
			}
			found = append(found, told{one.value, text})
		}
	}
	return found
}

// printDocs gives a line for the type, one for every field and one for every value of an enum, with newlines written as \n. What
// is said otherwise in some versions stands there once more, with the versions behind an @.
func (m *merge) printDocs(id string, versions map[int]*goType) string {
	var text strings.Builder
	escape := strings.NewReplacer("\\", "\\\\", "\n", "\\n")
	write := func(prefix, name string, said func(minor int) (string, bool)) {
		for _, one := range m.tell(name, said) {
			if one.text != "" {
				fmt.Fprintf(&text, "%s%s %s\n", prefix, one.name, escape.Replace(one.text))
			}
		}
	}
	doc := func(minor int) (string, bool) {
		t := versions[minor]
		if t == nil {
			return "", false
		}
		return t.doc, true
	}
	// The type's own line comes first; it says which type the others belong to.
	fmt.Fprintf(&text, "=%s\n", id)
	write("", "", doc)
	for _, value := range m.choices(versions) {
		said := func(minor int) (string, bool) {
			if t := versions[minor]; t != nil {
				for _, one := range t.enum {
					if one.value == value.name {
						return one.doc, true
					}
				}
			}
			return "", false
		}
		write("=", value.name, said)
	}
	seen := map[string]bool{}
	for _, minor := range slices.Backward(m.minors) {
		if versions[minor] == nil || special[id] != "" {
			continue
		}
		for _, f := range versions[minor].fields {
			if seen[f.name] || f.inline {
				continue
			}
			seen[f.name] = true
			said := func(minor int) (string, bool) {
				if t := versions[minor]; t != nil {
					for _, own := range t.fields {
						if own.name == f.name {
							return own.doc, true
						}
					}
				}
				return "", false
			}
			write("", f.name, said)
		}
	}
	return text.String()
}

func writeCompressed(path, text string) {
	var buffer bytes.Buffer
	// No time and no name: the same sources give the same bytes.
	writer, _ := gzip.NewWriterLevel(&buffer, gzip.BestCompression)
	_, _ = writer.Write([]byte(text))
	if err := writer.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, buffer.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
