package org.yutang.incubation;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Plans by which a candidate is nurtured. Looking wants `SEE_INCUBATION`, writing `INCUBATE`, in
/// the county. The same id with the same content is quietly accepted. Thread-safe.
///
/// A plan is planned, then running, and ends: *incubated* only when every milestone has reached its
/// target, as measured on the day when it ends; *stopped* with a reason at any time before.
public interface Nurture {

  int MAX_MILESTONES = 20;

  /// What a milestone counts, from the plan's first day on. All but the last are measured from the
  /// house's own books.
  enum Measured {
    SOLD_GRAMS,
    ORDERS,
    MONEY_FEN,
    CERTIFICATES,
    PRODUCTS_ON_SALE,
    REPORTED
  }

  enum State {
    PLANNED,
    RUNNING,
    INCUBATED,
    STOPPED
  }

  record Milestone(Text title, LocalDate due, Measured measure, long target) {}

  /// @param result now, or on the day the plan ended; empty where nobody reported
  record Reached(Milestone milestone, OptionalLong result, Optional<String> evidence) {
    public boolean done() {
      return result.isPresent() && result.getAsLong() >= milestone.target();
    }
  }

  record New(
      UUID id,
      UUID candidate,
      LocalDate from,
      UUID mentor,
      String mentorName,
      List<Milestone> milestones) {
    public New {
      milestones = List.copyOf(milestones);
    }
  }

  record Plan(
      New what,
      PlaceCode county,
      State state,
      String reason,
      Optional<LocalDate> endedOn,
      List<Reached> milestones) {
    public Plan {
      milestones = List.copyOf(milestones);
    }
  }

  record Visit(UUID id, UUID plan, LocalDate day, String note) {}

  /// A product that was incubated, for everybody.
  record Incubated(UUID plan, PlaceCode county, Text name, LocalDate on) {}

  Plan plan(Actor actor, New plan);

  Plan start(Actor actor, UUID plan);

  /// For a milestone that is reported, with what shows it.
  Plan report(Actor actor, UUID plan, int milestone, long result, String evidence);

  /// Ends it as incubated. Refuses with [IncubationRefusal#TARGETS_MISSED].
  Plan graduate(Actor actor, UUID plan);

  Plan stop(Actor actor, UUID plan, String reason);

  void visit(Actor actor, Visit visit);

  /// The newest first.
  List<Visit> visits(Actor actor, UUID plan);

  Plan get(Actor actor, UUID plan);

  List<Plan> list(Actor actor, PlaceCode county);

  /// What was incubated, whoever asks, the newest first, at most 1000.
  ///
  /// @param county empty for all
  /// @param year empty for all
  List<Incubated> incubated(Optional<PlaceCode> county, Optional<Integer> year);
}
