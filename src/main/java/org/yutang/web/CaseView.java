package org.yutang.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Benefit;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Schedule;
import org.yutang.programme.Verdict;
import org.yutang.register.Place;

/// Cases: the queue, one of them, and what became of a batch.
public final class CaseView {

  /// A clock of so many working days is drawn as dots.
  public static final int MOST_DOTS = 10;

  private CaseView() {}

  /// A programme's kind.
  public record Kind(Programme programme, CaseKind kind) {

    /// As filters and links name it: `programme/kind`.
    public String code() {
      return programme.id().text() + "/" + kind.name();
    }
  }

  static Optional<Kind> kindOf(List<Kind> kinds, Case of) {
    return kinds.stream()
        .filter(each -> each.programme().id().equals(of.programme()))
        .filter(each -> each.kind().name().equals(of.kind()))
        .findFirst();
  }

  /// @param names of the persons, masked, by id
  /// @param places by code
  /// @param kinds to choose from
  /// @param chosen the one that the filter names
  /// @param mayDecide whether rows can be ticked
  public record Listed(
      Page<Case> cases,
      Map<String, String> names,
      Map<String, Place> places,
      List<Kind> kinds,
      Optional<Kind> chosen,
      String placeProblem,
      String sort,
      LocalDate today,
      int year,
      boolean mayFile,
      boolean mayDecide,
      boolean mayRun,
      Set<Role> roles) {
    public Listed {
      roles = Set.copyOf(roles);
      names = Map.copyOf(names);
      places = Map.copyOf(places);
      kinds = List.copyOf(kinds);
    }

    public Optional<Kind> kindOf(Case of) {
      return CaseView.kindOf(kinds, of);
    }

    public Optional<CaseKind.Stage> stageOf(Case of) {
      return kindOf(of)
          .flatMap(each -> of.stage().flatMap(name -> CaseView.stage(each.kind(), name)));
    }

    /// Whether it waits for one person's decision, and that of a role of the reader, so that it can
    /// be ticked.
    public boolean isSingle(Case of) {
      return mayDecide
          && of.state() == Case.State.IN_REVIEW
          && stageOf(of)
              .filter(stage -> stage.panel().isEmpty())
              .filter(
                  stage ->
                      roles.contains(stage.role())
                          || (of.overdue()
                              && stage.escalateTo().filter(roles::contains).isPresent()))
              .isPresent();
    }
  }

  /// What became of a batch, line by line.
  ///
  /// @param back the list from which it was sent
  public record Batch(List<Line> lines, String back) {
    public Batch {
      lines = List.copyOf(lines);
    }

    public long done() {
      return lines.stream().filter(line -> line.refused().isEmpty()).count();
    }
  }

  /// @param refused why it was left as it is; empty where it was done
  public record Line(UUID id, String name, Optional<Case.State> state, String refused) {}

  /// Of whom the case is, as readers may know.
  ///
  /// @param name masked
  /// @param linked whether the reader may open the person's page
  public record Whose(String id, String name, Place village, boolean linked) {}

  /// What the reader may do, beside what the state allows.
  ///
  /// @param second whether somebody has agreed, and another person is to agree or disagree
  /// @param photos whether the reader may see what the photos show
  /// @param receipts whether the reader may see who stands behind what is published
  public record May(
      boolean file,
      boolean photos,
      boolean receipts,
      boolean decide,
      boolean second,
      boolean judgeReports,
      boolean money,
      boolean reveal,
      boolean run,
      boolean audit) {}

