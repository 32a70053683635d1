package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Claim;
import org.yutang.programme.Claims;
import org.yutang.programme.Programme;
import org.yutang.programme.Schedule;
import org.yutang.register.Person;
import org.yutang.register.Place;

/// Claims: the queue, one of them, and the form in the village.
public final class ClaimView {

  private ClaimView() {}

  /// @param names of the persons, masked, by id
  /// @param places by code
  public record Listed(
      Page<Claim> claims,
      Map<String, String> names,
      Map<String, Place> places,
      String placeProblem,
      String sort,
      LocalDate today) {
    public Listed {
      names = Map.copyOf(names);
      places = Map.copyOf(places);
    }
  }

  /// One claim and what its reader may do with it.
  ///
  /// @param benefit the rules that its policy year pays by
  /// @param mayFile for those in the village; `mayDecide`: for the insurer; `mayAudit`: for whoever
  ///   reads the trail
  /// @param papers what was read from the photos, beside what was filed
  /// @param payments that stand in the public log, signed by `verifierKey`
  /// @param typed what stands in a form that was refused
  public record One(
      Claim claim,
      Programme programme,
      Optional<Person> person,
      Place village,
      List<Claim.Event> events,
      Schedule benefit,
      LocalDate today,
      boolean mayFile,
      boolean mayDecide,
      boolean mayAudit,
      List<Logged> payments,
      PaperView.Read papers,
      String verifierKey,
      Map<String, String> typed,
      String problem,
      String field) {
    public One {
      events = List.copyOf(events);
      payments = List.copyOf(payments);
      typed = Map.copyOf(typed);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }

    /// What the decision counts, or would count if all is accepted.
    public Optional<Money> counted() {
      return claim.counted().or(claim::ownShare);
    }

    /// What would be due if the whole own share is accepted.
    public Optional<Money> due() {
      return claim.benefit().or(() -> claim.ownShare().map(benefit::due));
    }
  }

  /// A payment in the public log.
  ///
  /// @param number counted from 1
  public record Logged(int number, long index, UUID key) {}

  /// The form of a claim.
  ///
  /// @param typed what stands in its fields
  /// @param photos that were sent already
  /// @param papers what was read from them
  /// @param proposed the fields whose content is a proposal, by name, with how sure it is in
  ///   percent
  public record Form(
      Person person,
      Place village,
      List<Programme> programmes,
      String id,
      int version,
      Map<String, String> typed,
      List<String> photos,
      Optional<PaperView.Read> papers,
      Map<String, Integer> proposed,
      boolean confirmed,
      boolean hasPayee,
      String problem,
      String field) {
    public Form {
      proposed = Map.copyOf(proposed);
      programmes = List.copyOf(programmes);
      typed = Map.copyOf(typed);
      photos = List.copyOf(photos);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }

    /// What a field says of a proposal that stands in it; empty where the person wrote it.
    public String read(Screen s, String name) {
      return PaperView.hint(s, proposed, name);
    }
  }

  /// How a state is coloured.
  public static String style(Claim.State state) {
    return switch (state) {
      case DRAFT, WITHDRAWN -> "line";
      case FILED, APPROVED, PAYING -> "";
      case PAPERS_MISSING, AWAITING_SECOND, PAYMENT_FAILED -> "warn";
      case REJECTED -> "bad";
      case PAID -> "ok";
    };
  }

  /// Empty where no clock runs.
  public static Optional<Clock> clock(Claim claim, LocalDate today) {
    return claim.state() == Claim.State.FILED || claim.state() == Claim.State.AWAITING_SECOND
        ? claim.dueDay().map(due -> new Clock(WorkingDays.between(today, due)))
        : Optional.empty();
  }

  /// The insurer's clock of a claim that waits for it: five dots, used up one a working day.
  ///
  /// @param left working days until it is due; negative once it is late
  public record Clock(int left) {

    public int used() {
      return Math.clamp(Claims.DAYS_TO_DECIDE - left, 0, Claims.DAYS_TO_DECIDE);
    }

    public String style() {
      return left < 0 ? "late" : left <= 1 ? "near" : "";
    }

    public String words(Screen s) {
      return left < 0 ? s.t("web.claim.late", "days", -left) : s.t("web.claim.left", "days", left);
    }
  }
}
