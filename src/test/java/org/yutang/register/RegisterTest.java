package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Who sees what of a county that this class has for itself.
class RegisterTest extends ImportTest {

  private static final PlaceCode COUNTY = new PlaceCode("XB-see");
  private static final PlaceCode TOWN = new PlaceCode("XB-seeT");
  private static final String NUMBER = "11010519491231002X";
  private static final AtomicBoolean FILLED = new AtomicBoolean();

  @Autowired IdNumbers idNumbers;
  @Autowired Audit audit;

  @BeforeEach
  void fill() throws Exception {
    if (FILLED.getAndSet(true)) return;
    String mapping =
        """
        kind: register
        source: {id: test-see, title: Who sees what, licence: none, date: 2020-12-31}
        places:
          - {code: XB-see, parent: CN, level: county, zh: 看县}
          - {code: XB-seeT, parent: XB-see, level: town, zh: 看镇}
          - {code: XB-seeV1, parent: XB-seeT, level: village, zh: 看一村}
          - {code: XB-seeV2, parent: XB-see, level: village, zh: 看二村}
          - {code: XB-other, parent: CN, level: county, zh: 别县}
        household: {place: row.place, key: row.household, status: "'registered'", since: 2016-01-01, facts: [{name: housing, value: row.housing}]}
        person: {key: row.person, name: row.name, sex: row.sex, age: number(row.age), head: "row.person.endsWith('1')", id-number: row.id, facts: [{name: work_months, value: whole(row.months)}]}
        """;
    String rows =
        """
        place,household,person,name,sex,age,id,housing,months
        XB-seeV1,S1,S1-1,曾子墨,m,71,%s,土坯,3
        XB-seeV1,S1,S1-2,Maria Huber,f,30,,土坯,
        XB-seeV2,S2,S2-1,欧阳询,m,40,,砖混,12
        XB-other,S1,S1-1,曾子墨,m,50,,砖混,0
        """
            .formatted(NUMBER);
    report(
        run(actor(Role.ADMINISTRATOR, "001"), ImportKind.REGISTER, put(rows), mapping, 0, false));
  }

  private List<PersonRow> found(Actor actor, String text) {
    return register.persons(actor, PersonQuery.named(text, new Page.Wanted(1, 50))).items().stream()
        .filter(row -> row.county().text().startsWith("XB"))
        .toList();
  }

  @Test
  void anIdentityNumberIsFoundWholeInOnesOwnPlacesOnlyAndNeverAmongNames() {
    Actor actor = actor(Role.COUNTY_OFFICER, COUNTY.text());
    for (String number : List.of(NUMBER, NUMBER.toLowerCase(java.util.Locale.ROOT))) {
      assertThat(register.personsByIdNumber(actor, number))
          .extracting(PersonRow::name)
          .containsExactly(Optional.of("曾某某"));
      assertThat(PersonQuery.isIdNumber(number)).isTrue();
      assertThat(found(actor, number)).isEmpty();
    }
    assertThat(register.personsByIdNumber(actor, "110105194912310020")).isEmpty();
    assertThat(register.personsByIdNumber(actor(Role.COUNTY_OFFICER, "XB-other"), NUMBER))
        .isEmpty();
    for (String name : List.of("曾子墨", "zengzimo", "Maria Huber", "S1-23"))
      assertThat(PersonQuery.isIdNumber(name)).as(name).isFalse();
  }

  @Test
  void personsAreFoundByNameBeginningPinyinAndInitials() {
    Actor actor = actor(Role.COUNTY_OFFICER, COUNTY.text());
    for (String text : List.of("曾子墨", "曾", "zengzimo", "Zeng", "zzm"))
      assertThat(found(actor, text))
          .as(text)
          .extracting(PersonRow::name)
          .containsExactly(Optional.of("曾某某"));
    assertThat(found(actor, "mariahuber"))
        .extracting(PersonRow::name)
        .containsExactly(Optional.of("M*** H***"));
    assertThat(found(actor, "ouyang"))
        .extracting(PersonRow::name)
        .containsExactly(Optional.of("欧阳某"));
    for (String text : List.of("子墨", "%", "_", "110105194912310020", "曾子墨墨"))
      assertThat(found(actor, text)).as(text).isEmpty();
    assertThat(
            register
                .households(
                    actor,
                    new HouseholdQuery(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("zzm"),
                        HouseholdQuery.Sort.VILLAGE,
                        false,
                        new Page.Wanted(1, 5)))
                .items())
        .extracting(HouseholdRow::number)
        .containsExactly("S1");
    assertThat(
            register
                .households(
                    actor,
                    new HouseholdQuery(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("S2"),
                        HouseholdQuery.Sort.NUMBER,
                        true,
                        new Page.Wanted(1, 5)))
                .items())
        .extracting(HouseholdRow::headName)
        .containsExactly(Optional.of("欧阳某"));
  }

