package org.yutang.payment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Earmarks;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Holds and writes down; [PaymentSettlement] moves what was written down.
@Component
class SqlPayouts implements Payouts {

  /// Names the provider of new payouts; without it, houses of made-up people have the sandbox, all
  /// others bank files.
  static final String PROVIDER = "payment.provider";

  private final PayoutRows rows;
  private final Sandbox sandbox;
  private final Ledger ledger;
  private final Earmarks earmarks;
  private final Transactions transactions;
  private final Outbox outbox;
  private final HouseSettings settings;
  private final Register register;
  private final Access access;
  private final Clock clock;

  SqlPayouts(
      PayoutRows rows,
      Sandbox sandbox,
      Ledger ledger,
      Earmarks earmarks,
      Transactions transactions,
      Outbox outbox,
      HouseSettings settings,
      Register register,
      Access access,
      Clock clock) {
    this.rows = rows;
    this.sandbox = sandbox;
    this.ledger = ledger;
    this.earmarks = earmarks;
    this.transactions = transactions;
    this.outbox = outbox;
    this.settings = settings;
    this.register = register;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void open(UUID debit, String name, Unit unit) {
    Words words = Words.in(Words.Language.ZH);
    ledger.open(
        List.of(
            new NewAccount(
                Payouts.inTransit(debit),
                words.t("payment.account.in-transit", Map.of("account", name)),
                unit,
                false),
            new NewAccount(
                Payouts.outside(debit),
                words.t("payment.account.outside", Map.of("account", name)),
                unit,
                true)));
  }

  @Override
  public Optional<Prepared> prepare(PayoutOrder order) {
    int shard = Shards.ofId(order.id());
    String owner = "payment.payout/" + order.id();
    earmarks.dropAll(shard, owner);
    Earmark earmark = earmarks.open(shard, owner);
    Earmarks.Hold hold =
        new Earmarks.Hold(
            Uuids.fresh(clock.instant()),
            order.debit(),
            Payouts.inTransit(order.debit()),
            order.amount().minor(),
            order.purpose(),
            order.businessDate());
    return switch (earmarks.hold(earmark, List.of(hold)).getFirst()) {
      case Outcome.Accepted held -> Optional.of(new Prepared(order, earmark, held.id()));
      case Outcome.Refused refused -> {
        earmarks.drop(earmark);
        if (refused.reason() != Outcome.Reason.INSUFFICIENT)
          throw new IllegalStateException("payout not held: " + refused);
        yield Optional.empty();
      }
    };
  }

  @Override
  public void place(Prepared prepared) {
    earmarks.keep(prepared.earmark());
    rows.insert(prepared, provider(), clock.instant());
    UUID id = prepared.order().id();
    outbox.write(PayoutPlaced.TOPIC, new PayoutPlaced(Shards.ofId(id), id));
  }

  @Override
  public void drop(Prepared prepared) {
    earmarks.drop(prepared.earmark());
  }

  @Override
  public void callback(Payout.Via provider, String body, String signature) {
    if (provider != Payout.Via.SANDBOX
        || !MessageDigest.isEqual(
            sandbox.sign(body).getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.US_ASCII)))
      throw new Refusal(PaymentRefusal.BAD_SIGNATURE);
    Sandbox.Answer answer = Sandbox.Answer.read(body);
    transactions.run(
        () -> {
          PayoutRows.Row row = find(answer.payout());
          if (row.provider() != provider)
            throw new Refusal(PaymentRefusal.ANSWER_REFUSED, Map.of("payout", row.id().toString()));
          if (answer.day().isBefore(row.businessDate())
              || answer.day().isAfter(BusinessDay.of(clock.instant())))
            throw new Refusal(PaymentRefusal.BAD_ANSWER);
          answer(row, answer.paid(), answer.reason(), answer.day());
        });
  }

  /// Writes an answer down in the transaction that is open; the first one counts, the same again
  /// does nothing.
  void answer(PayoutRows.Row row, boolean paid, String reason, LocalDate day) {
    if (rows.answer(
        row, paid, paid ? null : reason, day, clock.instant(), Uuids.fresh(clock.instant()))) {
      outbox.write(PayoutAnswered.TOPIC, new PayoutAnswered(row.shard(), row.id()));
      return;
    }
    Payout.State wanted = paid ? Payout.State.PAID : Payout.State.FAILED;
    if (rows.get(row.id()).state() != wanted)
      throw new Refusal(PaymentRefusal.ANSWER_REFUSED, Map.of("payout", row.id().toString()));
  }

  @Override
  public Payout get(Actor actor, UUID id) {
    PayoutRows.Row row = find(id);
    if (!access.may(actor, Permission.SEE_PAYMENT, row.place())) throw unknown();
    return shown(row);
  }

  @Override
  public Page<Payout> list(Actor actor, Payout.Query query) {
    List<PlaceCode> places =
        rows.places().stream()
            .filter(place -> query.place().map(in -> register.contains(in, place)).orElse(true))
            .toList();
    String[] seen =
        access.among(actor, Permission.SEE_PAYMENT, places).stream()
            .map(PlaceCode::text)
            .toArray(String[]::new);
    return rows.list(query, seen).map(this::shown);
  }

  @Override
  public List<UUID> transfers(Actor actor, UUID id) {
    get(actor, id);
    PayoutRows.Row row = find(id);
    List<UUID> made = new ArrayList<>(List.of(row.reservation()));
    if (row.state() != Payout.State.HELD) made.add(Earmarks.transferOf(row.reservation()));
    if (row.booking() != null && row.booked()) made.add(row.booking());
    return made;
  }

  @Override
  public Payout.Via provider() {
    return settings
        .find(PROVIDER)
        .map(Payout.Via::valueOf)
        .orElseGet(
            () ->
                settings.find(HouseSettings.SYNTHETIC).isPresent()
                    ? Payout.Via.SANDBOX
                    : Payout.Via.BANK_FILE);
  }

  private PayoutRows.Row find(UUID id) {
    if (Shards.ofId(id) >= Shards.COUNT) throw unknown();
    return rows.find(id).orElseThrow(SqlPayouts::unknown);
  }

  private static Refusal unknown() {
    return new Refusal(PaymentRefusal.UNKNOWN_PAYOUT);
  }

  private Payout shown(PayoutRows.Row row) {
    Payee payee = rows.payee(row);
    return new Payout(
        row.id(),
        row.debit(),
        row.amount(),
        payee.maskedName(),
        payee.maskedAccount(),
        row.purpose(),
        row.subject(),
        row.place(),
        row.businessDate(),
        row.provider(),
        row.state(),
        Optional.ofNullable(row.batch()),
        Optional.ofNullable(row.reason()),
        Optional.ofNullable(row.answerDate()),
        row.placedAt());
  }
}
