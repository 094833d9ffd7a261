package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// goType is a named type of one Kubernetes version.
type goType struct {
	id     string // core/v1.PodSpec
	doc    string
	marks  []string // the +comments
	fields []field  // of a struct
	basic  string   // the type under a named one that is no struct
	isBase bool
	enum   []choice
}

// choice is a value of an enum.
type choice struct {
	value string
	doc   string
}

type field struct {
	name     string // in JSON; the Go name if inline
	goName   string
	typ      string // []core/v1.Container
	inline   bool
	optional bool
	required bool // though it has omitempty
	omit     bool // omitempty
	def      string
	patch    string // how a strategic merge patch changes it
	doc      string
}

// source holds the types of one Kubernetes version.
type source struct {
	types    map[string]*goType
	packages map[string]string // import path -> name
	consts   map[string][]constant
	texts    map[string]string // package.constant -> its text
	groups   map[string]string // package -> API group
}

// constant is one of a named type; its text may be that of a constant of another package.
type constant struct {
	name, text, other, comment string
}

func newSource() *source {
	return &source{
		types: map[string]*goType{}, packages: map[string]string{}, consts: map[string][]constant{}, texts: map[string]string{},
		groups: map[string]string{},
	}
}

func (s *source) load(name, dir string) {
	files := token.NewFileSet()
	noTests := func(info fs.FileInfo) bool {
		base := info.Name()
		return !strings.HasSuffix(base, "_test.go") && !strings.HasPrefix(base, "zz_generated") && !strings.HasSuffix(base, ".pb.go")
	}
	parsed, err := parser.ParseDir(files, dir, noTests, parser.ParseComments)
	if err != nil {
		log.Fatal(err)
	}
	for _, pkg := range parsed {
		for path, file := range pkg.Files {
			s.loadFile(name, path, files, file)
		}
	}
}

func (s *source) loadFile(pkg, path string, files *token.FileSet, file *ast.File) {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		full, _ := strconv.Unquote(spec.Path.Value)
		alias := filepath.Base(full)
		if spec.Name != nil {
			alias = spec.Name.Name
		}
		imports[alias] = shortName(full)
	}
	if filepath.Base(path) == "register.go" {
		s.loadGroup(pkg, file)
	}
	for _, decl := range file.Decls {
		gen, isGen := decl.(*ast.GenDecl)
		if !isGen {
			continue
		}
		for _, spec := range gen.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				doc := spec.Doc
				if doc == nil {
					doc = gen.Doc
				}
				s.loadType(pkg, imports, spec, doc, above(files, file, gen))
			case *ast.ValueSpec:
				s.loadConst(pkg, imports, gen, spec)
			}
		}
	}
}

// shortName gives the name under which a package stands in the asset.
func shortName(path string) string {
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && last[1] >= '0' && last[1] <= '9' {
		return parts[len(parts)-2] + "/" + last
	}
	return last
}

func (s *source) loadGroup(pkg string, file *ast.File) {
	ast.Inspect(file, func(node ast.Node) bool {
		spec, isValue := node.(*ast.ValueSpec)
		if isValue && len(spec.Names) == 1 && spec.Names[0].Name == "GroupName" && len(spec.Values) == 1 {
			if literal, isLiteral := spec.Values[0].(*ast.BasicLit); isLiteral {
				s.groups[pkg], _ = strconv.Unquote(literal.Value)
			}
		}
		return true
	})
}

// loadConst notes `Name Type = "text"`, `Name = Type("text")` and `Name = Type(other.Name)`.
func (s *source) loadConst(pkg string, imports map[string]string, gen *ast.GenDecl, spec *ast.ValueSpec) {
	if gen.Tok != token.CONST {
		return
	}
	doc := spec.Doc
	if doc == nil && !gen.Lparen.IsValid() {
		doc = gen.Doc
	}
	comment := ""
	if doc != nil {
		comment = strings.ReplaceAll(strings.TrimRight(commentText(doc), "\n"), "\n", " ")
	}
	for at, value := range spec.Values {
		typ := spec.Type
		if call, isCall := value.(*ast.CallExpr); isCall && typ == nil && len(call.Args) == 1 {
			typ, value = call.Fun, call.Args[0]
		}
		name, isName := typ.(*ast.Ident)
		one := constant{name: spec.Names[at].Name, comment: comment}
		switch value := value.(type) {
		case *ast.BasicLit:
			if value.Kind != token.STRING {
				continue
			}
			one.text, _ = strconv.Unquote(value.Value)
			s.texts[pkg+"."+one.name] = one.text
		case *ast.SelectorExpr:
			one.other = imports[value.X.(*ast.Ident).Name] + "." + value.Sel.Name
		default:
			continue
		}
		if isName {
			s.consts[pkg+"."+name.Name] = append(s.consts[pkg+"."+name.Name], one)
		}
	}
}

// choices are the values of an enum in the order of the source. Of two constants with one value the longer comment counts
// (k8s.io/kube-openapi pkg/generators/enum.go addIfNotPresent).
func (s *source) choices(id string) []choice {
	var found []choice
	for _, one := range s.consts[id] {
		text := one.text
		if one.other != "" {
			text = s.texts[one.other]
		}
		doc := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(one.comment), one.name))
		made := choice{value: text, doc: strings.Join(strings.Fields(doc), " ")}
		at := slices.IndexFunc(found, func(known choice) bool { return known.value == text })
		switch {
		case at < 0:
			found = append(found, made)
		case len(found[at].doc) < len(made.doc):
			found[at] = made
		}
	}
	return found
}

