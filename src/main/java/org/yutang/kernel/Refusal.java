package org.yutang.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/// A command that cannot proceed, and why: one code of a room's enum and the facts that a reader
/// needs.
///
/// The edges turn it into a status and into the reader's language, once, from the message
/// `refusal.<code>`; facts fill the named places of that message and must hold no personal data.
/// Bugs and outages are not refusals: they throw other exceptions.
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// What sort of refusal a code is; the edges map each to one status.
  public enum Kind {
    /// The input is wrong in itself.
    INVALID,
    /// The caller is not known, or no longer.
    UNAUTHENTICATED,
    /// The caller may not do this, or not here.
    FORBIDDEN,
    /// There is no such thing (or none that the caller may know of).
    NOT_FOUND,
    /// It contradicts what is there already.
    CONFLICT,
    /// It is larger than allowed.
    TOO_LARGE,
    /// Too often; try later.
    TOO_MANY,
    /// A resource is exhausted or down (disk full, database gone); nothing was changed.
    UNAVAILABLE
  }

  /// Implemented by one enum a room. `code()` is stable, lower case with hyphens, and starts with
  /// the room (the enum's package), as in `register.unknown-place`.
  public interface Code {
    Kind kind();

    /// The enum constant's own name.
    String name();

    default String code() {
      String room = getClass().getPackageName().replaceFirst(".*\\.", "");
      return room + "." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final transient Code code;
  private final transient Map<String, Object> facts;

  public Refusal(Code code, Map<String, ?> facts) {
    super(code.code() + (facts.isEmpty() ? "" : " " + facts));
    this.code = code;
    this.facts = new LinkedHashMap<>(facts);
  }

  public Refusal(Code code) {
    this(code, Map.of());
  }

  public Code code() {
    return code;
  }

  public Map<String, Object> facts() {
    return Map.copyOf(facts);
  }
}
