import type { NameScope } from "./identifier.js";
import { stringLiteral } from "./model-text.js";

interface ImportedName {
  readonly local: string;
  typeOnly: boolean;
}

const lineWidth = 120;

/** What one file imports. A name that the file already has is imported under an alias. */
export class ImportList {
  readonly #scope: NameScope;
  readonly #modules = new Map<string, Map<string, ImportedName>>();

  constructor(scope: NameScope) {
    this.#scope = scope;
  }

  /** Local name of an imported type. */
  type(module: string, name: string): string {
    return this.#use(module, name).local;
  }

  /** Local name of an imported value, which may have a type of the same name. */
  value(module: string, name: string): string {
    const imported = this.#use(module, name);
    imported.typeOnly = false;
    return imported.local;
  }

  /** The import statements: packages before files, both in code unit order, names too. */
  lines(): readonly string[] {
    return [...this.#modules]
      .sort(([a], [b]) => Number(a.startsWith(".")) - Number(b.startsWith(".")) || (a < b ? -1 : 1))
      .flatMap(([module, names]) => statement(module, names));
  }

  #use(module: string, name: string): ImportedName {
    const names = this.#modules.get(module) ?? new Map<string, ImportedName>();
    this.#modules.set(module, names);
    const imported = names.get(name) ?? { local: this.#scope.take(name), typeOnly: true };
    names.set(name, imported);
    return imported;
  }
}

function statement(module: string, names: ReadonlyMap<string, ImportedName>): readonly string[] {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const allTypes = sorted.every(([, { typeOnly }]) => typeOnly);
  const specifiers = sorted.map(([name, { local, typeOnly }]) => {
    const renamed = name === local ? name : `${name} as ${local}`;
    return typeOnly && !allTypes ? `type ${renamed}` : renamed;
  });
  const start = allTypes ? "import type {" : "import {";
  const end = `} from ${stringLiteral(module)};`;
  const line = `${start} ${specifiers.join(", ")} ${end}`;
  if (line.length <= lineWidth) return [line];
  return [start, ...specifiers.map((specifier) => `  ${specifier},`), end];
}
