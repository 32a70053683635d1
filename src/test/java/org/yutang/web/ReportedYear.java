package org.yutang.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.SaleNotice;
import org.yutang.insight.Certainty;
import org.yutang.insight.Indicator;
import org.yutang.insight.Insight;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programmes;
import org.yutang.programme.Ruling;
import org.yutang.programme.Text;
import org.yutang.register.PersonId;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// A year with something of everything that a report tells: orders through the months, premiums,
/// claims in several states, and what others published.
final class ReportedYear {

  private static final int CLAIMS = 14;
  private static final long DONATION_FEN = 2;

  private final BeanFactory beans;
  private final PlaceCode place;
  private final InsuredCounty county;

  ReportedYear(BeanFactory beans, PlaceCode place) {
    this.beans = beans;
    this.place = place;
    this.county = new InsuredCounty(beans, place);
  }

  InsuredCounty county() {
    return county;
  }

  void fill() throws IOException, InterruptedException {
    bean(HouseSettings.class).put("payment.provider", "SANDBOX");
    county.insure("6000");
    county.fundInsurer(60_000_00);
    sell();
    claim();
    publish();
    for (int i = 0; i < 4; i++) bean(Outbox.class).awaitDelivered(Duration.ofSeconds(30));
  }

  private void sell() {
    Actor fund = county.holder(Role.FUND_OFFICER, new PlaceCode("CN"));
    Giving giving = bean(Giving.class);
    UUID project = UUID.randomUUID();
    UUID merchant = UUID.randomUUID();
    LocalDate from = LocalDate.of(today().getYear(), 1, 1);
    giving.openProject(
        fund,
        new Project.New(
            project,
            new Text("每单随捐·顶梁柱", "A little of every order"),
            new Text("每卖出一箱脐橙，捐一点给顶梁柱健康保险。", "Every box of oranges gives a little."),
            InsuredCounty.INSURANCE,
            place,
            from,
            from.plusYears(1),
            Money.parse("50000", "CNY"),
            List.of(
                new Project.BudgetLine(new Text("保费", "Premiums"), Money.parse("50000", "CNY")))));
    giving.addMerchant(fund, merchant, new Text("三峡橙园旗舰店", "Gorges Orange Store"), place);
    giving.pledge(
        fund,
        UUID.randomUUID(),
        merchant,
        project,
        new Rate.PerOrder(Money.fen(DONATION_FEN * 200)),
        from);
    Instant first = from.plusDays(1).atStartOfDay(BusinessDay.ZONE).toInstant();
    long hours = Math.max(1, ChronoUnit.HOURS.between(first, Instant.now()) / 620);
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < 600; i++)
      notices.add(
          new SaleNotice(
              "Y-%05d".formatted(i),
              first.plus(i * hours, ChronoUnit.HOURS),
              Money.fen(3000 + i * 13L),
              Optional.empty(),
              Optional.empty()));
    giving.sellAll(fund, merchant, notices);
    giving.refundAll(
        fund,
        merchant,
        List.of(
            new RefundNotice("R-1", "Y-00005", first.plus(90, ChronoUnit.DAYS), Optional.empty())));
  }

  private void claim() {
    Cases cases = bean(Cases.class);
    Actor cadre = county.holder(Role.VILLAGE_CADRE, place);
    Actor insurer = county.holder(Role.INSURER, new PlaceCode("CN"));
    List<PersonId> people = county.covered();
    for (int i = 0; i < CLAIMS; i++) {
      PersonId person = people.get(i % people.size());
      Case saved = cases.save(cadre, draft(person, TestPhotos.fresh(beans)), today());
      Case filed = cases.file(cadre, saved.id(), saved.version(), today());
      Ruling ruling =
          switch (i) {
            case 0 -> new Ruling.Reject("papers-not-convincing", "票据看不清");
            case 1 ->
                Ruling.Pass.counting(Money.parse("3500", "CNY"), "outside-the-rules", "部分不在范围");
            default -> Ruling.Pass.whole();
          };
      if (i != 2) cases.decide(insurer, filed.id(), filed.version(), ruling, today());
    }
  }

  private CaseDraft draft(PersonId person, String photo) {
    UUID key = UUID.randomUUID();
    LocalDate admitted = LocalDate.of(today().getYear(), 1, 2);
    return new CaseDraft(
        Cases.idOf(person, key),
        0,
        InsuredCounty.INSURANCE,
        "hospital-bill",
        person,
        CaseKind.Channel.PROXY,
        Map.of(
            "hospital", "县人民医院",
            "bill_number", "B-" + key,
            "admitted", admitted.toString(),
            "discharged", admitted.plusDays(8).toString(),
            "total", "9000",
            "own_share", "4000",
            "diagnosis", "骨折"),
        Map.of("bill", List.of(photo)),
        Optional.of("张三"),
        Optional.of("6222020200000001234"),
        Optional.of(
            new Case.Confirmation(
                Case.Confirmation.How.SPOKEN,
                Instant.now(),
                Optional.empty(),
                Optional.of("李四"),
                Optional.empty())));
  }

  /// The published series of the insurance that the shipped programme follows.
  private void publish() {
    String run = UUID.randomUUID().toString().substring(0, 8);
    series(
        "person-times-" + run,
        new Text("参保人次（累计）", "Person-times insured"),
        UnitKind.PERSON_TIMES,
        KeyFigure.PREMIUMS,
        "810000 2017-12-31",
        "4250000 2018-12-31",
        "4560000 2019-06-30");
    series(
        "counties-" + run,
        new Text("覆盖县", "Counties"),
        UnitKind.COUNTIES,
        KeyFigure.COUNTIES,
        "66 2018-12-31",
        "69 2019-06-30");
    series(
        "yuan-" + run,
        new Text("保费", "Premiums"),
        UnitKind.CNY,
        KeyFigure.SPENT,
        "136000000 2018-12-31",
        "160000000 2019-06-30");
  }

  private void series(String id, Text name, UnitKind unit, KeyFigure beside, String... figures) {
    Actor fund = county.holder(Role.FUND_OFFICER, new PlaceCode("CN"));
    Insight insight = bean(Insight.class);
    insight.addIndicator(
        fund, new Indicator(id, InsuredCounty.INSURANCE, name, unit, Optional.of(beside)));
    for (String figure : figures) {
      String[] parts = figure.split(" ");
      insight.enter(
          fund,
          new Published.New(
              UUID.randomUUID(),
              id,
              parts[0],
              LocalDate.parse(parts[1]),
              Certainty.ACTUAL,
              new Text("项目公开报告", "Public reports of the programme"),
              "https://example.org/reports",
              0));
    }
  }

  int year() {
    return bean(Programmes.class).get(InsuredCounty.INSURANCE).yearOf(today());
  }

  static LocalDate today() {
    return BusinessDay.of(Instant.now());
  }

  private <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }
}
