/** Where quantities are defined: 0 is the core of DTDL v2, 1 to 3 are releases of quantitativeTypes. */
export type QuantityRelease = 0 | 1 | 2 | 3;

/** Semantic types, unit types, units and prefixes of one release. */
export interface Quantities {
  /** Units by unit type, in the order of the language. */
  readonly unitTypes: ReadonlyMap<string, readonly string[]>;
  /** Unit type by semantic type. */
  readonly measuredIn: ReadonlyMap<string, string>;
  /** Unit type by unit. */
  readonly units: ReadonlyMap<string, string>;
  readonly prefixes: ReadonlyMap<string, Prefix>;
}

/** What a prefix of units stands for: a power of two or of ten. */
export interface Prefix {
  readonly symbol: string;
  readonly exponent: number;
  readonly binary: boolean;
}

/** How a unit is shown, and how it follows from other units. */
export interface UnitDescription {
  readonly symbol: string;
  readonly displayName: string;
  /** Of which unit it is a multiple, by which prefix; a base unit names itself. */
  readonly scale?: { readonly binary: boolean; readonly base: string; readonly prefix?: string };
  /** Of which units it is the quotient. */
  readonly ratio?: { readonly top: string; readonly bottom: string };
}

/**
 * One line for each unit type: its name, its semantic types, its units. A unit is written `term=symbol=display name`.
 * A name left out is the term in words, or that of the base unit with the prefix. A symbol left out is that of the
 * base unit with the prefix, or the quotient of the symbols. After the term, `*` marks a decimal and `#` a binary base
 * unit; `^` a quotient whose base is its top unit. What else a unit follows from, its term tells.
 */
