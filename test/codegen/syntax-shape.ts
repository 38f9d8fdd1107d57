import ts from "typescript-5.9";

/** What the compiler keeps of a file beside its tree. Comments can bring it about. */
interface Directives {
  readonly parseDiagnostics: readonly unknown[];
  readonly referencedFiles: readonly unknown[];
  readonly typeReferenceDirectives: readonly unknown[];
  readonly libReferenceDirectives: readonly unknown[];
  readonly amdDependencies: readonly unknown[];
  readonly commentDirectives?: readonly unknown[];
  readonly checkJsDirective?: unknown;
  readonly pragmas: ReadonlyMap<string, unknown>;
}

/**
 * The syntax tree of a TypeScript file and its tokens, comments among them, with the texts erased: what literals, names and
 * comments say. Tags of doc comments are part of it, so are directives, and whether the file can be parsed at all. Imports,
 * which are sorted by what they say, are sorted by their form here.
 */
export function syntaxShape(text: string): string {
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2022);
  const imports = file.statements.filter((statement) => isImport(statement));
  const others = file.statements.filter((statement) => !isImport(statement));
  return [
    directivesShape(file as unknown as Directives),
    ...imports.map(nodeShape).sort(),
    ...others.map(nodeShape),
    `end ${docShape(file.endOfFileToken)}`,
    tokenShape(text.slice(0, imports[0]?.getStart(file) ?? 0)),
    tokenShape(text.slice(imports.at(-1)?.end ?? 0)),
  ].join("\n");
}

/** Every text that the file holds as a string literal, sorted. */
export function literalTexts(text: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2022));
  return texts.sort();
}

/** All block comments of a file, but for what it says about calls without side effects. */
export function commentsOf(text: string): string {
  const blocks: string[] = [];
  const scanner = newScanner(text);
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.MultiLineCommentTrivia) blocks.push(scanner.getTokenText());
  }
  return blocks.filter((block) => block !== "/* @__PURE__ */").join("\n");
}

function newScanner(text: string): ts.Scanner {
  return ts.createScanner(ts.ScriptTarget.ES2022, false, ts.LanguageVariant.Standard, text);
}

/** What passes on from another file is sorted as well. */
function isImport(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
  );
}

function directivesShape(file: Directives): string {
  const counts = [
    file.parseDiagnostics,
    file.referencedFiles,
    file.typeReferenceDirectives,
    file.libReferenceDirectives,
    file.amdDependencies,
    file.commentDirectives ?? [],
  ].map((each) => each.length);
  return [...counts, file.checkJsDirective !== undefined, ...file.pragmas.keys()].join(" ");
}

function nodeShape(node: ts.Node): string {
  const children: string[] = [];
  ts.forEachChild(node, (child) => {
    children.push(nodeShape(child));
  });
  if (ts.isNamedImports(node) || ts.isNamedExports(node)) children.sort();
  return `${kindOf(node)}${docShape(node)}(${children.join(" ")})`;
}

function kindOf(node: ts.Node): string {
  if (ts.isNumericLiteral(node)) return `Number ${node.text}`;
  if (ts.isPropertyAssignment(node)) return `Property${keyKind(node.name)}`;
  // Keys may stand in quotes or not.
  if (ts.isIdentifier(node) || ts.isStringLiteral(node) || isWrittenOut(node)) return "Text";
  return ts.SyntaxKind[node.kind];
}

/** A key in square brackets is a text like others. */
function isWrittenOut(node: ts.Node): boolean {
  return ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression);
}

/** Such a key makes no member. */
function keyKind(name: ts.PropertyName): string {
  const isPlain = ts.isIdentifier(name) || ts.isStringLiteral(name);
  return isPlain && name.text === "__proto__" ? " prototype" : "";
}

/** Tags of the doc comments in front of a node, and whether links are in what they say. */
function docShape(node: ts.Node): string {
  const { jsDoc = [] } = node as ts.Node & { readonly jsDoc?: readonly ts.JSDoc[] };
  const partsOf = (comment: ts.JSDoc["comment"]): string =>
    comment === undefined || typeof comment === "string"
      ? "text"
      : comment.map(({ kind }) => ts.SyntaxKind[kind]).join();
  return jsDoc
    .map(({ comment, tags = [] }) => {
      const names = tags.map((tag) => `@${tag.tagName.text} ${partsOf(tag.comment)}`);
      return ` doc[${partsOf(comment)} ${names.join(" ")}]`;
    })
    .join("");
}

const unseen: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.WhitespaceTrivia,
  ts.SyntaxKind.NewLineTrivia,
]);

/** Kinds of all tokens and comments. Long lists have a comma behind the last part, short ones have none. */
function tokenShape(text: string): string {
  const scanner = newScanner(text);
  const kinds: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (unseen.has(kind)) continue;
    const isWord = kind >= ts.SyntaxKind.Identifier && kind <= ts.SyntaxKind.LastKeyword;
    kinds.push(isWord || kind === ts.SyntaxKind.StringLiteral ? "Text" : ts.SyntaxKind[kind]);
  }
  return kinds.join(" ").replaceAll(/CommaToken (?=Close)/g, "");
}
