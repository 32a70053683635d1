package org.yutang.farm;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;

/// Field work beside the rules of its standard. Pure.
public final class WorkCheck {

  private WorkCheck() {}

  /// The rules that work can break.
  public enum Rule {
    /// The input is on the list of what may never be used.
    FORBIDDEN_INPUT,
    /// More for a mu than the standard allows.
    DOSE,
    /// More often in a season than the standard allows.
    TIMES,
    /// Too few days lie between the last use and harvest.
    PRE_HARVEST_INTERVAL
  }

  /// @param value what it was
  /// @param limit what it may be
  public record Broken(Rule rule, String input, String value, String limit) {
    Refusal refusal() {
      return new Refusal(
          FarmRefusal.AGAINST_STANDARD,
          Map.of("rule", rule.name(), "input", input, "value", value, "limit", limit));
    }
  }

  /// The first rule that the work breaks.
  ///
  /// @param before all other work of the season
  static Optional<Broken> check(
      Standard.Version version, int season, Work.New work, List<Work.New> before) {
    Standard.Task task = task(version, work);
    if (task.kind() == Standard.TaskKind.HARVEST) {
      for (Work.New each : before) {
        Optional<Broken> broken = interval(version, each, work.day());
        if (broken.isPresent()) return broken;
      }
      return Optional.empty();
    }
    if (work.used().isEmpty()) return Optional.empty();
    Work.Used used = work.used().get();
    if (version.findForbidden(used.input()).isPresent())
      return Optional.of(
          new Broken(Rule.FORBIDDEN_INPUT, used.input(), Work.dose(used.perMu()), "0"));
    Standard.Input input = input(version, used.input());
    if (used.perMu() > input.mostPerMu())
      return Optional.of(
          new Broken(
              Rule.DOSE,
              input.name(),
              Work.dose(used.perMu()) + " " + input.unit(),
              Work.dose(input.mostPerMu()) + " " + input.unit()));
    long times =
        1
            + before.stream()
                .filter(each -> each.used().filter(u -> u.input().equals(input.name())).isPresent())
                .count();
    if (times > input.times())
      return Optional.of(
          new Broken(
              Rule.TIMES, input.name(), String.valueOf(times), String.valueOf(input.times())));
    return nextHarvest(version, season, work.day(), before)
        .flatMap(harvest -> interval(version, work, harvest));
  }

  private static Optional<Broken> interval(
      Standard.Version version, Work.New use, LocalDate harvest) {
    if (use.used().isEmpty() || use.day().isAfter(harvest)) return Optional.empty();
    Optional<Standard.Input> input = version.findInput(use.used().get().input());
    long days = harvest.toEpochDay() - use.day().toEpochDay();
    return input
        .filter(each -> days < each.intervalDays())
        .map(
            each ->
                new Broken(
                    Rule.PRE_HARVEST_INTERVAL,
                    each.name(),
                    String.valueOf(days),
                    String.valueOf(each.intervalDays())));
  }

  /// The first harvest from that day on: as it was done, or as the calendar plans it.
  private static Optional<LocalDate> nextHarvest(
      Standard.Version version, int season, LocalDate day, List<Work.New> before) {
    Optional<LocalDate> done =
        before.stream()
            .filter(each -> task(version, each).kind() == Standard.TaskKind.HARVEST)
            .map(Work.New::day)
            .filter(each -> !each.isBefore(day))
            .min(LocalDate::compareTo);
    if (done.isPresent()) return done;
    return version.tasks().stream()
        .filter(each -> each.kind() == Standard.TaskKind.HARVEST)
        .filter(each -> !version.day(each.to(), season).isBefore(day))
        .map(each -> version.day(each.from(), season))
        .map(from -> from.isBefore(day) ? day : from) // it may be picked any day now
        .min(LocalDate::compareTo);
  }

  private static Standard.Task task(Standard.Version version, Work.New work) {
    return version
        .findTask(work.task())
        .orElseThrow(() -> new Refusal(FarmRefusal.UNKNOWN_TASK, Map.of("task", work.task())));
  }

  private static Standard.Input input(Standard.Version version, String name) {
    return version
        .findInput(name)
        .orElseThrow(() -> new Refusal(FarmRefusal.UNKNOWN_INPUT, Map.of("input", name)));
  }
}