  @Test
  void nobodySeesBeyondTheirPlaces() {
    assertThat(found(actor(Role.COUNTY_OFFICER, "XB-other"), "曾"))
        .extracting(PersonRow::county)
        .containsExactly(new PlaceCode("XB-other"));
    assertThat(found(actor(Role.VILLAGE_CADRE, "XB-seeV2"), "曾")).isEmpty();
    assertThat(found(actor(Role.VILLAGE_CADRE, TOWN.text()), "曾")).hasSize(1);
    assertThat(found(actor(Role.COUNTY_OFFICER, "AT"), "曾")).isEmpty();
    assertThat(found(actor(Role.MERCHANT, "001"), "曾")).isEmpty();
    assertThat(found(actor(Role.AUDITOR, "CN"), "曾")).hasSize(2);
    Actor cadre = actor(Role.VILLAGE_CADRE, "XB-seeV1");
    assertThat(register.persons(cadre, PersonQuery.in(COUNTY, new Page.Wanted(1, 50))).total())
        .isEqualTo(2);
    assertThat(
            register
                .persons(cadre, PersonQuery.in(new PlaceCode("XB-seeV2"), new Page.Wanted(1, 50)))
                .total())
        .isZero();
    assertThat(
            register.households(cadre, HouseholdQuery.in(COUNTY, new Page.Wanted(1, 50))).total())
        .isEqualTo(1);
    PersonRow one = found(cadre, "曾").getFirst();
    assertThat(register.getPerson(cadre, one.id()).row().idNumber()).contains("110***********002X");
    Actor stranger = actor(Role.COUNTY_OFFICER, "XB-other");
    for (Runnable question :
        List.<Runnable>of(
            () -> register.getPerson(stranger, one.id()),
            () -> register.getHousehold(stranger, one.household()),
            () -> register.reveal(stranger, one.id(), "just curious")))
      assertThatThrownBy(question::run)
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code().kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
  }

