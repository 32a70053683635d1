package org.yutang.giving;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.Via;
import org.yutang.programme.Programmes;
import org.yutang.store.Words;

/// Writes a gift and its one payment down together.
@Component
class GiftPlacing {

  static final String PURPOSE = "gift";

  /// How long a gift waits for its payment.
  static final Duration PAY_WITHIN = Duration.ofHours(2);

  /// The same for a month of a plan, which its donor has to come for.
  static final Duration MONTHLY_WITHIN = Duration.ofDays(10);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final GiftRows rows;
  private final Programmes programmes;
  private final Incoming incoming;

  GiftPlacing(GiftRows rows, Programmes programmes, Incoming incoming) {
    this.rows = rows;
    this.programmes = programmes;
    this.incoming = incoming;
  }

  /// The gift of a plan in a month.
  static UUID giftOf(UUID plan, YearMonth month) {
    return Uuids.inShard(
        Shards.ofId(plan), "giving.gift-of-plan", plan.toString(), month.toString());
  }

  /// What [#place] is to write down.
  record Wanted(
      UUID id,
      UUID donor,
      Money amount,
      Optional<String> message,
      Via via,
      Optional<UUID> plan,
      Optional<YearMonth> month,
      Duration within) {}

  /// Writes a gift and its payment down, in the transaction that is open.
  void place(Project project, Wanted wanted, Instant now) {
    byte[] salt = Till.salt();
    int shard = Shards.ofId(wanted.id());
    Gift gift =
        new Gift(
            wanted.id(),
            Uuids.freshInShard(shard, now, RANDOM.nextLong()),
            project.id(),
            project.programme(),
            wanted.amount(),
            Optional.empty(),
            wanted.plan(),
            wanted.month(),
            Uuids.inShard(shard, "giving.gift-payment", wanted.id().toString()),
            Gift.State.ASKED,
            now,
            now.plus(wanted.within()),
            Optional.empty(),
            Money.fen(0),
            wanted.message().map(text -> new Gift.Message(text, Gift.MessageState.WAITING)));
    if (!rows.insert(gift, wanted.donor(), salt)) return;
    incoming.ask(
        new IncomingOrder(
            gift.payment(),
            programmes.get(project.programme()).fund(),
            gift.amount(),
            Words.in(Words.Language.ZH)
                .t("giving.gift.title", Map.of("project", project.title().zh())),
            PURPOSE,
            gift.id(),
            project.place(),
            wanted.via(),
            gift.payBy()));
  }
}
