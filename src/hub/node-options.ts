/** A value of `NODE_OPTIONS` that also loads a module before a program, once. A URL has no spaces to quote. */
export function withImport(options = "", url: string): string {
  const wanted = `--import=${url}`;
  return options.split(/\s+/).includes(wanted)
    ? options
    : [options, wanted].filter(Boolean).join(" ");
}
