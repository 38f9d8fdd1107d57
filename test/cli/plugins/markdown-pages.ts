import { dtmiPath, type Interface } from "twinplug";
import type { GeneratePlugin } from "twinplug/codegen";

/** Adds a page for people about each Interface, and a list of all pages. */
export const markdownPages: GeneratePlugin = {
  name: "markdown-pages",
  emit: ({ model, files }) => {
    const pages = [...model.interfaces.values()].map((iface) => ({
      path: dtmiPath(iface.id).replace(/^dtmi\/(.*)\.json$/, "docs/$1.md"),
      text: page(iface),
      link: iface.id,
    }));
    const links = pages.map(({ path, link }) => `- [${link}](${path.replace("docs/", "")})`).sort();
    const list = { path: "docs/README.md", text: `# Models\n\n${links.join("\n")}\n` };
    return [...files, list, ...pages.map(({ path, text }) => ({ path, text }))];
  },
};

function page(iface: Interface): string {
  const rows = [...iface.contents.values()].map((content) =>
    [content.kind, `\`${content.name}\``, content.unit ?? "", content.displayName.en ?? ""]
      .map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " "))
      .join(" | "),
  );
  const head = ["Kind | Name | Unit | Meaning", "--- | --- | --- | ---"];
  const table = [...head, ...rows].map((row) => `| ${row} |`);
  return [`# ${iface.displayName.en ?? iface.id}`, `\`${iface.id}\``, table.join("\n"), ""].join(
    "\n\n",
  );
}
