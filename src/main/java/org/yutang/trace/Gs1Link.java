package org.yutang.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads GS1 Digital Link URIs, of any host and below any path.
final class Gs1Link {

  private Gs1Link() {}

  /// Empty where no part of the path is the application identifier of a key.
  ///
  /// @throws org.yutang.kernel.Refusal where one is and what follows cannot be
  static Optional<Gs1Key> read(String uri) {
    int scheme = uri.indexOf("://");
    if (scheme < 0) return Optional.empty();
    int path = uri.indexOf('/', scheme + 3);
    if (path < 0) return Optional.empty();
    int end = uri.length();
    for (int i = path; i < end; i++)
      if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
        end = i;
        break;
      }
    List<String> parts = parts(uri, path, end);
    for (int i = 0; i + 1 < parts.size(); i++)
      if (isKey(parts.get(i)))
        return Optional.of(key(parts.get(i), parts.subList(i + 1, parts.size()), uri));
    return Optional.empty();
  }

  private static List<String> parts(String uri, int from, int end) {
    List<String> parts = new ArrayList<>(6);
    int start = from + 1;
    for (int i = start; i <= end; i++)
      if (i == end || uri.charAt(i) == '/') {
        if (i > start || i < end) parts.add(uri.substring(start, i));
        start = i + 1;
      }
    return parts;
  }

  private static boolean isKey(String identifier) {
    return switch (identifier) {
      case "00", "01", "253", "255", "401", "402", "414", "417", "8003", "8004", "8006", "8010" ->
          true;
      case "8017", "8018" -> true;
      default -> false;
    };
  }

  private static Gs1Key key(String identifier, List<String> rest, String uri) {
    String value = Gs1Key.unescaped(rest.getFirst(), uri);
    String lot = "";
    String serial = "";
    String controlled = "";
    for (int i = 1; i < rest.size(); i += 2) {
      if (i + 1 >= rest.size()) throw Gs1Key.bad(uri, "parts");
      String each = Gs1Key.unescaped(rest.get(i + 1), uri);
      switch (rest.get(i)) {
        case "10" -> lot = each;
        case "21", "254", "8011" -> serial = each;
        case "235" -> controlled = each;
        case "22" -> {} // a consumer product variant does not change what a thing is
        default -> throw Gs1Key.bad(uri, "parts");
      }
    }
    return switch (identifier) {
      case "01" -> {
        String gtin = padded(value);
        if (!controlled.isEmpty()) yield made(Gs1Kind.UPUI, gtin, controlled, uri);
        if (!serial.isEmpty()) yield made(Gs1Kind.SGTIN, gtin, serial, uri);
        yield made(lot.isEmpty() ? Gs1Kind.GTIN : Gs1Kind.LGTIN, gtin, lot, uri);
      }
      case "00" -> made(Gs1Kind.SSCC, value, "", uri);
      case "414" -> made(Gs1Kind.SGLN, value, serial.equals("0") ? "" : serial, uri);
      case "417" -> made(Gs1Kind.PGLN, value, "", uri);
      case "8006" -> made(serial.isEmpty() ? Gs1Kind.ITIP_CLASS : Gs1Kind.ITIP, value, serial, uri);
      case "8010" -> made(serial.isEmpty() ? Gs1Kind.CPI_CLASS : Gs1Kind.CPI, value, serial, uri);
      case "8003" -> {
        if (!value.startsWith("0")) throw Gs1Key.bad(uri, "length");
        yield followed(Gs1Kind.GRAI, Gs1Kind.GRAI_CLASS, value.substring(1), uri);
      }
      case "253" -> followed(Gs1Kind.GDTI, Gs1Kind.GDTI_CLASS, value, uri);
      case "255" -> followed(Gs1Kind.SGCN, Gs1Kind.SGCN_CLASS, value, uri);
      case "8004" -> made(Gs1Kind.GIAI, value, "", uri);
      case "8018" -> made(Gs1Kind.GSRN, value, "", uri);
      case "8017" -> made(Gs1Kind.GSRNP, value, "", uri);
      case "401" -> made(Gs1Kind.GINC, value, "", uri);
      case "402" -> made(Gs1Kind.GSIN, value, "", uri);
      default -> throw new IllegalStateException(identifier);
    };
  }

  /// A GTIN-8, -12 or -13 gets zeros in front.
  private static String padded(String gtin) {
    return switch (gtin.length()) {
      case 8, 12, 13 -> "0".repeat(14 - gtin.length()) + gtin;
      default -> gtin;
    };
  }

  private static Gs1Key followed(Gs1Kind single, Gs1Kind any, String value, String uri) {
    if (value.length() < 13) throw Gs1Key.bad(uri, "length");
    String serial = value.substring(13);
    return made(serial.isEmpty() ? any : single, value.substring(0, 13), serial, uri);
  }

  private static Gs1Key made(Gs1Kind kind, String key, String serial, String uri) {
    switch (kind.body()) {
      case PLAIN -> Gs1Key.requirePlain(kind, key, uri);
      case CHECKED, INDICATED -> {
        if (!Gs1Key.isDigits(key) || key.length() != kind.length() + 1)
          throw Gs1Key.bad(uri, "length");
        Gs1Key.requireCheckDigit(key, uri);
      }
      case PIECE -> {
        if (!Gs1Key.isDigits(key) || key.length() != kind.length() + 1)
          throw Gs1Key.bad(uri, "length");
        Gs1Key.requireCheckDigit(key.substring(0, 14), uri);
      }
    }
    if (kind != Gs1Kind.SGLN || !serial.isEmpty()) Gs1Key.requireSerial(kind, serial, uri);
    return new Gs1Key(kind, key, serial, OptionalInt.empty());
  }
}
