import type { ContentInfo } from "../schema/interface-schema.js";

type Range = readonly [low: number, high: number];

/** Where readings in a unit usually lie. Only what a bare "0 to 100" would get visibly wrong. */
const byUnit: Readonly<Record<string, Range>> = {
  degreeCelsius: [18, 26],
  degreeFahrenheit: [64, 79],
  kelvin: [291, 299],
  percent: [0, 100],
  unity: [0, 1],
  pascal: [98_000, 103_000],
  kilopascal: [98, 103],
  bar: [0.98, 1.03],
  millibar: [980, 1030],
  degreeOfArc: [-90, 90],
  radian: [0, 6.28],
  volt: [220, 240],
  hertz: [49, 51],
  metrePerSecond: [0, 15],
  revolutionPerMinute: [600, 3000],
  kibibyte: [1024, 65_536],
  mebibyte: [64, 2048],
  gibibyte: [1, 64],
};

const bySemanticType: Readonly<Record<string, Range>> = {
  Temperature: [18, 26],
  RelativeHumidity: [30, 60],
  Latitude: [-90, 90],
  Longitude: [-180, 180],
  Pressure: [98, 103],
};

/** The range generated numbers are drawn from. */
export function typicalRange(info: ContentInfo | undefined): Range {
  return (
    (info?.unit === undefined ? undefined : byUnit[info.unit]) ??
    (info?.semanticType === undefined ? undefined : bySemanticType[info.semanticType]) ?? [0, 100]
  );
}