  public static CaseKind.Log log(CaseKind kind, String name) {
    return kind.logs().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  public static CaseKind.Field field(List<CaseKind.Field> fields, String name) {
    return fields.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  public static Benefit.Item item(Benefit.InKind things, String name) {
    return things.items().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// An amount with its unit in the reader's words.
  public static String money(Screen s, Money amount) {
    return amount.grouped() + " " + s.orElse("web.unit." + amount.currency(), amount.currency());
  }

  /// Where a stage of the definition lies on a case's way: `done`, `here`, `stop` or nothing.
  public static String step(Case file, CaseKind kind, int number) {
    int at = -1;
    for (int i = 0; i < kind.stages().size(); i++)
      if (file.stage().filter(kind.stages().get(i).name()::equals).isPresent()) at = i;
    return switch (file.state()) {
      case DRAFT -> "";
      case WITHDRAWN -> number < at ? "done" : "";
      case IN_REVIEW, PAPERS_MISSING -> number < at ? "done" : number == at ? "here" : "";
      case REJECTED -> number < at ? "done" : number == at ? "stop" : "";
      case APPROVED, GRANTED, COMPLETED, REVERSED -> "done";
    };
  }

  /// What happens again and again to a granted case.
  ///
  /// @param entries the newest of each log, by its name
  /// @param keys fresh ids for entries to be written, by the log's name
  public record Records(
      List<Case.Delivery> deliveries,
      List<Case.Count> counts,
      Map<String, Page<Case.Entry>> entries,
      Map<String, String> keys) {
    public Records {
      deliveries = List.copyOf(deliveries);
      counts = List.copyOf(counts);
      entries = Map.copyOf(entries);
      keys = Map.copyOf(keys);
    }
  }

  /// One case.
  ///
  /// @param verdict empty where the reader may not know or it cannot be said yet
  /// @param payments that stand in the public log, by the instalment's number
  /// @param papers what was read from the photos; empty where none are read, or the reader may not
  ///   see them
  /// @param typed what stands in a form that was refused
  /// @param revealed what was sealed, this once
  public record One(
      Case file,
      CaseKind kind,
      Programme programme,
      Whose whose,
      List<Case.Event> events,
      List<Case.Instalment> instalments,
      List<Case.Report> reports,
      Optional<Verdict> verdict,
      LocalDate today,
      May may,
      Map<Integer, Long> payments,
      String verifierKey,
      Optional<Case.Revealed> revealed,
      Records records,
      Optional<VolunteerView.Needed> volunteers,
      Optional<PaperView.Read> papers,
      Map<String, String> typed,
      List<Problem> problems) {
    public One {
      events = List.copyOf(events);
      instalments = List.copyOf(instalments);
      reports = List.copyOf(reports);
      payments = Map.copyOf(payments);
      typed = Map.copyOf(typed);
      problems = List.copyOf(problems);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String field) {
      return CaseView.problemOf(problems, field);
    }

    public Optional<CaseKind.Stage> stage() {
      return file.stage().flatMap(name -> CaseView.stage(kind, name));
    }

    /// Where a stage of the definition lies on this case's way.
    public String step(int number) {
      return CaseView.step(file, kind, number);
    }

    /// Whether an appeal against a grant is open, which stays granted meanwhile.
    public boolean isAppealedGrant() {
      return (file.state() == Case.State.IN_REVIEW || file.state() == Case.State.PAPERS_MISSING)
          && events.stream().anyMatch(event -> event.kind() == Case.Event.Kind.GRANTED);
    }

    public boolean hasFailedPayment() {
      return instalments.stream().anyMatch(part -> part.state() == Case.Instalment.State.FAILED);
    }

    /// What was said when papers were asked for.
    public String lastNote() {
      return events.getLast().note().orElse("");
    }

    public String stageTitle(Screen s, String name) {
      return CaseView.stage(kind, name).map(each -> s.in(each.title())).orElse(name);
    }

    /// What holds a payment back: a report that is missing, or a condition that does not hold.
    public String heldBy(Screen s, String name) {
      return kind.followUps().stream()
          .filter(each -> each.name().equals(name))
          .map(each -> s.in(each.title()))
          .findFirst()
          .or(
              () ->
                  kind.conditions().stream()
                      .filter(each -> each.name().equals(name))
                      .map(each -> s.in(each.title()))
                      .findFirst())
          .orElse(name);
    }

    public CaseKind.Instalment part(String name) {
      return kind.instalments().stream()
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  /// What is wrong with a form, and where.
  public record Problem(String field, String text) {}

  static String problemOf(List<Problem> problems, String field) {
    return problems.stream()
        .filter(problem -> problem.field().equals(field))
        .map(Problem::text)
        .findFirst()
        .orElse("");
  }

  static Optional<CaseKind.Stage> stage(CaseKind kind, String name) {
    return kind.stages().stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /// An answer in words; bill lines have a table of their own.
  public static String answer(Screen s, CaseKind.Field field, Object value) {
    return switch (field.type()) {
      case CaseKind.Type.Choice choice ->
          choice.options().stream()
              .filter(option -> option.name().equals(value))
              .map(option -> s.in(option.title()))
              .findFirst()
              .orElse(String.valueOf(value));
      case CaseKind.Type.Choices choices ->
          choices.options().stream()
              .filter(option -> value instanceof List<?> chosen && chosen.contains(option.name()))
              .map(option -> s.in(option.title()))
              .collect(Collectors.joining(s.t("web.comma")));
      case CaseKind.Type.YesNo _ -> s.t(Boolean.TRUE.equals(value) ? "web.yes" : "web.no");
      case CaseKind.Type.Amount _ -> grouped(value);
      case CaseKind.Type.BillLines _ -> s.t("web.case.lines", "count", bill(value).size());
      default -> String.valueOf(value);
    };
  }

  private static String grouped(Object amount) {
    return Money.parse(String.valueOf(amount), "CNY").grouped();
  }

  /// One line of a bill.
  public record BillLine(String service, String quantity, String price) {}

  /// What one of the kind's reasons is called.
  public static String reason(Screen s, CaseKind kind, String name) {
    return kind.reasons().stream()
        .filter(each -> each.name().equals(name))
        .map(each -> s.in(each.title()))
        .findFirst()
        .orElse(name);
  }

  /// What a service of the bill is called.
  public static String service(Screen s, Optional<Benefit> benefit, String code) {
    return benefit
        .filter(Benefit.Lines.class::isInstance)
        .map(Benefit.Lines.class::cast)
        .flatMap(
            lines -> lines.services().stream().filter(each -> each.code().equals(code)).findFirst())
        .map(each -> s.in(each.title()))
        .orElse(code);
  }

  public static List<BillLine> bill(Object value) {
    List<BillLine> lines = new ArrayList<>();
    if (value instanceof List<?> list)
      for (Object each : list)
        if (each instanceof Map<?, ?> line)
          lines.add(
              new BillLine(
                  String.valueOf(line.get("service")),
                  String.valueOf(line.get("quantity")),
                  String.valueOf(line.get("price"))));
    return lines;
  }

  /// A mean or median without its trailing zeros.
  public static String mark(Object number) {
    return new java.math.BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }

  public static boolean isBill(CaseKind.Field field) {
    return field.type() instanceof CaseKind.Type.BillLines;
  }

  /// A step of working the benefit out.
  public record Sum(String label, Money amount, boolean minus) {}

  /// How a share of a cost is worked out: the cost, who paid before in their order, the deductible.
  public static List<Sum> sums(Screen s, Benefit.Share share, CaseKind kind, Case of) {
    List<Sum> sums = new ArrayList<>();
    sums.add(new Sum(s.in(kind.field(share.cost()).title()), amount(of, share.cost()), false));
    for (Benefit.Payer payer : share.before())
      sums.add(
          new Sum(
              s.t("web.case.paid-before", "payer", s.in(payer.title())),
              amount(of, payer.paid()),
              true));
    if (of.counted().isPresent()) {
      Money rest = amount(of, share.cost());
      for (Benefit.Payer payer : share.before()) rest = rest.minus(amount(of, payer.paid()));
      sums.add(new Sum(s.t("web.case.not-counted"), rest.minus(of.counted().get()), true));
    }
    Schedule schedule = share.schedule();
    if (schedule.deductible().minor() > 0)
      sums.add(new Sum(s.t("web.case.deductible"), schedule.deductible(), true));
    return sums;
  }

  private static Money amount(Case of, String field) {
    Object answer = of.answers().get(field);
    return answer == null
        ? new Money(0, of.paid().currency())
        : Money.parse(String.valueOf(answer), of.paid().currency());
  }

  /// How a state is coloured.
  public static String style(Case.State state) {
    return switch (state) {
      case DRAFT, WITHDRAWN -> "line";
      case IN_REVIEW, APPROVED -> "";
      case PAPERS_MISSING -> "warn";
      case REJECTED, REVERSED -> "bad";
      case GRANTED, COMPLETED -> "ok";
    };
  }

  public static String style(Case.Instalment.State state) {
    return switch (state) {
      case PLANNED -> "line";
      case PAYING -> "";
      case PAID -> "ok";
      case FAILED -> "bad";
      case CANCELLED -> "line";
    };
  }

  public static String style(Case.Report.State state) {
    return switch (state) {
      case WANTED -> "line";
      case SENT -> "";
      case RETURNED -> "warn";
      case ACCEPTED -> "ok";
    };
  }

  /// The clock of the present stage; empty where none runs.
  public static Optional<Clock> clock(Case of, LocalDate today) {
    return of.state() == Case.State.IN_REVIEW
        ? of.dueDay().map(due -> new Clock(WorkingDays.between(today, due), due))
        : Optional.empty();
  }

  /// @param left working days until it is due; negative once it is late
  public record Clock(int left, LocalDate due) {
    public String style() {
      return left < 0 ? "bad" : left <= 1 ? "warn" : "line";
    }

    /// Of so many working days in all.
    public int used(int days) {
      return Math.clamp(days - left, 0, days);
    }

    public String pressing() {
      return left < 0 ? "late" : left <= 1 ? "near" : "";
    }

    /// Whether it runs through a year whose holidays are not published yet.
    public boolean provisional() {
      return WorkingDays.isProvisional(due.getYear());
    }

    public String words(Screen s) {
      return left < 0 ? s.t("web.case.late", "days", -left) : s.t("web.case.left", "days", left);
    }
  }
}
