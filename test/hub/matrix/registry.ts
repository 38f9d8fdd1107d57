import azureIothub from "azure-iothub";
import { methodsOf, type Section, staticsOf } from "./cell.js";
import { configurationRows } from "./registry-configurations.js";
import { identityRows } from "./registry-identities.js";
import { twinRows } from "./registry-twins.js";
import { waysIn } from "./service-sign-in.js";

export const registrySection: Section = {
  title: "azure-iothub, Registry",
  columns: waysIn,
  rows: [...identityRows, ...twinRows, ...configurationRows],
  methods: [
    ...methodsOf(azureIothub.Registry, Object.prototype),
    ...staticsOf(azureIothub.Registry),
  ],
};
