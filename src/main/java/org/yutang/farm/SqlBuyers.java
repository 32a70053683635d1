package org.yutang.farm;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Writes buyers, their payments and dated numbers down.
@Component
class SqlBuyers implements Buyers, Quotes {

  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_SOURCE = 200;
  private static final long MOST_FEN = 1_000_000_000_000L;
  private static final long MOST_FEN_KILOGRAM = 1_000_000;

  private final BuyerRows rows;
  private final Standards standards;
  private final Ledger ledger;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlBuyers(
      BuyerRows rows,
      Standards standards,
      Ledger ledger,
      Access access,
      Audit audit,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.standards = standards;
    this.ledger = ledger;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Buyer add(Actor actor, Buyer buyer) {
    access.require(actor, Permission.SIGN_CONTRACT, buyer.place());
    if (!ContractCheck.isText(buyer.name(), LONGEST_NAME)) throw SoilTest.bad("name");
    transactions.run(
        () -> {
          if (rows.insert(buyer, actor, now()))
            audit.record(
                actor,
                "farm.buyer-added",
                buyer.place(),
                buyer.id().toString(),
                Map.of("name", buyer.name()));
          else requireSame(rows.find(buyer.id()), buyer, buyer.id());
        });
    return buyer;
  }

  private static <T> void requireSame(Optional<T> there, T wanted, UUID id) {
    if (!there.equals(Optional.of(wanted)))
      throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", id.toString()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void payIn(Actor actor, UUID buyer, UUID payment, Money amount) {
    Buyer found = get(buyer);
    access.require(actor, Permission.MOVE_MONEY, found.place());
    ContractCheck.amount(amount, "amount", 1, MOST_FEN);
    transactions.run(
        () -> {
          if (!rows.insert(payment, buyer, amount, actor, now())) {
            BuyerRows.Payment there = rows.findPayment(payment).orElseThrow();
            if (!there.buyer().equals(buyer) || !there.amount().equals(amount))
              throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", payment.toString()));
            return;
          }
          outbox.write(ContractEvents.BuyerPaid.TOPIC, new ContractEvents.BuyerPaid(payment));
          audit.record(
              actor,
              "farm.buyer-paid-in",
              found.place(),
              buyer.toString(),
              Map.of("amount", amount.decimal()));
        });
  }

  @Override
  public List<Buyer> list(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_FARM);
    return rows.list();
  }

  @Override
  public Buyer get(UUID buyer) {
    return rows.find(buyer)
        .orElseThrow(
            () -> new Refusal(FarmRefusal.UNKNOWN_BUYER, Map.of("buyer", buyer.toString())));
  }

  @Override
  public Money available(UUID buyer) {
    return Money.fen(ledger.find(get(buyer).account()).map(Account::available).orElse(0L));
  }

  @Override
  public void record(Actor actor, MarketPrice price) {
    access.require(actor, Permission.RECORD_FARM, price.county());
    Standard.Version version = standards.get(price.standard()).inSeason(price.day().getYear());
    ContractCheck.require(version, price.grade());
    requirePast(price.day());
    ContractCheck.amount(price.perKilogram(), "price", 1, MOST_FEN_KILOGRAM);
    if (!ContractCheck.isText(price.source(), LONGEST_SOURCE)) throw SoilTest.bad("source");
    transactions.run(
        () -> {
          if (rows.insert(price, actor, now()))
            audit.record(
                actor,
                "farm.market-price-recorded",
                price.county(),
                price.id().toString(),
                Map.of("grade", price.grade(), "price", price.perKilogram().decimal()));
          else requireSame(rows.findPrice(price.id()), price, price.id());
        });
  }

  @Override
  public void record(Actor actor, ExchangeRate rate) {
    access.requireSomewhere(actor, Permission.ENTER_FIGURES);
    requirePast(rate.day());
    boolean sound =
        rate.yuan().signum() > 0
            && rate.yuan().scale() <= 4
            && rate.yuan().compareTo(BigDecimal.valueOf(1000)) < 0;
    if (!sound) throw SoilTest.bad("rate");
    if (!ContractCheck.isText(rate.source(), LONGEST_SOURCE)) throw SoilTest.bad("source");
    ExchangeRate exact =
        new ExchangeRate(rate.id(), rate.day(), rate.yuan().setScale(4), rate.source());
    transactions.run(
        () -> {
          if (rows.insert(exact, actor, now()))
            audit.record(
                actor,
                "farm.exchange-rate-recorded",
                PlaceCode.WORLD,
                exact.id().toString(),
                Map.of("rate", exact.yuan().toPlainString()));
          else requireSame(rows.findRate(exact.id()), exact, exact.id());
        });
  }

  private void requirePast(LocalDate day) {
    if (day.isAfter(BusinessDay.of(clock.instant())) || day.getYear() < 1990)
      throw SoilTest.bad("day");
  }

  @Override
  public Optional<MarketPrice> price(
      PlaceCode county, String standard, String grade, LocalDate day) {
    return rows.price(county, standard, grade, day.minusDays(PRICE_DAYS - 1L), day);
  }

  @Override
  public Optional<ExchangeRate> rate(LocalDate day) {
    return rows.rate(day.minusDays(RATE_DAYS - 1L), day);
  }
}
