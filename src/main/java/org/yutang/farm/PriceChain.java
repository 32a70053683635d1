package org.yutang.farm;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// How each yuan that the last buyer pays is divided, in thousandths; both divisions sum to 1000.
///
/// @param now by the contract; the grower's part is what is paid for the goods
/// @param before how it was divided before, with its middlemen: the contract's baseline
/// @param source where `before` is from
public record PriceChain(Map<Link, Integer> now, Map<Link, Integer> before, String source) {

  static final int WHOLE = 1000;

  /// Who may have a part by a contract.
  public static final Set<Link> CONTRACT =
      Set.of(Link.GROWER, Link.COOPERATIVE, Link.SORTING, Link.FREIGHT, Link.PLATFORM);

  /// Who has a part of the price, in the order in which the goods pass them.
  public enum Link {
    GROWER,
    COLLECTOR,
    COOPERATIVE,
    SORTING,
    WHOLESALER,
    FREIGHT,
    PLATFORM,
    RETAILER
  }

  public PriceChain {
    now = ordered(now);
    before = ordered(before);
  }

  private static Map<Link, Integer> ordered(Map<Link, Integer> parts) {
    Map<Link, Integer> ordered = new EnumMap<>(Link.class);
    parts.forEach(
        (link, part) -> {
          if (part != 0) ordered.put(link, part);
        });
    return java.util.Collections.unmodifiableMap(ordered);
  }

  /// In thousandths.
  public int part(Link link) {
    return now.getOrDefault(link, 0);
  }

  boolean isWhole() {
    return isWhole(now) && isWhole(before);
  }

  private static boolean isWhole(Map<Link, Integer> parts) {
    long sum = 0;
    for (int part : parts.values()) {
      if (part < 0) return false;
      sum += part;
    }
    return sum == WHOLE;
  }
}
