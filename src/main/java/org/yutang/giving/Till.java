package org.yutang.giving;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.giving.SaleRows.Kept;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;

/// Decides one merchant's orders, one after the other, on what was loaded; touches no database.
/// Each new sale takes the next fen of its fund, counted from 0: where the fund really stands is
/// known when its row is locked, as late as possible.
final class Till {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 32;

  /// Asked for some hundred sales at once: each question costs more than its bytes.
  private static final int RANDOM_PIECE = 256 * (Long.BYTES + SALT_BYTES);

  private static final Money NOTHING = Money.fen(0);

  /// A pledge with where it gives to.
  record Promise(Pledge pledge, Project project) {}

  private final Merchant merchant;
  private final List<Promise> promises;
  private final Counties counties;
  private final Instant now;
  private final Map<String, Kept> fresh = new HashMap<>();
  private final List<Kept> inserted = new ArrayList<>();
  private final Map<String, Long> given = new HashMap<>();
  private final Map<LocalDate, Optional<Promise>> ofDay = new HashMap<>();
  private ByteBuffer random = ByteBuffer.allocate(0);

  Till(Merchant merchant, List<Promise> promises, Counties counties, Instant now) {
    this.merchant = merchant;
    this.promises = promises;
    this.counties = counties;
    this.now = now;
  }

  /// New sales in order; `grossFrom` counts from the beginning of what this till gives to the fund.
  List<Kept> inserted() {
    return inserted;
  }

  /// How many fen the new sales give, by programme.
  Map<String, Long> given() {
    return given;
  }

  /// @param known the same order as it was booked before
  Sale.Result decide(SaleNotice notice, Optional<Kept> known) {
    try {
      Kept before = known.orElse(fresh.get(notice.orderNumber()));
      if (before != null) {
        requireSame(before.sale(), notice);
        return new Sale.Result.Booked(before.sale(), true);
      }
      Kept made = make(notice);
      fresh.put(notice.orderNumber(), made);
      inserted.add(made);
      return new Sale.Result.Booked(made.sale(), false);
    } catch (Refusal refused) {
      return new Sale.Result.Refused(refused);
    }
  }

  /// Judges a new order and takes the next range of the fund for it.
  private Kept make(SaleNotice notice) {
    if (notice.soldAt().isAfter(now.plus(Sales.AHEAD)))
      throw new Refusal(GivingRefusal.IN_THE_FUTURE);
    if (notice.soldAt().isBefore(now.minus(Sales.OLDEST)))
      throw new Refusal(GivingRefusal.TOO_OLD, Map.of("days", Sales.OLDEST.toDays()));
    LocalDate day = BusinessDay.of(notice.soldAt());
    Optional<PlaceCode> originCounty = notice.origin().map(counties::ofGoods);
    notice.buyerRegion().ifPresent(counties::requireRegion);
    Promise promise =
        ofDay
            .computeIfAbsent(day, this::promiseOf)
            .orElseThrow(() -> new Refusal(GivingRefusal.NO_PLEDGE, Map.of("day", day.toString())));
    Project project = promise.project();
    Money donation = promise.pledge().rateOn(day).orElseThrow().of(notice.amount());
    long upTo = given.merge(project.programme().text(), donation.minor(), Math::addExact);
    boolean recent = notice.soldAt().isAfter(now.minus(Sales.OWN_MILLISECOND));
    if (random.remaining() < Long.BYTES + SALT_BYTES)
      random = ByteBuffer.wrap(random(RANDOM_PIECE));
    long unguessable = random.getLong();
    byte[] salt = new byte[SALT_BYTES];
    random.get(salt);
    Sale sale =
        new Sale(
            Uuids.freshInShard(Merchant.shard(merchant.id()), now, unguessable),
            merchant.id(),
            notice.orderNumber(),
            promise.pledge().id(),
            project.id(),
            project.programme(),
            notice.soldAt(),
            day,
            notice.amount(),
            donation,
            notice.origin(),
            notice.buyerRegion(),
            Uuids.derived(
                recent ? notice.soldAt() : now,
                "giving.sale",
                merchant.id().toString(),
                notice.orderNumber()),
            NOTHING,
            NOTHING);
    return new Kept(sale, originCounty, upTo - donation.minor(), salt, false);
  }

  private Optional<Promise> promiseOf(LocalDate day) {
    return promises.stream()
        .filter(
            each ->
                each.pledge().rateOn(day).filter(Rate::gives).isPresent()
                    && !day.isBefore(each.project().from())
                    && !day.isAfter(each.project().to()))
        .findFirst();
  }

  private static void requireSame(Sale sale, SaleNotice notice) {
    if (!sale.soldAt().equals(notice.soldAt())
        || !sale.amount().equals(notice.amount())
        || !sale.origin().equals(notice.origin())
        || !sale.buyerRegion().equals(notice.buyerRegion()))
      throw new Refusal(GivingRefusal.ORDER_DIFFERS, Map.of("order", notice.orderNumber()));
  }

  static byte[] salt() {
    return random(SALT_BYTES);
  }

  private static byte[] random(int length) {
    byte[] random = new byte[length];
    RANDOM.nextBytes(random);
    return random;
  }
}