const table = `
AccelerationUnit|Acceleration|metrePerSecondSquared*=m/s²,centimetrePerSecondSquared,3:millimetrePerSecondSquared,3:kilometrePerSecondSquared,gForce=g=g-force
AngleUnit|Angle Latitude Longitude|radian=rad,degreeOfArc=°,minuteOfArc=',secondOfArc=",turn=turn
AngularAccelerationUnit|AngularAcceleration|radianPerSecondSquared=rad/s²
AngularVelocityUnit|AngularVelocity|radianPerSecond,degreePerSecond,revolutionPerSecond=rps,revolutionPerMinute=rpm
ApparentEnergyUnit|1:ApparentEnergy|1:voltAmpereHour*=VAh=volt-ampere-hour,3:millivoltAmpereHour,1:kilovoltAmpereHour,1:megavoltAmpereHour,1:gigavoltAmpereHour
ApparentPowerUnit|1:ApparentPower|1:voltAmpere*=VA=volt-ampere,1:millivoltAmpere,1:kilovoltAmpere,1:megavoltAmpere,1:gigavoltAmpere
AreaUnit|Area|squareMetre=m²,squareCentimetre=cm²,squareMillimetre=mm²,squareKilometre=km²,hectare=ha,squareFoot=ft²,squareInch=in²,acre=ac
CapacitanceUnit|Capacitance|farad*=F,millifarad,microfarad,nanofarad,picofarad
ChargeUnit|ElectricCharge|coulomb*=C,1:ampereHour*=Ah,1:milliampereHour
CurrentUnit|Current|ampere*=A,3:picoampere,3:nanoampere,microampere,milliampere,1:kiloampere
DataRateUnit|DataRate|bitPerSecond#=bps,kibibitPerSecond,mebibitPerSecond,gibibitPerSecond,tebibitPerSecond,exbibitPerSecond,zebibitPerSecond,yobibitPerSecond,bytePerSecond#=Bps,kibibytePerSecond,mebibytePerSecond,gibibytePerSecond,tebibytePerSecond,exbibytePerSecond,zebibytePerSecond,yobibytePerSecond
DataSizeUnit|DataSize|bit#=bit,kibibit,mebibit,gibibit,tebibit,exbibit,zebibit,yobibit,byte#=B,kibibyte,mebibyte,gibibyte,tebibyte,exbibyte,zebibyte,yobibyte
DensityUnit|Density Humidity|kilogramPerCubicMetre,gramPerCubicMetre*,1:milligramPerCubicMetre,1:microgramPerCubicMetre
EnergyUnit|Energy|joule*=J,kilojoule,megajoule,gigajoule,electronvolt*=eV,megaelectronvolt,1:wattHour*=Wh=watt-hour,1:milliwattHour,kilowattHour,1:megawattHour,1:gigawattHour,1:terawattHour,1:britishThermalUnit*=BTU=British thermal unit,1:kiloBritishThermalUnit==kilo-British thermal unit
ForceUnit|Force Thrust|newton*=N,pound=lb,ounce=oz,ton=T
FrequencyUnit|Frequency|hertz*=Hz,1:millihertz,kilohertz,megahertz,gigahertz
IlluminanceUnit|Illuminance|lux*=lx,footcandle=fc
InductanceUnit|Inductance|henry*=H,millihenry,microhenry
IonizingRadiationDoseUnit|1:IonizingRadiationDose|1:gray*=Gy,1:milligray,1:microgray,1:sievert*=Sv,1:millisievert,1:microsievert
IrradianceUnit|1:Irradiance|1:wattPerSquareMetre*
LengthUnit|Distance Length|metre*=m,centimetre,millimetre,micrometre,nanometre,kilometre,foot=ft,inch=in,mile=mi,nauticalMile=M,astronomicalUnit=AU
LuminanceUnit|Luminance|candelaPerSquareMetre*
LuminousFluxUnit|LuminousFlux|lumen*=lm
LuminousIntensityUnit|LuminousIntensity|candela*=cd
MagneticFluxUnit|MagneticFlux|weber*=Wb,maxwell=Mx
MagneticInductionUnit|MagneticInduction|tesla*=T,1:gauss*=G
MassUnit|Mass|kilogram,gram*=g,milligram,microgram,tonne=t,slug=slug,1:massPound=lb=pound
MassFlowRateUnit|MassFlowRate|gramPerSecond*,kilogramPerSecond,gramPerHour*,kilogramPerHour,1:massPoundPerHour==pound per hour
PowerUnit|1:EnergyRate Luminosity Power|watt*=W,microwatt,milliwatt,kilowatt,megawatt,gigawatt,horsepower=hp,1:joulePerSecond^==joulePerSecond,1:kilojoulePerSecond,1:joulePerHour^==joulePerHour,1:kilojoulePerHour,1:megajoulePerHour,1:gigajoulePerHour,1:britishThermalUnitPerHour^==British thermal unitPerHour,1:kiloBritishThermalUnitPerHour==kilo-British thermal unitPerHour,kilowattHourPerYear==kilowatt-hour per year,1:tonOfRefrigeration=TR
PressureUnit|Pressure|pascal*=Pa,1:decapascal,1:hectopascal,kilopascal,bar*=bar,millibar,millimetresOfMercury=mmHg,poundPerSquareInch=psi,inchesOfMercury=inHg,inchesOfWater=inH2O
RadioactivityUnit|1:Radioactivity|1:becquerel*=Bq,1:kilobecquerel,1:megabecquerel,1:gigabecquerel
ReactiveEnergyUnit|1:ReactiveEnergy|1:voltAmpereReactiveHour*=varh=volt-ampere-reactive-hour,1:kilovoltAmpereReactiveHour,1:megavoltAmpereReactiveHour,1:gigavoltAmpereReactiveHour
ReactivePowerUnit|1:ReactivePower|1:voltAmpereReactive*=var=volt-ampere reactive,1:millivoltAmpereReactive,1:kilovoltAmpereReactive,1:megavoltAmpereReactive,1:gigavoltAmpereReactive
ResistanceUnit|Resistance|ohm*=Ω,milliohm,kiloohm,megaohm
SoundPressureUnit|SoundPressure|decibel,bel*=B
TemperatureUnit|Temperature|kelvin=K,degreeCelsius=°C,degreeFahrenheit=°F
TimeUnit|TimeSpan|second*=s,millisecond,microsecond,nanosecond,minute=m,hour=h,day=d,year=yr
TorqueUnit|Torque|newtonMetre*=N·m=newton-metre
Unitless|1:Concentration 3:Efficiency 1:RelativeDensity RelativeHumidity 3:RelativeMeasure 3:Scale 3:Throttle|unity==,percent=%,1:partsPerMillion=ppm=partsPerMillion,1:partsPerBillion=ppb=partsPerBillion,1:partsPerTrillion=ppt=partsPerTrillion,1:partsPerQuadrillion=ppq=partsPerQuadrillion
VelocityUnit|Velocity|metrePerSecond*,centimetrePerSecond,3:millimetrePerSecond,kilometrePerSecond,metrePerHour*,kilometrePerHour,milePerHour=mph,milePerSecond,knot=kn
VoltageUnit|Voltage|volt*=V,millivolt,microvolt,kilovolt,megavolt
VolumeUnit|Volume|cubicMetre=m³,cubicCentimetre=cm³,litre*=l,millilitre,cubicFoot=ft³,cubicInch=in³,fluidOunce=fl oz,gallon=gal
VolumeFlowRateUnit|VolumeFlowRate|litrePerSecond*,millilitrePerSecond,1:litrePerMinute*=l/min,1:millilitrePerMinute,litrePerHour*,millilitrePerHour,1:gallonPerMinute=gal/min,1:gallonPerHour,1:cubicFootPerMinute=ft³/min,1:cubicMetrePerHour,1:cubicMetrePerMinute=m³/min,1:cubicMetrePerSecond,3:cubicCentimetrePerMinute=m³/min,3:cubicCentimetrePerSecond=m³/s
DynamicViscosityUnit|3:DynamicViscosity|3:poise*=P,3:centipoise,3:millipoise,3:pascalSecond*=Pa·s=pascal-second,3:millipascalSecond
KinematicViscosityUnit|3:KinematicViscosity|3:stokes*=St,3:centistokes,3:squareMetrePerSecond
ReciprocalTimeUnit|3:ReciprocalTime|3:reciprocalSecond=s⁻¹,3:reciprocalMinute=min⁻¹
ReciprocalLengthUnit|3:ReciprocalLength|3:reciprocalMetre=m⁻¹,3:reciprocalCentimetre=cm⁻¹,3:reciprocalMillimetre=mm⁻¹,3:reciprocalMicrometre=µm⁻¹,3:reciprocalNanometre=nm⁻¹,3:reciprocalKilometre=km⁻¹
GasLeakageRateUnit|3:GasLeakageRate|3:pascalCubicMetrePerSecond*=Pa·m³/s,3:decapascalCubicMetrePerSecond,3:hectopascalCubicMetrePerSecond,3:kilopascalCubicMetrePerSecond
`;