  @Test
  void revealingNeedsTheRoleAReasonAndLeavesAnAuditRow() {
    Actor officer = actor(Role.COUNTY_OFFICER, COUNTY.text());
    PersonId id = found(officer, "曾").getFirst().id();
    assertThatThrownBy(() -> register.reveal(officer, id, " x "))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RegisterRefusal.REASON_MISSING));
    assertThatThrownBy(() -> register.reveal(actor(Role.AUDITOR, "CN"), id, "核对赔付"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(AccessRefusal.NOT_PERMITTED));
    Revealed revealed = register.reveal(officer, id, "核对赔付");
    assertThat(revealed.name()).contains("曾子墨");
    assertThat(revealed.idNumber()).contains(NUMBER);
    assertThat(revealed.toString()).doesNotContain(NUMBER).doesNotContain("曾子墨");
    Page<Audit.Row> rows =
        audit.list(
            actor(Role.AUDITOR, "CN"),
            new Audit.Filter(
                Optional.of(officer.account()),
                Optional.of("register.revealed"),
                Optional.of(id.toString())),
            new Page.Wanted(1, 5));
    assertThat(rows.items()).hasSize(1);
    assertThat(rows.items().getFirst().facts()).containsEntry("reason", "核对赔付");
    assertThat(rows.items().toString()).doesNotContain(NUMBER);
  }

  @Test
  void aNumberThatWasTamperedWithOrMovedDoesNotOpen() {
    Actor officer = actor(Role.COUNTY_OFFICER, COUNTY.text());
    PersonId id = found(officer, "曾").getFirst().id();
    byte[] sealed =
        sql.sql("select id_cipher from register.person where shard_key = :s and id = :id")
            .param("s", id.shard())
            .param("id", id.value())
            .query(byte[].class)
            .single();
    assertThat(idNumbers.open(id.value(), sealed, 1)).isEqualTo(NUMBER);
    byte[] changed = sealed.clone();
    changed[20] ^= 1;
    PersonId other = found(officer, "ouyang").getFirst().id();
    for (Runnable attempt :
        List.<Runnable>of(
            () -> idNumbers.open(id.value(), changed, 1),
            () -> idNumbers.open(other.value(), sealed, 1),
            () -> idNumbers.open(id.value(), new byte[5], 1)))
      assertThatThrownBy(attempt::run)
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal ->
                  assertThat(refusal.code()).isEqualTo(RegisterRefusal.ID_NUMBER_UNREADABLE));
  }

  @Test
  void noIdentityNumberStandsAnywhereInTheDatabase() {
    List<String> tables =
        sql.sql(
                "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
            .query(String.class)
            .list();
    assertThat(tables).hasSizeGreaterThan(10);
    String hex =
        java.util.HexFormat.of()
            .formatHex(NUMBER.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (String table : tables) {
      long found =
          sql.sql(
                  "select count(*) from "
                      + table
                      + " t where t::text like '%' || :number || '%' or t::text like '%' || :hex || '%'")
              .param("number", NUMBER.substring(0, 17))
              .param("hex", hex.substring(0, 34))
              .query(Long.class)
              .single();
      assertThat(found).as(table).isZero();
    }
  }

  @Test
  void profilesShowWhatHoldsOnTheDayAndNoTransactionIsOpenMeanwhile() {
    List<Profile> all = new ArrayList<>();
    register.eachProfile(
        COUNTY,
        LocalDate.of(2021, 6, 1),
        2,
        list -> {
          assertThat(Transactions.isOpen()).isFalse();
          assertThat(list).hasSizeLessThanOrEqualTo(2);
          all.addAll(list);
        });
    assertThat(all).hasSize(3).isSortedAccordingTo(java.util.Comparator.comparing(Profile::id));
    Profile zeng =
        all.stream().filter(profile -> profile.facts().containsValue(3L)).findFirst().orElseThrow();
    assertThat(zeng.age()).hasValue(71);
    assertThat(zeng.status()).isEqualTo(PovertyStatus.REGISTERED);
    assertThat(zeng.householdSize()).isEqualTo(2);
    assertThat(zeng.facts())
        .containsOnlyKeys("housing", "work_months")
        .containsEntry("housing", "土坯");
    assertThat(zeng.county()).isEqualTo(COUNTY);
    assertThat(zeng.village()).isEqualTo(new PlaceCode("XB-seeV1"));
    assertThat(register.profile(zeng.id(), LocalDate.of(2021, 6, 1))).isEqualTo(zeng);
    assertThat(register.profile(zeng.id(), LocalDate.of(2015, 6, 1)).status())
        .isEqualTo(PovertyStatus.NONE);
    assertThat(register.profile(zeng.id(), LocalDate.of(2031, 1, 1)).age()).hasValue(81);
    assertThatThrownBy(
            () ->
                register.profile(new PersonId(new java.util.UUID(1, 1)), LocalDate.of(2021, 1, 1)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void listsFilterAndSortAndPage() {
    Actor officer = actor(Role.COUNTY_OFFICER, COUNTY.text());
    Optional<PlaceCode> county = Optional.of(COUNTY);
    Page<PersonRow> women =
        register.persons(
            officer,
            new PersonQuery(
                county,
                Optional.of(PovertyStatus.REGISTERED),
                Optional.of(Sex.FEMALE),
                Optional.of(18),
                Optional.of(60),
                Optional.empty(),
                PersonQuery.Sort.AGE,
                true,
                new Page.Wanted(1, 10)));
    assertThat(women.total()).isEqualTo(1);
    for (PersonQuery.Sort sort : PersonQuery.Sort.values()) {
      Page<PersonRow> second =
          register.persons(
              officer,
              new PersonQuery(
                  county,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  sort,
                  false,
                  new Page.Wanted(2, 2)));
      assertThat(second.total()).isEqualTo(3);
      assertThat(second.items()).hasSize(1);
    }
    for (HouseholdQuery.Sort sort : HouseholdQuery.Sort.values())
      assertThat(
              register
                  .households(
                      officer,
                      new HouseholdQuery(
                          county,
                          Optional.of(PovertyStatus.REGISTERED),
                          Optional.empty(),
                          sort,
                          true,
                          new Page.Wanted(1, 10)))
                  .total())
          .isEqualTo(2);
    assertThat(
            register
                .households(
                    officer,
                    new HouseholdQuery(
                        county,
                        Optional.of(PovertyStatus.LIFTED),
                        Optional.empty(),
                        HouseholdQuery.Sort.SIZE,
                        true,
                        new Page.Wanted(1, 10)))
                .items())
        .isEmpty();
  }
}
