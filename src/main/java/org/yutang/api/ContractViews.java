package org.yutang.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.farm.Contract;
import org.yutang.farm.Delivery;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.GradedGoods;
import org.yutang.farm.PriceChain;
import org.yutang.farm.PriceChain.Link;
import org.yutang.farm.Quotes;
import org.yutang.farm.Settlement;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;

/// Contracts as the API reads and tells them: money as decimals of yuan, masses in grams, parts of
/// the price in thousandths.
final class ContractViews {

  private ContractViews() {}

  /// By quantity with `lines`, or a whole orchard with `sum`.
  record TermsBody(
      UUID buyer,
      @Nullable UUID household,
      @Nullable UUID cooperative,
      int season,
      String standard,
      List<UUID> plots,
      @Nullable List<LineBody> lines,
      @Nullable ShortfallBody shortfall,
      @Nullable SurplusBody surplus,
      @Nullable String sum,
      String advance,
      LocalDate from,
      LocalDate until,
      int graceDays,
      ChainBody chain) {

    Contract.Terms terms() {
      return new Contract.Terms(
          buyer,
          Optional.ofNullable(household).map(HouseholdId::new),
          Optional.ofNullable(cooperative),
          season,
          standard,
          plots,
          deal(),
          money(advance, "advance"),
          from,
          until,
          graceDays,
          new PriceChain(links(chain.now), links(chain.before), chain.source));
    }

    private Contract.Deal deal() {
      if (sum != null) return new Contract.WholeOrchard(money(sum, "sum"));
      if (lines == null) throw bad("quantity");
      if (shortfall == null) throw bad("tolerance");
      if (surplus == null) throw bad("surplus");
      return new Contract.ByQuantity(
          lines.stream()
              .map(
                  line ->
                      new Contract.Line(
                          line.grade, mass(line.grams), money(line.perKilogram, "price")))
              .toList(),
          new Contract.Shortfall(
              shortfall.tolerancePercent, money(shortfall.perKilogram, "deduction")),
          new Contract.Surplus(
              surplus.percent,
              Choices.of(Contract.Then.class, surplus.then, FarmRefusal.UNKNOWN_CHOICE)));
    }

    static TermsBody of(Contract.Terms terms) {
      Contract.ByQuantity deal = terms.deal() instanceof Contract.ByQuantity some ? some : null;
      return new TermsBody(
          terms.buyer(),
          terms.household().map(HouseholdId::value).orElse(null),
          terms.cooperative().orElse(null),
          terms.season(),
          terms.standard(),
          terms.plots(),
          deal == null
              ? null
              : deal.lines().stream()
                  .map(
                      line ->
                          new LineBody(
                              line.grade(), line.quantity().grams(), line.perKilogram().decimal()))
                  .toList(),
          deal == null
              ? null
              : new ShortfallBody(
                  deal.shortfall().tolerancePercent(), deal.shortfall().perKilogram().decimal()),
          deal == null
              ? null
              : new SurplusBody(deal.surplus().percent(), Choices.word(deal.surplus().then())),
          terms.deal() instanceof Contract.WholeOrchard whole ? whole.sum().decimal() : null,
          terms.advance().decimal(),
          terms.from(),
          terms.until(),
          terms.graceDays(),
          new ChainBody(
              words(terms.chain().now()), words(terms.chain().before()), terms.chain().source()));
    }
  }

  record LineBody(String grade, long grams, String perKilogram) {}

  record ShortfallBody(int tolerancePercent, String perKilogram) {}

  record SurplusBody(int percent, String then) {}

  record ChainBody(
      Map<String, @Nullable Integer> now, Map<String, @Nullable Integer> before, String source) {}

  private static Map<Link, Integer> links(Map<String, @Nullable Integer> parts) {
    Map<Link, Integer> links = new java.util.EnumMap<>(Link.class);
    parts.forEach(
        (word, part) -> {
          if (part == null) throw new Refusal(FarmRefusal.BAD_CHAIN, Map.of("problem", "sum"));
          links.put(Choices.of(Link.class, word, FarmRefusal.UNKNOWN_CHOICE), part);
        });
    return links;
  }

