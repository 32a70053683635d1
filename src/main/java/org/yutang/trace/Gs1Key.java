package org.yutang.trace;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yutang.kernel.Refusal;

/// One GS1 key, read from and written as an EPC URI or a GS1 Digital Link URI.
///
/// Both forms of one key are equal in [#link], its canonical form, by which the house compares
/// things. Only the EPC URI tells where the company's part ends; a key that came as a link has no
/// EPC URI.
///
/// @param key the key as its digits (or signs) stand in a barcode, with check digits
/// @param serial serial, lot or extension; empty where there is none. Plain signs, not escaped
/// @param prefixLength how many digits the company prefix has, where that is known
public record Gs1Key(Gs1Kind kind, String key, String serial, OptionalInt prefixLength) {

  /// Where canonical links live.
  public static final String HOME = "https://id.gs1.org";

  private static final String URN = "urn:epc:";

  /// Signs of serials (GS1 General Specifications, figure 7.11-1: set 82).
  private static final String SIGNS = "!\"%&'()*+,-./:;<=>?_";

  /// Of those, what is escaped in both forms.
  private static final String ESCAPED = "\"%&/<>?";

  /// Reads either form.
  ///
  /// @throws Refusal [TraceRefusal#BAD_KEY], [TraceRefusal#CHECK_DIGIT]
  public static Gs1Key parse(String uri) {
    if (uri.startsWith(URN)) return ofUrn(uri);
    return Gs1Link.read(uri).orElseThrow(() -> bad(uri, "form"));
  }

  /// Reads what is meant as a GS1 key; empty for identifiers of others, such as private URIs.
  ///
  /// @throws Refusal for what names GS1 as its home and is wrong
  public static Optional<Gs1Key> find(String uri) {
    if (uri.startsWith(URN)) {
      int colon = schemeEnd(uri);
      boolean known = colon > 0 && Gs1Kind.ofScheme(uri.substring(URN.length(), colon)).isPresent();
      return known ? Optional.of(ofUrn(uri)) : Optional.empty();
    }
    if (!uri.startsWith("http")) return Optional.empty();
    if (uri.startsWith(HOME + "/")) return Gs1Link.read(uri);
    try {
      return Gs1Link.read(uri);
    } catch (Refusal others) {
      return Optional.empty(); // somebody's own address that only looks like one
    }
  }

  /// The form in which identifiers are compared: the canonical link of a GS1 key, anything else as
  /// it is.
  public static String canonical(String uri) {
    return find(uri).map(Gs1Key::link).orElse(uri);
  }

  /// The canonical link of an EPC URI; anything else, links of others included, as it is.
  public static String asLink(String uri) {
    return uri.startsWith(URN) ? canonical(uri) : uri;
  }

