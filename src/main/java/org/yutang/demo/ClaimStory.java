package org.yutang.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Ruling;
import org.yutang.register.PersonId;

/// A made-up claim, a case of the insurer: its bill, and what people do about it step by step. Each
/// step is one command, so that the number of people's events in its timeline says how far it has
/// come.
final class ClaimStory {

  /// @param settled whether the payment that the step before led to must have ended
  record Step(LocalDate day, boolean settled, Act act) {}

  /// A command on a claim.
  interface Act {
    /// @param now null before the first step
    Case on(@Nullable Case now, LocalDate day);
  }

  /// Who acts. The reviewers differ.
  record Cast(Cases cases, Actor cadre, Actor reviewer, Actor other) {}

  /// How many days before the end what is still open began.
  private static final int LATELY = 7;

  private static final int OVERDUE_DAYS = 16;

  /// Stories that have ended began so long before the end.
  private static final int WHOLE_STORY = 45;

  /// From the first day of cover until somebody can come home with a bill.
  private static final int FIRST_BILL = 14;

  /// Of the insurance's definition.
  static final String KIND = "hospital-bill";

  private static final String ACCOUNT = "9900%012d";
  private static final String CLOSED_ACCOUNT = "9900%08d0000";

  private final int number;
  private final Fate fate;
  private final ProgrammeId programme;
  private final PersonId person;
  private final Cast cast;
  private final Bill bill;
  private final Dice dice;
  private final LocalDate to;
  private final List<Step> steps = new ArrayList<>();
  private LocalDate day;

  /// @param number of the claim, from 0
  /// @param from the first day of cover
  /// @param to the last day that has a story
  ClaimStory(
      int number,
      Fate fate,
      boolean published,
      ProgrammeId programme,
      PersonId person,
      Cast cast,
      LocalDate from,
      LocalDate to) {
    this.number = number;
    this.fate = fate;
    this.programme = programme;
    this.person = person;
    this.cast = cast;
    this.dice = new Dice(7919L * number + 11);
    this.to = to;
    this.day = begin(from);
    Bill made = Bill.of(fate, number, dice, from, day);
    this.bill = published ? made.published() : made;
  }

  UUID id() {
    return Cases.idOf(person, Uuids.named("demo.claim", String.valueOf(number)));
  }

  Bill bill() {
    return bill;
  }

  Actor cadre() {
    return cast.cadre();
  }

  /// @param photo of the bill, taken in by the first step
  List<Step> steps(Supplier<String> photo) {
    if (!steps.isEmpty()) return steps;
    then(0, (now, on) -> cast.cases().save(cadre(), draft(photo.get(), on), on));
    if (fate == Fate.DRAFT) return steps;
    file();
    switch (fate) {
      case DRAFT, FILED, OVERDUE -> {}
      case PAPERS_MISSING -> askForPapers();
      case AWAITING_SECOND -> decide(cast.reviewer(), Ruling.Pass.whole());
      case WITHDRAWN ->
          then(
              1,
              (now, on) -> cast.cases().withdraw(cadre(), id(), version(now), "家属决定改由大病保险报销。", on));
      case REJECTED, REJECTED_LATELY -> decide(cast.reviewer(), rejection());
      case REJECTED_THEN_PAID -> {
        decide(cast.reviewer(), rejection());
        appeal("已补开出院小结，请重新审核。");
        decide(cast.other(), Ruling.Pass.whole());
      }
      case REJECTED_TWICE -> {
        decide(cast.reviewer(), rejection());
        appeal("村里认为这次住院应当赔付。");
        decide(cast.other(), rejection());
      }
      case REDUCED -> decide(cast.reviewer(), reduction(85));
      case REDUCED_THEN_RAISED -> {
        decide(cast.reviewer(), reduction(80));
        appeal("自费药清单有误，医院已更正。");
        decide(cast.other(), Ruling.Pass.whole());
      }
      case REDUCED_AND_UPHELD -> {
        decide(cast.reviewer(), reduction(80));
        appeal("希望按全部自付费用计算。");
        decide(cast.other(), reduction(80));
      }
      case PAID_AFTER_PAPERS -> {
        askForPapers();
        then(dice.between(2, 6), (now, on) -> cast.cases().file(cadre(), id(), version(now), on));
        decide(cast.reviewer(), Ruling.Pass.whole());
      }
      case PAID_BY_TWO -> {
        decide(cast.reviewer(), Ruling.Pass.whole());
        second(true);
      }
      case PAID_AFTER_DISAGREEMENT -> {
        decide(cast.reviewer(), Ruling.Pass.whole());
        second(false);
        decide(cast.reviewer(), Ruling.Pass.whole());
        second(true);
      }
      case PAYMENT_FAILED, PAID -> decide(cast.reviewer(), Ruling.Pass.whole());
      case PAID_AFTER_FAILURE -> {
        decide(cast.reviewer(), Ruling.Pass.whole());
        settled(
            dice.between(1, 4),
            (now, on) ->
                cast.cases()
                    .correctPayee(
                        cadre(), id(), version(now), payee(), ACCOUNT.formatted(number), on));
      }
    }
    return steps;
  }

