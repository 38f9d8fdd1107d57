import type { Issue, IssueLocation } from "../errors.js";

/** The parts of the DTDL error record. Which of them an error identifier fills is said by the error's explanation. */
export interface IssueFields {
  /** DTMI of the element at fault, generated ones included. */
  readonly primaryId?: string | undefined;
  /** DTMI of the other element concerned. */
  readonly secondaryId?: string | undefined;
  /** Term or DTMI of the property concerned. */
  readonly property?: string | undefined;
  readonly auxProperty?: string | undefined;
  readonly type?: string | undefined;
  readonly value?: string | undefined;
  /** What is permitted. */
  readonly restriction?: string | undefined;
  readonly transformation?: string | undefined;
}

/** A problem in DTDL. `code` is the error identifier without its prefix `dtmi:dtdl:parsingError:`. */
export interface DtdlIssue extends Issue, IssueFields {
  /** The first place of the error record, where `location` is one that tells people more. */
  readonly primary?: IssueLocation;
  /** The second place of the error record, such as that of an earlier definition. */
  readonly related?: IssueLocation;
}
