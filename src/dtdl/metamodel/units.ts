/**
 * Words that came with the DTDL v2 core, those that quantitativeTypes;1 added (version 2 has the same words), and
 * those that quantitativeTypes;3 added. Words of one column are separated by spaces; empty columns at the end are
 * left out.
 */
export type WordsBySource = readonly [v2?: string, added1?: string, added3?: string];

/** One kind of unit: the semantic types measured in it, and the units themselves. */
export interface UnitTypeRow {
  readonly type: string;
  readonly measures: WordsBySource;
  readonly units: WordsBySource;
}

/** All unit types of the v2 core and of the quantitativeTypes extension. */
export const unitTypeRows: readonly UnitTypeRow[] = [
  {
    type: "AccelerationUnit",
    measures: ["Acceleration"],
    units: [
      "centimetrePerSecondSquared gForce metrePerSecondSquared",
      "",
      "kilometrePerSecondSquared millimetrePerSecondSquared",
    ],
  },
  {
    type: "AngleUnit",
    measures: ["Angle Latitude Longitude"],
    units: ["degreeOfArc minuteOfArc radian secondOfArc turn"],
  },
  {
    type: "AngularAccelerationUnit",
    measures: ["AngularAcceleration"],
    units: ["radianPerSecondSquared"],
  },
  {
    type: "AngularVelocityUnit",
    measures: ["AngularVelocity"],
    units: ["degreePerSecond radianPerSecond revolutionPerMinute revolutionPerSecond"],
  },
  {
    type: "ApparentEnergyUnit",
    measures: ["", "ApparentEnergy"],
    units: [
      "",
      "gigavoltAmpereHour kilovoltAmpereHour megavoltAmpereHour voltAmpereHour",
      "millivoltAmpereHour",
    ],
  },
  {
    type: "ApparentPowerUnit",
    measures: ["", "ApparentPower"],
    units: ["", "gigavoltAmpere kilovoltAmpere megavoltAmpere millivoltAmpere voltAmpere"],
  },
  {
    type: "AreaUnit",
    measures: ["Area"],
    units: [
      "acre hectare squareCentimetre squareFoot squareInch squareKilometre squareMetre squareMillimetre",
    ],
  },
  {
    type: "CapacitanceUnit",
    measures: ["Capacitance"],
    units: ["farad microfarad millifarad nanofarad picofarad"],
  },
  {
    type: "ChargeUnit",
    measures: ["ElectricCharge"],
    units: ["coulomb", "ampereHour milliampereHour"],
  },
  {
    type: "CurrentUnit",
    measures: ["Current"],
    units: ["ampere microampere milliampere", "kiloampere", "nanoampere picoampere"],
  },
  {
    type: "DataRateUnit",
    measures: ["DataRate"],
    units: [
      "bitPerSecond bytePerSecond exbibitPerSecond exbibytePerSecond gibibitPerSecond gibibytePerSecond kibibitPerSecond kibibytePerSecond mebibitPerSecond mebibytePerSecond tebibitPerSecond tebibytePerSecond yobibitPerSecond yobibytePerSecond zebibitPerSecond zebibytePerSecond",
    ],
  },
  {
    type: "DataSizeUnit",
    measures: ["DataSize"],
    units: [
      "bit byte exbibit exbibyte gibibit gibibyte kibibit kibibyte mebibit mebibyte tebibit tebibyte yobibit yobibyte zebibit zebibyte",
    ],
  },
  {
    type: "DensityUnit",
    measures: ["Density Humidity"],
    units: [
      "gramPerCubicMetre kilogramPerCubicMetre",
      "microgramPerCubicMetre milligramPerCubicMetre",
    ],
  },
  {
    type: "DynamicViscosityUnit",
    measures: ["", "", "DynamicViscosity"],
    units: ["", "", "centipoise millipascalSecond millipoise pascalSecond poise"],
  },
  {
    type: "EnergyUnit",
    measures: ["Energy"],
    units: [
      "electronvolt gigajoule joule kilojoule kilowattHour megaelectronvolt megajoule",
      "britishThermalUnit gigawattHour kiloBritishThermalUnit megawattHour milliwattHour terawattHour wattHour",
    ],
  },
  { type: "ForceUnit", measures: ["Force Thrust"], units: ["newton ounce pound ton"] },
  {
    type: "FrequencyUnit",
    measures: ["Frequency"],
    units: ["gigahertz hertz kilohertz megahertz", "millihertz"],
  },
  {
    type: "GasLeakageRateUnit",
    measures: ["", "", "GasLeakageRate"],
    units: [
      "",
      "",
      "decapascalCubicMetrePerSecond hectopascalCubicMetrePerSecond kilopascalCubicMetrePerSecond pascalCubicMetrePerSecond",
    ],
  },
  { type: "IlluminanceUnit", measures: ["Illuminance"], units: ["footcandle lux"] },
  { type: "InductanceUnit", measures: ["Inductance"], units: ["henry microhenry millihenry"] },
  {
    type: "IonizingRadiationDoseUnit",
    measures: ["", "IonizingRadiationDose"],
    units: ["", "gray microgray microsievert milligray millisievert sievert"],
  },
  { type: "IrradianceUnit", measures: ["", "Irradiance"], units: ["", "wattPerSquareMetre"] },
  {
    type: "KinematicViscosityUnit",
    measures: ["", "", "KinematicViscosity"],
    units: ["", "", "centistokes squareMetrePerSecond stokes"],
  },
  {
    type: "LengthUnit",
    measures: ["Distance Length"],
    units: [
      "astronomicalUnit centimetre foot inch kilometre metre micrometre mile millimetre nanometre nauticalMile",
    ],
  },
  { type: "LuminanceUnit", measures: ["Luminance"], units: ["candelaPerSquareMetre"] },
  { type: "LuminousFluxUnit", measures: ["LuminousFlux"], units: ["lumen"] },
  { type: "LuminousIntensityUnit", measures: ["LuminousIntensity"], units: ["candela"] },
  { type: "MagneticFluxUnit", measures: ["MagneticFlux"], units: ["maxwell weber"] },
  { type: "MagneticInductionUnit", measures: ["MagneticInduction"], units: ["tesla", "gauss"] },
  {
    type: "MassFlowRateUnit",
    measures: ["MassFlowRate"],
    units: ["gramPerHour gramPerSecond kilogramPerHour kilogramPerSecond", "massPoundPerHour"],
  },
  {
    type: "MassUnit",
    measures: ["Mass"],
    units: ["gram kilogram microgram milligram slug tonne", "massPound"],
  },
  {
    type: "PowerUnit",
    measures: ["Luminosity Power", "EnergyRate"],
    units: [
      "gigawatt horsepower kilowatt kilowattHourPerYear megawatt microwatt milliwatt watt",
      "britishThermalUnitPerHour gigajoulePerHour joulePerHour joulePerSecond kiloBritishThermalUnitPerHour kilojoulePerHour kilojoulePerSecond megajoulePerHour tonOfRefrigeration",
    ],
  },
  {
    type: "PressureUnit",
    measures: ["Pressure"],
    units: [
      "bar inchesOfMercury inchesOfWater kilopascal millibar millimetresOfMercury pascal poundPerSquareInch",
      "decapascal hectopascal",
    ],
  },
  {
    type: "RadioactivityUnit",
    measures: ["", "Radioactivity"],
    units: ["", "becquerel gigabecquerel kilobecquerel megabecquerel"],
  },
  {
    type: "ReactiveEnergyUnit",
    measures: ["", "ReactiveEnergy"],
    units: [
      "",
      "gigavoltAmpereReactiveHour kilovoltAmpereReactiveHour megavoltAmpereReactiveHour voltAmpereReactiveHour",
    ],
  },
  {
    type: "ReactivePowerUnit",
    measures: ["", "ReactivePower"],
    units: [
      "",
      "gigavoltAmpereReactive kilovoltAmpereReactive megavoltAmpereReactive millivoltAmpereReactive voltAmpereReactive",
    ],
  },
  {
    type: "ReciprocalLengthUnit",
    measures: ["", "", "ReciprocalLength"],
    units: [
      "",
      "",
      "reciprocalCentimetre reciprocalKilometre reciprocalMetre reciprocalMicrometre reciprocalMillimetre reciprocalNanometre",
    ],
  },
  {
    type: "ReciprocalTimeUnit",
    measures: ["", "", "ReciprocalTime"],
    units: ["", "", "reciprocalMinute reciprocalSecond"],
  },
  { type: "ResistanceUnit", measures: ["Resistance"], units: ["kiloohm megaohm milliohm ohm"] },
  { type: "SoundPressureUnit", measures: ["SoundPressure"], units: ["bel decibel"] },
  {
    type: "TemperatureUnit",
    measures: ["Temperature"],
    units: ["degreeCelsius degreeFahrenheit kelvin"],
  },
  {
    type: "TimeUnit",
    measures: ["TimeSpan"],
    units: ["day hour microsecond millisecond minute nanosecond second year"],
  },
  { type: "TorqueUnit", measures: ["Torque"], units: ["newtonMetre"] },
  {
    type: "Unitless",
    measures: [
      "RelativeHumidity",
      "Concentration RelativeDensity",
      "Efficiency RelativeMeasure Scale Throttle",
    ],
    units: [
      "percent unity",
      "partsPerBillion partsPerMillion partsPerQuadrillion partsPerTrillion",
    ],
  },
  {
    type: "VelocityUnit",
    measures: ["Velocity"],
    units: [
      "centimetrePerSecond kilometrePerHour kilometrePerSecond knot metrePerHour metrePerSecond milePerHour milePerSecond",
      "",
      "millimetrePerSecond",
    ],
  },
  {
    type: "VoltageUnit",
    measures: ["Voltage"],
    units: ["kilovolt megavolt microvolt millivolt volt"],
  },
  {
    type: "VolumeFlowRateUnit",
    measures: ["VolumeFlowRate"],
    units: [
      "litrePerHour litrePerSecond millilitrePerHour millilitrePerSecond",
      "cubicFootPerMinute cubicMetrePerHour cubicMetrePerMinute cubicMetrePerSecond gallonPerHour gallonPerMinute litrePerMinute millilitrePerMinute",
      "cubicCentimetrePerMinute cubicCentimetrePerSecond",
    ],
  },
  {
    type: "VolumeUnit",
    measures: ["Volume"],
    units: ["cubicCentimetre cubicFoot cubicInch cubicMetre fluidOunce gallon litre millilitre"],
  },
];

/** Prefixes of units; v2 writes `deka`, the extension `deca`. */
export const unitPrefixes: string =
  "atto centi deci exa exbi femto gibi giga hecto kibi kilo mebi mega micro milli nano pebi peta pico tebi tera yobi yocto yotta zebi zepto zetta";