  /// Adds a check digit: weights 3 and 1 from the right (GS1 General Specifications, 7.9.1).
  public static char checkDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int weight = (digits.length() - i) % 2 == 1 ? 3 : 1;
      sum += weight * (digits.charAt(i) - '0');
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }

  /// The canonical GS1 Digital Link URI.
  public String link() {
    StringBuilder link = new StringBuilder(64);
    link.append(HOME).append('/').append(kind.identifier()).append('/');
    if (kind == Gs1Kind.GRAI || kind == Gs1Kind.GRAI_CLASS) link.append('0');
    link.append(escaped(key));
    if (serial.isEmpty()) return link.toString();
    if (!kind.serialFollows()) link.append('/').append(kind.qualifier()).append('/');
    return link.append(escaped(serial)).toString();
  }

  /// The EPC URI, where the company prefix is known.
  public Optional<String> urn() {
    if (prefixLength.isEmpty()) return Optional.empty();
    int prefix = prefixLength.getAsInt();
    StringBuilder urn = new StringBuilder(URN).append(kind.scheme()).append(':');
    switch (kind.body()) {
      case PLAIN -> urn.append(key, 0, prefix).append('.').append(escaped(key.substring(prefix)));
      case CHECKED -> urn.append(key, 0, prefix).append('.').append(key, prefix, key.length() - 1);
      case INDICATED ->
          urn.append(key, 1, 1 + prefix)
              .append('.')
              .append(key.charAt(0))
              .append(key, 1 + prefix, key.length() - 1);
      case PIECE ->
          urn.append(key, 1, 1 + prefix)
              .append('.')
              .append(key.charAt(0))
              .append(key, 1 + prefix, 13)
              .append('.')
              .append(key, 14, 16)
              .append('.')
              .append(key, 16, 18);
    }
    if (kind.isPattern()) urn.append(".*");
    else if (kind == Gs1Kind.SGLN) urn.append('.').append(serial.isEmpty() ? "0" : escaped(serial));
    else if (kind.hasSerial()) urn.append('.').append(escaped(serial));
    return Optional.of(urn.toString());
  }

  private static Gs1Key ofUrn(String uri) {
    int colon = schemeEnd(uri);
    Gs1Kind kind =
        (colon < 0
                ? Optional.<Gs1Kind>empty()
                : Gs1Kind.ofScheme(uri.substring(URN.length(), colon)))
            .orElseThrow(() -> bad(uri, "scheme"));
    String rest = uri.substring(colon + 1);
    if (kind.isPattern()) {
      if (!rest.endsWith(".*")) throw bad(uri, "pattern");
      rest = rest.substring(0, rest.length() - 2);
    }
    int dot = rest.indexOf('.');
    if (dot < 0) throw bad(uri, "parts");
    String prefix = rest.substring(0, dot);
    if (!isDigits(prefix) || prefix.length() < 4 || prefix.length() > 12) throw bad(uri, "prefix");
    String reference = rest.substring(dot + 1);
    String serial = "";
    if (kind.body() == Gs1Kind.Body.PIECE) {
      String[] parts = reference.split("\\.", kind.hasSerial() ? 4 : 3);
      if (parts.length != (kind.hasSerial() ? 4 : 3)) throw bad(uri, "parts");
      reference = parts[0] + parts[1] + parts[2];
      if (parts[1].length() != 2 || parts[2].length() != 2) throw bad(uri, "length");
      if (kind.hasSerial()) serial = parts[3];
    } else if (kind.hasSerial()) {
      int end = reference.indexOf('.');
      if (end < 0) throw bad(uri, "parts");
      serial = reference.substring(end + 1);
      reference = reference.substring(0, end);
    }
    serial = unescaped(serial, uri);
    if (kind == Gs1Kind.SGLN && serial.equals("0")) serial = "";
    else requireSerial(kind, serial, uri);
    return new Gs1Key(
        kind, key(kind, prefix, reference, uri), serial, OptionalInt.of(prefix.length()));
  }

  /// Where `id:sgtin` ends; negative where it does not.
  private static int schemeEnd(String uri) {
    int first = uri.indexOf(':', URN.length());
    return first < 0 ? -1 : uri.indexOf(':', first + 1);
  }

  private static String key(Gs1Kind kind, String prefix, String reference, String uri) {
    if (kind.body() == Gs1Kind.Body.PLAIN) {
      String key = prefix + unescaped(reference, uri);
      requirePlain(kind, key, uri);
      return key;
    }
    if (!isDigits(prefix + reference) || prefix.length() + reference.length() != kind.length())
      throw bad(uri, "length");
    return switch (kind.body()) {
      case INDICATED -> {
        if (reference.isEmpty()) throw bad(uri, "length");
        String digits = reference.charAt(0) + prefix + reference.substring(1);
        yield digits + checkDigit(digits);
      }
      case PIECE -> {
        int gtin = reference.length() - 4;
        if (gtin < 1) throw bad(uri, "length");
        String digits = reference.charAt(0) + prefix + reference.substring(1, gtin);
        yield digits + checkDigit(digits) + reference.substring(gtin);
      }
      case CHECKED -> prefix + reference + checkDigit(prefix + reference);
      case PLAIN -> throw new IllegalStateException();
    };
  }

  static void requirePlain(Gs1Kind kind, String key, String uri) {
    boolean part = kind == Gs1Kind.CPI || kind == Gs1Kind.CPI_CLASS;
    if (key.length() < 5 || key.length() > kind.length()) throw bad(uri, "length");
    for (int i = 0; i < key.length(); i++) {
      char sign = key.charAt(i);
      boolean fits =
          part ? isDigit(sign) || isCapital(sign) || "#-/".indexOf(sign) >= 0 : isSign(sign);
      if (!fits) throw bad(uri, "signs");
    }
  }

  static void requireSerial(Gs1Kind kind, String serial, String uri) {
    if (kind.hasSerial() == serial.isEmpty()) throw bad(uri, "serial");
    if (serial.length() > kind.serialLength()) throw bad(uri, "length");
    boolean digits = kind == Gs1Kind.CPI || kind == Gs1Kind.SGCN;
    if (digits && !isDigits(serial)) throw bad(uri, "signs");
    for (int i = 0; i < serial.length(); i++)
      if (!isSign(serial.charAt(i))) throw bad(uri, "signs");
  }

  static void requireCheckDigit(String digits, String uri) {
    char expected = checkDigit(digits.substring(0, digits.length() - 1));
    if (digits.charAt(digits.length() - 1) != expected)
      throw new Refusal(
          TraceRefusal.CHECK_DIGIT, Map.of("key", uri, "expected", String.valueOf(expected)));
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  private static boolean isDigit(char sign) {
    return sign >= '0' && sign <= '9';
  }

  private static boolean isCapital(char sign) {
    return sign >= 'A' && sign <= 'Z';
  }

  private static boolean isSign(char sign) {
    return isDigit(sign)
        || isCapital(sign)
        || isCapital((char) (sign - ('a' - 'A')))
        || SIGNS.indexOf(sign) >= 0;
  }

  private static String escaped(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean escape = ESCAPED.indexOf(sign) >= 0 || sign == '#';
      if (escape && out == null) out = new StringBuilder(text.length() + 8).append(text, 0, i);
      if (out == null) continue;
      if (escape) out.append('%').append(String.format(java.util.Locale.ROOT, "%02X", (int) sign));
      else out.append(sign);
    }
    return out == null ? text : out.toString();
  }

  static String unescaped(String text, String uri) {
    if (text.indexOf('%') < 0) return text;
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign != '%') {
        out.append(sign);
        continue;
      }
      if (i + 2 >= text.length()) throw bad(uri, "signs");
      int high = Character.digit(text.charAt(i + 1), 16);
      int low = Character.digit(text.charAt(i + 2), 16);
      if (high < 0 || low < 0) throw bad(uri, "signs");
      out.append((char) (high * 16 + low));
      i += 2;
    }
    return out.toString();
  }

  static Refusal bad(String uri, String problem) {
    return new Refusal(TraceRefusal.BAD_KEY, Map.of("key", uri, "problem", problem));
  }
}
