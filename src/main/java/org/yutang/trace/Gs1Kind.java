package org.yutang.trace;

import java.util.Optional;

/// The GS1 keys that events name things by, with their forms: the scheme of the EPC URI (GS1 EPC
/// Tag Data Standard 2.0, section 6) and the application identifiers of the GS1 Digital Link URI
/// (GS1 General Specifications, section 3; GS1 Digital Link URI Syntax 1.2).
///
/// A *class* is any piece of a kind: a product, a lot, a type of crate. All others are single
/// things, places, parties or documents.
public enum Gs1Kind {
  SGTIN("id:sgtin", "01", Body.INDICATED, 13, "21", 20),
  /// A product's third-party controlled serial.
  UPUI("id:upui", "01", Body.INDICATED, 13, "235", 28),
  LGTIN("class:lgtin", "01", Body.INDICATED, 13, "10", 20),
  GTIN("idpat:sgtin", "01", Body.INDICATED, 13, "", 0),
  ITIP("id:itip", "8006", Body.PIECE, 17, "21", 20),
  ITIP_CLASS("idpat:itip", "8006", Body.PIECE, 17, "", 0),
  SSCC("id:sscc", "00", Body.INDICATED, 17, "", 0),
  SGLN("id:sgln", "414", Body.CHECKED, 12, "254", 20),
  PGLN("id:pgln", "417", Body.CHECKED, 12, "", 0),
  GRAI("id:grai", "8003", Body.CHECKED, 12, null, 16),
  GRAI_CLASS("idpat:grai", "8003", Body.CHECKED, 12, "", 0),
  GDTI("id:gdti", "253", Body.CHECKED, 12, null, 17),
  GDTI_CLASS("idpat:gdti", "253", Body.CHECKED, 12, "", 0),
  SGCN("id:sgcn", "255", Body.CHECKED, 12, null, 12),
  SGCN_CLASS("idpat:sgcn", "255", Body.CHECKED, 12, "", 0),
  GIAI("id:giai", "8004", Body.PLAIN, 30, "", 0),
  GSRN("id:gsrn", "8018", Body.CHECKED, 17, "", 0),
  GSRNP("id:gsrnp", "8017", Body.CHECKED, 17, "", 0),
  CPI("id:cpi", "8010", Body.PLAIN, 30, "8011", 12),
  CPI_CLASS("idpat:cpi", "8010", Body.PLAIN, 30, "", 0),
  GINC("id:ginc", "401", Body.PLAIN, 30, "", 0),
  GSIN("id:gsin", "402", Body.CHECKED, 16, "", 0);

  /// How company prefix and reference make the key.
  enum Body {
    /// Digits and a check digit.
    CHECKED,
    /// As [#CHECKED], where the reference's first digit, the indicator or extension, comes first.
    INDICATED,
    /// A GTIN, then two digits of the piece and two of how many there are.
    PIECE,
    /// Signs without check digit.
    PLAIN
  }

  private final String scheme;
  private final String identifier;
  private final Body body;
  private final int length;
  private final @org.jspecify.annotations.Nullable String qualifier;
  private final int serialLength;

  /// @param length digits without the check digit, or the most signs of a [Body#PLAIN] one
  /// @param qualifier the application identifier of the serial; empty where there is no serial,
  ///   null where it follows the key at once
  Gs1Kind(
      String scheme,
      String identifier,
      Body body,
      int length,
      @org.jspecify.annotations.Nullable String qualifier,
      int serialLength) {
    this.scheme = scheme;
    this.identifier = identifier;
    this.body = body;
    this.length = length;
    this.qualifier = qualifier;
    this.serialLength = serialLength;
  }

  /// Such as `id:sgtin`: what stands between `urn:epc:` and the next colon.
  public String scheme() {
    return scheme;
  }

  /// The application identifier, such as `01`.
  public String identifier() {
    return identifier;
  }

  Body body() {
    return body;
  }

  int length() {
    return length;
  }

  /// Whether the serial follows the key without an identifier of its own.
  boolean serialFollows() {
    return qualifier == null;
  }

  String qualifier() {
    return qualifier == null ? "" : qualifier;
  }

  int serialLength() {
    return serialLength;
  }

  /// Whether it names any piece of a kind, not one thing.
  public boolean isClass() {
    return scheme.startsWith("class:") || isPattern();
  }

  /// Whether its EPC URI is a pattern that ends in `.*`.
  boolean isPattern() {
    return scheme.startsWith("idpat:");
  }

  /// Whether an EPC URI of this kind has a serial part.
  boolean hasSerial() {
    return serialLength > 0;
  }

  static Optional<Gs1Kind> ofScheme(String scheme) {
    for (Gs1Kind kind : values()) if (kind.scheme.equals(scheme)) return Optional.of(kind);
    return Optional.empty();
  }
}