  private LocalDate begin(LocalDate from) {
    LocalDate first = from.plusDays(FIRST_BILL);
    if (fate.recent) return max(first, to.minusDays(dice.between(2, LATELY)));
    if (fate == Fate.OVERDUE) return max(first, to.minusDays(OVERDUE_DAYS));
    long days = to.minusDays(WHOLE_STORY).toEpochDay() - first.toEpochDay();
    return first.plusDays(days <= 0 ? 0 : dice.between(0, (int) days));
  }

  private void file() {
    then(0, (now, on) -> cast.cases().file(cadre(), id(), version(now), on));
  }

  private void askForPapers() {
    then(
        dice.between(0, 2),
        (now, on) ->
            cast.cases()
                .decide(
                    cast.reviewer(),
                    id(),
                    version(now),
                    new Ruling.AskForPapers("请补拍盖章的出院小结。"),
                    on));
  }

  private void decide(Actor reviewer, Ruling ruling) {
    then(
        fate.recent ? 0 : dice.between(1, 4),
        (now, on) -> cast.cases().decide(reviewer, id(), version(now), ruling, on));
  }

  private void second(boolean agrees) {
    then(
        dice.between(0, 1),
        (now, on) ->
            cast.cases()
                .decide(
                    cast.other(),
                    id(),
                    version(now),
                    agrees ? Ruling.Pass.whole() : new Ruling.Disagree("请先与医院核对总费用。"),
                    on));
  }

  private void appeal(String why) {
    settled(
        dice.between(2, 9), (now, on) -> cast.cases().appeal(cadre(), id(), version(now), why, on));
  }

  private Ruling rejection() {
    return new Ruling.Reject(
        List.of("papers-not-convincing", "not-an-inpatient", "paid-by-others").get(number % 3),
        "依据保单条款与所附票据，本次不予赔付。");
  }

  /// @param percent of what is above the deductible that counts
  private Ruling reduction(int percent) {
    long above = bill.ownShare().minor() - Bill.DEDUCTIBLE;
    return Ruling.Pass.counting(
        Money.fen(Bill.DEDUCTIBLE + Math.max(100, above * percent / 100)),
        "outside-the-rules",
        "扣除目录外自费药品。");
  }

  private CaseDraft draft(String photo, LocalDate on) {
    boolean fails = fate == Fate.PAYMENT_FAILED || fate == Fate.PAID_AFTER_FAILURE;
    return new CaseDraft(
        id(),
        0,
        programme,
        KIND,
        person,
        CaseKind.Channel.PROXY,
        Map.of(
            "hospital", bill.hospital(),
            "bill_number", bill.number(),
            "admitted", bill.admitted().toString(),
            "discharged", bill.discharged().toString(),
            "total", bill.total().decimal(),
            "own_share", bill.ownShare().decimal(),
            "diagnosis", "住院治疗（虚构）"),
        Map.of("bill", List.of(photo)),
        Optional.of(payee()),
        Optional.of((fails ? CLOSED_ACCOUNT : ACCOUNT).formatted(number)),
        Optional.of(
            new Case.Confirmation(
                Case.Confirmation.How.SPOKEN,
                on.atTime(9, 30).atZone(BusinessDay.ZONE).toInstant(),
                Optional.empty(),
                Optional.of("村民小组长（虚构）"),
                Optional.empty())));
  }

  private String payee() {
    return "虚构收款人";
  }

  private static int version(@Nullable Case now) {
    return Objects.requireNonNull(now).version();
  }

  private void then(int workingDays, Act act) {
    step(workingDays, false, act);
  }

  /// After the payment has ended.
  private void settled(int workingDays, Act act) {
    step(workingDays, true, act);
  }

  private void step(int workingDays, boolean settled, Act act) {
    LocalDate later = WorkingDays.plus(day, workingDays);
    day = later.isAfter(to) ? to : later;
    steps.add(new Step(day, settled, act));
  }

  private static LocalDate max(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
