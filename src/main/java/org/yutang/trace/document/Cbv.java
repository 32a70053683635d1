package org.yutang.trace.document;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The words of the Core Business Vocabulary 2.0 (sections 7.1 to 7.6) and of the GS1 Web
/// Vocabulary that EPCIS uses, and their forms: bare in JSON, `urn:epcglobal:cbv:…` in XML, a web
/// URI in hashes.
enum Cbv {
  BIZ_STEP(
      "https://ref.gs1.org/cbv/BizStep-",
      "urn:epcglobal:cbv:bizstep:",
      """
      accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing destroying
      disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing picking receiving removing
      repackaging repairing replacing reserving retail_selling shipping staging_outbound stock_taking stocking storing transporting unloading
      unpacking void_shipping sensor_reporting sampling
      """),
  DISPOSITION(
      "https://ref.gs1.org/cbv/Disp-",
      "urn:epcglobal:cbv:disp:",
      """
      active available completeness_verified completeness_inferred conformant container_closed container_open damaged destroyed dispensed disposed
      encoded expired in_progress in_transit inactive mismatch_instance mismatch_class mismatch_quantity needs_replacement no_pedigree_match
      non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible
      stolen unavailable unknown
      """),
  TRANSACTION(
      "https://ref.gs1.org/cbv/BTT-",
      "urn:epcglobal:cbv:btt:",
      "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"),
  SOURCE(
      "https://ref.gs1.org/cbv/SDT-",
      "urn:epcglobal:cbv:sdt:",
      "owning_party possessing_party location"),
  ERROR("https://ref.gs1.org/cbv/ER-", "urn:epcglobal:cbv:er:", "did_not_occur incorrect_data"),
  COMPONENT(
      "https://ref.gs1.org/cbv/Comp-",
      "cbv:Comp-",
      """
      x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude altitude
      """),
  MEASUREMENT(
      "https://gs1.org/voc/",
      "gs1:",
      """
      AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance AmountOfSubstancePerUnitVolume Angle
      AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
      DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force
      Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
      MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
      MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed
      SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber
      """),
  ALERT("https://gs1.org/voc/", "gs1:", "ALARM_CONDITION ERROR_CONDITION");

  private final String web;
  private final String urn;
  private final Set<String> words;

  Cbv(String web, String urn, String words) {
    this.web = web;
    this.urn = urn;
    this.words = Set.of(words.strip().split("\\s+"));
  }

  /// What an event keeps for a value: the bare word of the standard, or somebody's own URI.
  ///
  /// @param xml where the standard's words are written as URNs, which JSON does not know
  /// @return empty for what is neither
  Optional<String> word(String value, boolean xml) {
    if (!xml && words.contains(value)) return Optional.of(value);
    for (String start : new String[] {web, shortWeb(), oldWeb()})
      if (!start.isEmpty() && value.startsWith(start))
        return Optional.of(value.substring(start.length())).filter(words::contains);
    boolean gs1 = this == MEASUREMENT || this == ALERT || this == COMPONENT;
    if (value.startsWith(urn) && (xml || gs1)) {
      String word = value.substring(urn.length());
      if (words.contains(word)) return Optional.of(word);
      if (!gs1) return Optional.empty();
    }
    String lower = value.toLowerCase(Locale.ROOT);
    boolean foreign =
        !lower.startsWith("urn:epcglobal:cbv")
            && !lower.startsWith("https://ns.gs1.org/cbv/")
            && !lower.startsWith("http://ns.gs1.org/cbv/");
    return foreign && Uris.isUri(value) ? Optional.of(value) : Optional.empty();
  }

  private String shortWeb() {
    return web.startsWith("https://ref.gs1.org/cbv/")
        ? "cbv:" + web.substring("https://ref.gs1.org/cbv/".length())
        : "";
  }

  private String oldWeb() {
    return this == MEASUREMENT || this == ALERT ? "https://www.gs1.org/voc/" : "";
  }

  List<String> words() {
    return words.stream().sorted().toList();
  }

  /// As XML has it.
  String xml(String word) {
    return words.contains(word) ? urn + word : word;
  }

  /// As hashes have it.
  String web(String word) {
    return words.contains(word) ? web + word : word;
  }
}