/** Units that older releases spell in another way. */
const formerUnits: readonly string[] = [
  "kilowattHour=kWh=kilowat-hour,newtonMetre*=N m=newton-metre",
  "newtonMetre*=N m=newton-metre",
  "newtonMetre*=N m=newton-metre",
];

const decimalPrefixes =
  "deci=d=-1 centi=c=-2 milli=m=-3 micro=µ=-6 nano=n=-9 pico=p=-12 femto=f=-15 atto=a=-18 zepto=z=-21 yocto=y=-24 deca=da=1 hecto=h=2 kilo=k=3 mega=M=6 giga=G=9 tera=T=12 peta=P=15 exa=E=18 zetta=Z=21 yotta=Y=24";
const binaryPrefixes =
  "kibi=Ki=10 mebi=Mi=20 gibi=Gi=30 tebi=Ti=40 pebi=Pi=50 exbi=Ei=60 zebi=Zi=70 yobi=Yi=80";

interface Tables extends Quantities {
  /** The units as the table spells them. */
  readonly spelled: ReadonlyMap<string, string>;
}

const tables = new Map<QuantityRelease, Tables>();

/** The words for quantities in a release. */
export function quantities(release: QuantityRelease): Quantities {
  return tablesOf(release);
}

function tablesOf(release: QuantityRelease): Tables {
  const made = tables.get(release) ?? makeTables(release);
  tables.set(release, made);
  return made;
}

function makeTables(release: QuantityRelease): Tables {
  const unitTypes = new Map<string, readonly string[]>();
  const measuredIn = new Map<string, string>();
  const units = new Map<string, string>();
  const spelled = new Map<string, string>();
  for (const line of table.trim().split("\n")) {
    const [unitType = "", measures = "", entries = ""] = line.split("|");
    const terms = knownWords(entries, release, ",").map((entry) => {
      const term = termOf(entry);
      units.set(term, unitType);
      spelled.set(term, entry);
      return term;
    });
    if (terms.length > 0) unitTypes.set(unitType, terms);
    for (const measure of knownWords(measures, release)) measuredIn.set(measure, unitType);
  }
  for (const entry of formerUnits[release]?.split(",") ?? []) spelled.set(termOf(entry), entry);
  return { unitTypes, measuredIn, units, spelled, prefixes: makePrefixes(release) };
}