  private static Map<String, @Nullable Integer> words(Map<Link, Integer> parts) {
    Map<String, @Nullable Integer> words = new LinkedHashMap<>();
    parts.forEach((link, part) -> words.put(Choices.word(link), part));
    return words;
  }

  static Money money(String decimal, String field) {
    try {
      return Money.parse(decimal, "CNY");
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  static Mass mass(long grams) {
    if (grams < 0) throw bad("mass");
    return new Mass(grams);
  }

  static Refusal bad(String field) {
    return new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", field));
  }

  record ContractView(
      UUID id,
      int version,
      String state,
      PlaceCode county,
      PlaceCode place,
      TermsBody terms,
      boolean advancePaid,
      boolean moneyMissing,
      @Nullable Instant signedAt,
      Instant changedAt) {
    static ContractView of(Contract contract) {
      return new ContractView(
          contract.id(),
          contract.version(),
          Choices.word(contract.state()),
          contract.county(),
          contract.place(),
          TermsBody.of(contract.terms()),
          contract.advancePaid(),
          contract.moneyMissing(),
          contract.signedAt().orElse(null),
          contract.changedAt());
    }
  }

  /// @param fed written by grading itself
  record DeliveryView(
      UUID id, String lot, String grade, long grams, LocalDate day, boolean late, boolean fed) {
    static DeliveryView of(Delivery.Taken taken) {
      Delivery what = taken.what();
      return new DeliveryView(
          what.id(),
          what.lot(),
          what.grade(),
          what.mass().grams(),
          what.day(),
          taken.late(),
          taken.fed());
    }
  }

  /// A graded lot of the contract's plots that does not count, and why.
  record UncountedView(String lot, String grade, long grams, LocalDate day, String why) {
    static UncountedView of(GradedGoods.Uncounted each) {
      return new UncountedView(
          each.lot(), each.grade(), each.mass().grams(), each.day(), Choices.word(each.why()));
    }
  }

  record BoughtView(
      String why,
      String grade,
      @Nullable LocalDate day,
      long grams,
      @Nullable String perKilogram,
      String amount) {
    static BoughtView of(Settlement.Bought bought) {
      return new BoughtView(
          Choices.word(bought.why()),
          bought.grade(),
          bought.day().orElse(null),
          bought.mass().grams(),
          bought.perKilogram().map(Money::decimal).orElse(null),
          bought.amount().decimal());
    }
  }

  /// @param day of the rate
  record DollarsView(String perMu, BigDecimal yuanPerDollar, LocalDate day, String source) {}

  record SettlementView(
      boolean settled,
      LocalDate day,
      List<BoughtView> lines,
      long missingGrams,
      boolean excused,
      String goods,
      String deduction,
      String advance,
      String toGrower,
      String uncovered,
      Map<String, String> shares,
      String retail,
      BigDecimal mu,
      String perMu,
      @Nullable DollarsView dollars) {
    static SettlementView of(
        Contract contract, Settlement sum, Area area, Optional<Quotes.ExchangeRate> rate) {
      Map<String, String> shares = new LinkedHashMap<>();
      sum.shares().forEach((link, share) -> shares.put(Choices.word(link), share.decimal()));
      Money perMu = sum.perMu(area);
      return new SettlementView(
          contract.settlement().isPresent(),
          sum.day(),
          sum.lines().stream().map(BoughtView::of).toList(),
          sum.missing().grams(),
          sum.excused(),
          sum.goods().decimal(),
          sum.deduction().decimal(),
          sum.advance().decimal(),
          sum.toGrower().decimal(),
          sum.uncovered().decimal(),
          shares,
          sum.retail().decimal(),
          area.mu(),
          perMu.decimal(),
          rate.map(
                  each ->
                      new DollarsView(
                          each.dollars(perMu).decimal(), each.yuan(), each.day(), each.source()))
              .orElse(null));
    }
  }
}
