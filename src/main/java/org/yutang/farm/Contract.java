package org.yutang.farm;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;

/// A contract by which a buyer takes what a grower's plots bear, at a price that was fixed before.
///
/// @param version grows by one with each step
/// @param place the village of all its plots, or the county
/// @param moneyMissing what is to be paid waits for money of the buyer
/// @param advancePaid whether the advance has been paid; also where there is none
/// @param settlement once it was settled
/// @param by who did the last step
public record Contract(
    UUID id,
    int version,
    Terms terms,
    PlaceCode county,
    PlaceCode place,
    State state,
    boolean moneyMissing,
    boolean advancePaid,
    Optional<Instant> signedAt,
    Optional<Settlement> settlement,
    String by,
    Instant changedAt) {

  public enum State {
    DRAFT,
    /// The buyer's terms are before the grower.
    OFFERED,
    /// The grower has agreed.
    ACCEPTED,
    /// The buyer has signed as well: it binds, and the advance is paid.
    SIGNED,
    /// Settled; the money moves.
    SETTLING,
    SETTLED,
    CANCELLED
  }

  /// How the grower gave their word to whoever wrote it down for them.
  public enum Word {
    SIGNED_PAPER,
    IN_PERSON,
    BY_PHONE
  }

  /// What was agreed.
  ///
  /// @param household the grower; where there is none, the co-operative is
  /// @param cooperative whose plots they are, or which organises the sale
  /// @param season the year in which it starts
  /// @param plots of that season and standard
  /// @param advance paid when it is signed, deducted when it is settled; the first instalment of a
  ///   whole orchard
  /// @param from first day of the window of delivery
  /// @param until last day of it
  /// @param graceDays after it, on which a delivery is taken as late; 0 for none
  public record Terms(
      UUID buyer,
      Optional<HouseholdId> household,
      Optional<UUID> cooperative,
      int season,
      String standard,
      List<UUID> plots,
      Deal deal,
      Money advance,
      LocalDate from,
      LocalDate until,
      int graceDays,
      PriceChain chain) {
    public Terms {
      plots = List.copyOf(plots);
    }
  }

  /// What is bought.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ByQuantity.class, name = "quantity"),
    @JsonSubTypes.Type(value = WholeOrchard.class, name = "whole-orchard")
  })
  public sealed interface Deal {}

  /// So much of each grade at a guaranteed price.
  public record ByQuantity(List<Line> lines, Shortfall shortfall, Surplus surplus) implements Deal {
    public ByQuantity {
      lines = List.copyOf(lines);
    }

    public Optional<Line> line(String grade) {
      return lines.stream().filter(line -> line.grade().equals(grade)).findFirst();
    }

    /// Of all grades.
    public Mass quantity() {
      return lines.stream().map(Line::quantity).reduce(new Mass(0), Mass::plus);
    }
  }

  /// A fixed sum for everything that the plots bear (包园): yield and price are the buyer's risk.
  public record WholeOrchard(Money sum) implements Deal {}

  public record Line(String grade, Mass quantity, Money perKilogram) {}

  /// What is deducted where less comes than was agreed, all grades together: nothing within the
  /// tolerance, so much for each kilogram beyond it, never more than the advance.
  public record Shortfall(int tolerancePercent, Money perKilogram) {}

  /// What becomes of more than was agreed, each grade by itself: so much of it at the contract's
  /// price, the rest as `then` says.
  public record Surplus(int percent, Then then) {}

  public enum Then {
    /// Bought at the market price of its day, never below the protected price.
    MARKET,
    /// Left to the grower.
    LEFT
  }

  public record Query(
      Optional<PlaceCode> place,
      Optional<UUID> cooperative,
      Optional<State> state,
      Page.Wanted page) {}

  /// One step of a contract's life.
  ///
  /// @param note how the grower gave their word, or why it was cancelled
  public record Step(
      int version,
      Kind kind,
      UUID account,
      String by,
      Instant at,
      String note,
      @Nullable Terms terms) {
    public enum Kind {
      SAVED,
      OFFERED,
      ACCEPTED,
      SIGNED,
      ADVANCE_PAID,
      SETTLED,
      PAID,
      MONEY_MISSING,
      CANCELLED
    }
  }
}
