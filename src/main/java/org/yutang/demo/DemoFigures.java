package org.yutang.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.insight.Certainty;
import org.yutang.insight.Indicator;
import org.yutang.insight.Insight;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// What a large programme of the same kind published, to stand beside the demo's own figures. These
/// are real.
@Component
class DemoFigures {

  private record Figure(String value, LocalDate cutOff) {}

  private static final String INDICATOR = "person-times-insured-elsewhere";
  private static final Text SOURCE =
      new Text("一家大型基金 2017–2020 年的公开报告", "Reports that one large fund published, 2017 to 2020");
  private static final List<Figure> FIGURES =
      List.of(
          new Figure("810000", LocalDate.of(2017, 12, 31)),
          new Figure("4250000", LocalDate.of(2018, 12, 31)),
          new Figure("4560000", LocalDate.of(2019, 6, 30)));

  private final Insight insight;
  private final DemoAccounts people;

  DemoFigures(Insight insight, DemoAccounts people) {
    this.insight = insight;
    this.people = people;
  }

  /// May be repeated.
  void enter() {
    Actor officer = people.actor(Role.FUND_OFFICER);
    insight.addIndicator(
        officer,
        new Indicator(
            INDICATOR,
            Demo.INSURANCE,
            new Text(
                "同类大型项目公布的参保人次",
                "Person-times insured, as a large programme of the kind published"),
            UnitKind.PERSON_TIMES,
            Optional.of(KeyFigure.PREMIUMS)));
    for (Figure figure : FIGURES)
      insight.enter(
          officer,
          new Published.New(
              Uuids.named("demo.figure", figure.cutOff().toString()),
              INDICATOR,
              figure.value(),
              figure.cutOff(),
              Certainty.ACTUAL,
              SOURCE,
              "",
              0));
  }
}
