package org.yutang.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.yutang.giving.SalesImported;
import org.yutang.kernel.Page;
import org.yutang.programme.EnrolmentResult;
import org.yutang.programme.Replay;
import org.yutang.programme.Simulation;
import org.yutang.store.Jobs;

/// Long work: the list of jobs and one of them.
public final class JobsView {

  private JobsView() {}

  /// What there is, for the filter.
  public static final List<String> KINDS =
      List.of(
          "register.import",
          "programme.enrol",
          "programme.simulate",
          "programme.replay",
          "giving.import");

  public record Listed(Page<Jobs.Job> jobs, String sort) {}

  /// The order that the address asks for; the newest first where it says nothing.
  static Sorting<Jobs.Sort> sort(Screen s) {
    String asked = s.query("sort");
    return asked.isEmpty()
        ? new Sorting<>(Jobs.Sort.SUBMITTED, true)
        : Sorting.of(asked, Jobs.Sort.SUBMITTED);
  }

  /// The state that the address asks for; nothing for all, or where it names none.
  static Optional<Jobs.State> state(Screen s) {
    return Arrays.stream(Jobs.State.values())
        .filter(state -> s.code(state).equals(s.query("state")))
        .findFirst();
  }

  /// @param enrolment the result, if it was the enrolment of a county and has ended well
  /// @param sales the result, if it was an import of orders and has ended well
  /// @param simulation the result of a definition that was tried on the register; `replay`: on what
  ///   was decided
  /// @param enrolmentsHref where the enrolled persons are listed
  public record One(
      Jobs.Job job,
      Optional<EnrolmentResult> enrolment,
      Optional<SalesImported> sales,
      Optional<Simulation> simulation,
      Optional<Replay> replay,
      Optional<String> enrolmentsHref,
      List<Crumb> crumbs) {
    public One {
      crumbs = List.copyOf(crumbs);
    }
  }

  /// Where a job's own page lies.
  public static String href(Jobs.Job job) {
    return (job.kind().equals("register.import") ? "/imports/" : "/jobs/") + job.id();
  }

  /// How its state is coloured.
  public static String style(Jobs.State state) {
    return switch (state) {
      case WAITING, RUNNING -> "";
      case DONE -> "ok";
      case RETRYING -> "warn";
      case REFUSED, FAILED -> "bad";
    };
  }
}
