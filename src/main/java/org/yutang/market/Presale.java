package org.yutang.market;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;

/// A harvest that is sold before it is picked. Forecast, prices and terms never change once it is
/// open; what came of the harvest is told until a plan is confirmed.
///
/// @param safety per mille of the forecast that is not sold
/// @param parts the best grade first
public record Presale(
    UUID id,
    UUID shop,
    State state,
    int safety,
    Terms terms,
    String by,
    Instant openedAt,
    List<Part> parts) {

  public Presale {
    parts = List.copyOf(parts);
  }

  public enum State {
    /// It can be bought.
    OPEN,
    /// Nothing more is sold; what came of the harvest is told and planned.
    CLOSED,
    /// A plan says who gets what.
    CONFIRMED
  }

  /// What a buyer gets whose grade falls short, when all pieces of it are given out.
  public enum Substitution {
    /// Nothing: the money goes back.
    NONE,
    /// A better grade, at the price of the one that was ordered.
    BETTER,
    /// A lower grade; the difference of the prices goes back.
    LOWER,
    /// A better one as long as there is any, then a lower one.
    BETTER_OR_LOWER
  }

  /// What a buyer is told before paying, and holds for the order whatever happens later.
  ///
  /// @param partial whether what is there is sent when something is missing; otherwise all of the
  ///   money goes back
  /// @param from when sending begins
  /// @param to by when it is sent, as promised
  /// @param latest what is not sent by the end of that day is paid back by itself
  public record Terms(
      Substitution substitution, boolean partial, LocalDate from, LocalDate to, LocalDate latest) {}

  /// A grade and the one article that it is sold as.
  ///
  /// @param pieces that may be sold ahead
  /// @param harvest what came of it, once that is told
  /// @param evidence where the figure is from, where it is not boxes of a warehouse
  public record Part(
      String grade,
      UUID article,
      Mass forecast,
      Money price,
      long pieces,
      Optional<Mass> harvest,
      String evidence) {}

  /// One to be opened.
  public record New(UUID id, UUID shop, int safety, Terms terms, List<NewPart> parts) {
    public New {
      parts = List.copyOf(parts);
    }
  }

  public record NewPart(String grade, UUID article, Mass forecast, Money price) {}

  /// An order of it, and what became of it.
  ///
  /// @param given what it gets; empty while no plan is confirmed
  /// @param back what the plan gives back
  public record Ordered(
      UUID order, UUID presale, Terms terms, Step step, List<Given> given, Money back) {
    public Ordered {
      given = List.copyOf(given);
    }
  }

  public enum Step {
    SOLD,
    ALLOTTED,
    TOLD,
    /// It can be sent.
    DONE,
    /// All of it went back.
    OUT
  }

  /// So many pieces of what was ordered become so many of something, or of nothing.
  ///
  /// @param price what the buyer pays for a piece in the end
  public record Given(UUID ordered, Optional<UUID> given, int pieces, Money price) {}

  /// How it stands.
  ///
  /// @param sold pieces by part, in the order of the parts
  /// @param paid orders that were paid and are not sent
  public record Standing(Presale presale, List<Product.Pieces> sold, long paid) {
    public Standing {
      sold = List.copyOf(sold);
    }
  }
}
