package org.yutang.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Unit;

/// What people may wish of a campaign. Refuses with [CampaignRefusal#BAD_FIELD].
final class Wishes {

  private static final int MAX_TITLE = 100;
  private static final Duration EARLIEST = Duration.ofDays(-1);
  private static final Duration LATEST = Duration.ofDays(365);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(30);

  private Wishes() {}

  static void requireSound(Campaign.New wish, Instant now) {
    for (String title : List.of(wish.title().zh(), wish.title().en()))
      if (title.isBlank() || title.length() > MAX_TITLE || title.indexOf('\0') >= 0)
        throw bad("title");
    if (wish.unit().equals(Unit.CNY)) throw bad("unit");
    if (wish.stock() < 1 || wish.stock() > Campaign.MAX_STOCK) throw bad("stock");
    if (wish.perHolder() < 1 || wish.perHolder() > Campaign.MAX_PER_HOLDER) throw bad("perHolder");
    if (!isSecond(wish.opensAt())
        || wish.opensAt().isBefore(now.plus(EARLIEST))
        || wish.opensAt().isAfter(now.plus(LATEST))) throw bad("opensAt");
    wish.endsAt()
        .ifPresent(
            end -> {
              if (!isSecond(end)
                  || !end.isAfter(wish.opensAt())
                  || end.isAfter(wish.opensAt().plus(Campaign.LONGEST))) throw bad("endsAt");
            });
    requireSound(wish.price(), wish.unit());
  }

  private static void requireSound(Price price, Unit unit) {
    switch (price) {
      case Price.Free _ -> {}
      case Price.Units units -> {
        if (units.unit().equals(unit) || units.unit().equals(Unit.CNY)) throw bad("price.unit");
        requireEach(units.each());
      }
      case Price.Paid paid -> {
        if (!paid.each().currency().equals(Unit.CNY.code())) throw bad("price.unit");
        requireEach(paid.each().minor());
        if (paid.within().compareTo(SHORTEST) < 0
            || paid.within().compareTo(LONGEST) > 0
            || paid.within().toNanosPart() != 0) throw bad("price.payWithinSeconds");
      }
    }
  }

  private static void requireEach(long each) {
    if (each < 1 || each > Price.MAX_EACH) throw bad("price.each");
  }

  private static boolean isSecond(Instant instant) {
    return instant.getNano() == 0;
  }

  private static Refusal bad(String field) {
    return new Refusal(CampaignRefusal.BAD_FIELD, Map.of("field", field));
  }
}
