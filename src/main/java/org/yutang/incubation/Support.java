package org.yutang.incubation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// Packages of help for candidates and the budgets that pay for them. Looking wants
/// `SEE_INCUBATION`, proposing and spending `INCUBATE`, deciding and paying in `MOVE_MONEY`, in the
/// county or the budget's place. The same id with the same content is quietly accepted.
/// Thread-safe.
public interface Support {

  int MAX_MEASURES = 20;

  enum Kind {
    STANDARD,
    BRAND,
    PACKAGING,
    SORTING_LINE,
    COLD_STORAGE,
    CAMPAIGN,
    TRAINING,
    LOAN,
    OTHER
  }

  record Measure(Kind kind, Text title, Money budget) {}

  enum State {
    PROPOSED,
    APPROVED,
    DECLINED,
    CLOSED
  }

  /// @param spent by measure
  /// @param returned what went back to the budget when it was closed
  record Package(
      UUID id,
      UUID candidate,
      PlaceCode county,
      UUID budget,
      List<Measure> measures,
      State state,
      String note,
      UUID proposer,
      String proposedBy,
      Optional<String> decidedBy,
      List<Money> spent,
      Optional<Money> returned) {
    public Package {
      measures = List.copyOf(measures);
      spent = List.copyOf(spent);
    }

    public Money total() {
      return measures.stream().map(Measure::budget).reduce(Money.fen(0), Money::plus);
    }

    public Money spentTotal() {
      return spent.stream().reduce(Money.fen(0), Money::plus);
    }

    /// Its account in the ledger.
    public static UUID account(UUID id) {
      return Uuids.named("incubation.package", id.toString());
    }
  }

  /// @param measure counted from 0
  /// @param document the invoice or receipt by which it was spent
  record Spending(UUID id, UUID of, int measure, Money amount, String payee, String document) {}

  record Spent(Spending what, String by, Instant at) {}

  /// Money set apart under a name.
  record Budget(UUID id, String name, PlaceCode place) {
    public UUID account() {
      return Uuids.named("incubation.budget", id.toString());
    }
  }

  /// Wants `MOVE_MONEY` in its place.
  Budget addBudget(Actor actor, Budget budget);

  /// Writes down that money came in for the budget; it is there once told to the ledger.
  void payIn(Actor actor, UUID budget, UUID payment, Money amount);

  /// What can be promised now.
  Money available(Actor actor, UUID budget);

  Package propose(Actor actor, UUID id, UUID candidate, UUID budget, List<Measure> measures);

  /// Sets the money aside and approves, or declines with a note. Not who proposed it. Refuses with
  /// [IncubationRefusal#BUDGET_LACKS_MONEY].
  Package decide(Actor actor, UUID id, boolean approves, String note);

  /// Spends of one measure; never more than is left of it, also when two spend at once.
  Package spend(Actor actor, Spending spending);

  List<Spent> spendings(Actor actor, UUID id);

  /// Ends it; what is left goes back to the budget. Wants `MOVE_MONEY`.
  Package close(Actor actor, UUID id);

  Package get(Actor actor, UUID id);

  /// The newest first, at most 200.
  List<Package> list(Actor actor, PlaceCode county);
}