/** The term before its mark and its symbol. */
function termOf(entry: string): string {
  const symbol = entry.indexOf("=");
  const marked = symbol < 0 ? entry : entry.slice(0, symbol);
  return "*#^".includes(marked.at(-1) ?? "") ? marked.slice(0, -1) : marked;
}

function makePrefixes(release: QuantityRelease): ReadonlyMap<string, Prefix> {
  const prefixes = new Map<string, Prefix>();
  const add = (entry: string, binary: boolean): void => {
    const [term = "", symbol = "", exponent] = entry.split("=");
    const name = term === "deca" && release === 0 ? "deka" : term;
    prefixes.set(name, { symbol, exponent: Number(exponent), binary });
  };
  for (const entry of decimalPrefixes.split(" ")) add(entry, false);
  for (const entry of binaryPrefixes.split(" ")) add(entry, true);
  return prefixes;
}

/** How a unit is shown and what it follows from; undefined when the release has no such unit. */
export function unitDescription(
  release: QuantityRelease,
  term: string,
): UnitDescription | undefined {
  const at = tablesOf(release);
  const [marked = "", symbol, displayName] = at.spelled.get(term)?.split("=") ?? [];
  if (marked === "") return undefined;
  const ratio = ratioOf(at, term);
  const multiple = multipleOf(at, term);
  const base = multiple === undefined ? undefined : unitDescription(release, multiple.base);
  const scale = multiple ?? ownScale(marked, term, ratio?.top);
  return {
    symbol:
      symbol ||
      (multiple && base
        ? `${at.prefixes.get(multiple.prefix)?.symbol}${base.symbol}`
        : quotientSymbol(release, ratio)),
    displayName:
      displayName ?? (multiple && base ? multiple.prefix + base.displayName : inWords(term)),
    ...(scale === undefined ? {} : { scale }),
    ...(ratio === undefined ? {} : { ratio }),
  };
}

function ownScale(marked: string, term: string, top: string | undefined): UnitDescription["scale"] {
  if (marked.endsWith("#")) return { binary: true, base: term };
  if (marked.endsWith("*")) return { binary: false, base: term };
  return marked.endsWith("^") && top !== undefined ? { binary: false, base: top } : undefined;
}

/** `kilometre` is kilo and metre. */
function multipleOf(
  at: Tables,
  term: string,
): { binary: boolean; base: string; prefix: string } | undefined {
  for (const [prefix, { binary }] of at.prefixes) {
    if (!term.startsWith(prefix)) continue;
    const base = lowerFirst(term.slice(prefix.length));
    if (at.units.has(base)) return { binary, base, prefix };
  }
  return undefined;
}

/** Words for units in quotients, where they differ from the term. */
const dividendUnits: ReadonlyMap<string, string> = new Map([
  ["degree", "degreeOfArc"],
  ["revolution", "turn"],
]);

/** `metrePerSecond` is metre by second. */
function ratioOf(at: Tables, term: string): UnitDescription["ratio"] {
  if (term.endsWith("PerSecondSquared")) {
    return { top: term.slice(0, -"Squared".length), bottom: "second" };
  }
  if (term.startsWith("reciprocal")) {
    return { top: "unity", bottom: lowerFirst(term.slice("reciprocal".length)) };
  }
  const [dividend = "", divisor = ""] = term.split("Per");
  const top = dividendUnits.get(dividend) ?? dividend;
  const bottom = lowerFirst(divisor);
  return at.units.has(top) && at.units.has(bottom) ? { top, bottom } : undefined;
}

function quotientSymbol(release: QuantityRelease, ratio: UnitDescription["ratio"]): string {
  if (ratio === undefined) return "";
  const [top, bottom] = [ratio.top, ratio.bottom].map((term) => unitDescription(release, term));
  return `${top?.symbol}/${bottom?.symbol}`;
}

/** `squareMetre` is square metre. */
function inWords(term: string): string {
  return term.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

/**
 * The words of a text that a release knows. A number before a word tells since which release: `mass 1:charge` are two
 * words, of which release 0 knows the first.
 */
export function knownWords(text: string, release: number, separator = " "): string[] {
  const known: string[] = [];
  for (const entry of text === "" ? [] : text.split(separator)) {
    if (entry[1] !== ":") known.push(entry);
    else if (Number(entry[0]) <= release) known.push(entry.slice(2));
  }
  return known;
}
