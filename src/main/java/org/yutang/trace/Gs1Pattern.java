package org.yutang.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;

/// A pattern of EPC URIs (GS1 EPC Tag Data Standard 2.0, section 8), as questions use it:
/// `urn:epc:idpat:sgtin:0614141.107346.*` is all pieces of a product,
/// `urn:epc:idpat:sgtin:0614141.*.*` all those of a company. Stars stand at the end only.
///
/// @param company digits that stand in every identifier that fits, whatever its form
/// @param product the link of the product whose pieces alone fit, if it says one
/// @param things a regular expression of single things that fit, as URN or as link
/// @param classes the same of kinds of things
public record Gs1Pattern(String company, Optional<String> product, String things, String classes) {

  private static final String START = "urn:epc:idpat:";
  private static final String SIGNS = "[^/?#]+";
  private static final String END = "([?#].*)?$";

  /// Whether it is meant as one.
  public static boolean isPattern(String uri) {
    return uri.startsWith(START);
  }

  /// @throws Refusal [TraceRefusal#BAD_KEY]
  public static Gs1Pattern parse(String uri) {
    int colon = uri.indexOf(':', START.length());
    if (!isPattern(uri) || colon < 0) throw Gs1Key.bad(uri, "pattern");
    String scheme = uri.substring(START.length(), colon);
    Gs1Kind kind = Gs1Kind.ofScheme("id:" + scheme).orElseThrow(() -> Gs1Key.bad(uri, "scheme"));
    List<String> parts = List.of(uri.substring(colon + 1).split("\\.", 10));
    String company = parts.getFirst();
    if (!company.matches("\\d{4,12}")) throw Gs1Key.bad(uri, "prefix");
    int references = kind.body() == Gs1Kind.Body.PIECE ? 3 : 1;
    if (parts.size() != 1 + references + (kind.hasSerial() ? 1 : 0)) throw Gs1Key.bad(uri, "parts");
    int open = parts.indexOf("*");
    boolean starsLast =
        open > 0 && parts.subList(open, parts.size()).stream().allMatch("*"::equals);
    boolean any = open == 1;
    if (!starsLast || !(any || open == 1 + references)) throw Gs1Key.bad(uri, "pattern");
    Optional<String> product =
        any || !kind.identifier().equals("01")
            ? Optional.empty()
            : Optional.of(Gs1Key.HOME + "/01/" + key(scheme, parts, open, uri));
    String key = any ? anyKey(kind, company, uri) : escaped(key(scheme, parts, open, uri));
    String link = "/" + kind.identifier() + "/" + (kind == Gs1Kind.GRAI ? "0" : "") + key;
    String urn = urn(parts);
    return new Gs1Pattern(
        company,
        product,
        "^urn:epc:id:" + scheme + ":" + urn + "$|" + link + serial(kind) + END,
        "^urn:epc:idpat:" + scheme + ":" + urn + "$|" + link + END);
  }

  private static String urn(List<String> parts) {
    StringBuilder urn = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String open = i == parts.size() - 1 ? ".+" : "[^.]+";
      urn.append(i == 0 ? "" : "\\.")
          .append(parts.get(i).equals("*") ? open : escaped(parts.get(i)));
    }
    return urn.toString();
  }

  /// The key that the fixed parts make, with its check digit.
  private static String key(String scheme, List<String> parts, int open, String uri) {
    String fixed = String.join(".", parts.subList(0, open));
    try {
      return Gs1Key.parse("urn:epc:id:" + scheme + ":" + fixed + ".1").key();
    } catch (Refusal why) {
      throw new Refusal(why.code(), Map.of("key", uri, "problem", why.facts().get("problem")));
    }
  }

  private static String anyKey(Gs1Kind kind, String company, String uri) {
    int digits = kind.length() + 1 - company.length();
    if (digits < 1) throw Gs1Key.bad(uri, "length");
    return switch (kind.body()) {
      case CHECKED -> company + "\\d{" + digits + "}";
      case INDICATED, PIECE -> "\\d" + company + "\\d{" + (digits - 1) + "}";
      case PLAIN -> company + SIGNS;
    };
  }

  private static String serial(Gs1Kind kind) {
    if (!kind.hasSerial()) return "";
    if (kind.serialFollows()) return SIGNS;
    String serial = "/" + kind.qualifier() + "/" + SIGNS;
    return kind == Gs1Kind.SGLN ? "(" + serial + ")?" : serial;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            sign -> {
              if (!Character.isLetterOrDigit(sign)) out.append('\\');
              out.append((char) sign);
            });
    return out.toString();
  }
}
