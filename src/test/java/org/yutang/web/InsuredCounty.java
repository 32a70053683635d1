package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.programme.Enrolment;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;

/// A county with invented households, enrolled in the insurance, and people who log in.
final class InsuredCounty {

  static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  static final String PASSWORD = "four words are long";

  private final BeanFactory beans;
  private final PlaceCode county;

  InsuredCounty(BeanFactory beans, PlaceCode county) {
    this.beans = beans;
    this.county = county;
  }

  /// Imports 60 households and enrols those who are eligible this year.
  ///
  /// @param yuan what is granted to the fund before
  void insure(String yuan) throws IOException, InterruptedException {
    List<PlaceCode> towns =
        bean(Register.class)
            .children(county, PlaceQuery.all(new Page.Wanted(1, 8)))
            .items()
            .stream()
            .map(entry -> entry.place().code())
            .toList();
    byte[] csv = SmallCounty.csv(county, towns, 60, 0).getBytes(StandardCharsets.UTF_8);
    String file = bean(FileStore.class).putPassing(new ByteArrayInputStream(csv), 1 << 20).digest();
    String mapping =
        SmallCounty.MAPPING.replace(
            "small-county", "small-" + county.text().toLowerCase(Locale.ROOT));
    UUID job = UUID.randomUUID();
    bean(Imports.class)
        .submit(
            holder(Role.ADMINISTRATOR, PlaceCode.WORLD),
            job,
            new ImportRequest(ImportKind.REGISTER, file, "a.csv", mapping, 0, false));
    await(job);
    Actor fund = holder(Role.FUND_OFFICER, new PlaceCode("CN"));
    Programmes programmes = bean(Programmes.class);
    programmes.grant(fund, INSURANCE, Money.parse(yuan, "CNY"), UUID.randomUUID(), "测试拨款");
    await(programmes.enrol(fund, INSURANCE, county, year(), UUID.randomUUID()));
  }

  /// Money for the insurer, as premiums of others would bring it.
  void fundInsurer(long fen) {
    Instant now = Instant.now();
    bean(Ledger.class)
        .execute(
            List.of(
                new Command.Transfer(
                    Uuids.fresh(now),
                    Uuids.named("programme", "world", INSURANCE.text()),
                    bean(Programmes.class).get(INSURANCE).payee(),
                    fen,
                    "test",
                    BusinessDay.of(now))));
  }

  /// Whoever is covered this year.
  List<PersonId> covered() {
    return bean(Programmes.class)
        .enrolments(
            holder(Role.COUNTY_OFFICER, county),
            new Enrolment.Query(
                INSURANCE,
                year(),
                county,
                Optional.of(Enrolment.State.COVERED),
                Enrolment.Sort.PLACE,
                false,
                new Page.Wanted(1, 50)))
        .items()
        .stream()
        .map(Enrolment::person)
        .toList();
  }

  /// A day in hospital that the cover of this year includes: yesterday, or today on New Year's Day.
  static LocalDate admitted() {
    LocalDate today = BusinessDay.of(Instant.now());
    return today.getDayOfYear() == 1 ? today : today.minusDays(1);
  }

  private int year() {
    return bean(Programmes.class).get(INSURANCE).yearOf(BusinessDay.of(Instant.now()));
  }

  private void await(UUID job) throws InterruptedException {
    for (int i = 0; i < 1200; i++) {
      Jobs.Job now = bean(Jobs.class).find(job).orElseThrow();
      if (now.ended()) {
        assertThat(now.state()).isEqualTo(Jobs.State.DONE);
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the job did not end");
  }

  Actor holder(Role role, PlaceCode place) {
    return actor(account("g-" + UUID.randomUUID(), "g", role, place));
  }

  Actor actor(String account) {
    return bean(Access.class).actor(bean(Accounts.class).find(account).orElseThrow().id());
  }

  /// An account that logs in with [#PASSWORD].
  String account(String name, String displayName, Role role, PlaceCode place) {
    UUID id = UUID.randomUUID();
    Accounts accounts = bean(Accounts.class);
    accounts.create(Actor.SYSTEM, id, name, displayName, place, Optional.of(PASSWORD));
    accounts.grant(Actor.SYSTEM, id, new Grant(role, place), Optional.empty());
    return name;
  }

  private <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }
}