// above finds the comment that stands a blank line above a declaration and its documentation: many types
// have their +marks there.
func above(files *token.FileSet, file *ast.File, gen *ast.GenDecl) *ast.CommentGroup {
	start := gen.Pos()
	if gen.Doc != nil {
		start = gen.Doc.Pos()
	}
	line := files.Position(start).Line
	for _, group := range file.Comments {
		if end := files.Position(group.End()).Line; end == line-2 || end == line-1 {
			return group
		}
	}
	return nil
}

func (s *source) loadType(pkg string, imports map[string]string, spec *ast.TypeSpec, doc, above *ast.CommentGroup) {
	if !spec.Name.IsExported() || spec.TypeParams != nil {
		return
	}
	t := &goType{id: pkg + "." + spec.Name.Name}
	t.doc, t.marks = readDoc(doc)
	_, more := readDoc(above)
	t.marks = append(t.marks, more...)
	s.types[t.id] = t
	structure, isStruct := spec.Type.(*ast.StructType)
	if !isStruct {
		t.basic, t.isBase = typeText(pkg, imports, spec.Type), true
		return
	}
	for _, f := range structure.Fields.List {
		t.fields = append(t.fields, readField(pkg, imports, f)...)
	}
}

func readField(pkg string, imports map[string]string, f *ast.Field) []field {
	typ := typeText(pkg, imports, f.Type)
	doc, marks := readDoc(f.Doc)
	made := field{typ: typ, doc: doc}
	for _, mark := range marks {
		made.required = made.required || mark == "required"
		if mark == "optional" || strings.HasPrefix(mark, "k8s:optional") {
			made.optional = true
		}
		if def, has := strings.CutPrefix(mark, "default="); has {
			made.def = strings.Trim(def, `"`)
		}
	}
	var names []string
	for _, name := range f.Names {
		names = append(names, name.Name)
	}
	if len(names) == 0 {
		names = []string{typ[strings.LastIndexAny(typ, "./*")+1:]}
	}
	tag := ""
	if f.Tag != nil {
		text, _ := strconv.Unquote(f.Tag.Value)
		tag = reflect.StructTag(text).Get("json")
		made.patch = patchOf(reflect.StructTag(text))
	}
	json, options, _ := strings.Cut(tag, ",")
	made.omit = strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
	var fields []field
	for _, name := range names {
		one := made
		one.goName, one.name = name, json
		switch {
		case json == "-" || !ast.IsExported(name):
			continue
		case json == "" && len(f.Names) == 0:
			one.name, one.inline = name, true
		case json == "":
			one.name = name
		}
		fields = append(fields, one)
	}
	return fields
}

// patchOf writes patchStrategy and patchMergeKey: ~KEY for a list whose items are merged by a key, ~ for one of primitives, ^ when what
// a patch does not retain goes.
func patchOf(tag reflect.StructTag) string {
	text := ""
	for _, strategy := range strings.Split(tag.Get("patchStrategy"), ",") {
		switch strategy {
		case "merge":
			text += "~" + tag.Get("patchMergeKey")
		case "retainKeys":
			text = "^" + text
		}
	}
	return text
}

// typeText writes a type with its packages' names.
func typeText(pkg string, imports map[string]string, expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		if e.IsExported() {
			return pkg + "." + e.Name
		}
		if e.Name == "byte" {
			return "uint8"
		}
		return e.Name
	case *ast.SelectorExpr:
		return imports[e.X.(*ast.Ident).Name] + "." + e.Sel.Name
	case *ast.StarExpr:
		return "*" + typeText(pkg, imports, e.X)
	case *ast.ArrayType:
		return "[]" + typeText(pkg, imports, e.Elt)
	case *ast.MapType:
		return "map[" + typeText(pkg, imports, e.Key) + "]" + typeText(pkg, imports, e.Value)
	case *ast.InterfaceType:
		return "interface"
	default:
		return "?"
	}
}

// readDoc formats a comment as Kubernetes does for its API documentation (k8s.io/kube-openapi pkg/generators/openapi.go
// generateDescription), and lists its +marks.
func readDoc(group *ast.CommentGroup) (string, []string) {
	if group == nil {
		return "", nil
	}
	var marks []string
	text := ""
	trimLast := func() {
		if text != "" {
			text = text[:len(text)-1]
		}
	}
	cut := false
	for _, line := range strings.Split(strings.TrimRight(commentText(group), "\n"), "\n") {
		cut = cut || line == "---"
		line = strings.TrimRight(line, " ")
		leading := strings.TrimLeft(line, " ")
		if mark, isMark := strings.CutPrefix(leading, "+"); isMark {
			marks = append(marks, mark)
			continue
		}
		switch {
		case cut || strings.HasPrefix(leading, "TODO"):
		case line == "":
			trimLast()
			text += "\n\n"
		case strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"):
			trimLast()
			text += "\n" + line + "\n"
		default:
			text += line + " "
		}
	}
	return strings.TrimSpace(text), marks
}

// commentText keeps the +marks, which CommentGroup.Text may drop as directives.
func commentText(group *ast.CommentGroup) string {
	var lines []string
	for _, comment := range group.List {
		text := comment.Text
		if strings.HasPrefix(text, "/*") {
			lines = append(lines, strings.Split(strings.Trim(text, "/*"), "\n")...)
			continue
		}
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(text, "//"), " "))
	}
	return strings.Join(lines, "\n")
}
