package org.yutang.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

class AccountsTest extends ServerTest {

  private static final PlaceCode CHONGQING = new PlaceCode("CN-50");
  private static final PlaceCode FENGJIE = new PlaceCode("CN-500236");
  private static final PlaceCode YUNNAN = new PlaceCode("CN-53");
  private static final Page.Wanted PAGE = new Page.Wanted(1, 50);

  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Audit audit;

  @Test
  void namesAreUniqueWhateverTheirCaseOrWidth() {
    String name = "Li-" + unique();
    create(name, FENGJIE);
    refused(
        AccessRefusal.NAME_TAKEN, () -> create(name.toUpperCase(java.util.Locale.ROOT), FENGJIE));
    refused(AccessRefusal.NAME_TAKEN, () -> create("Ｌi-" + name.substring(3), FENGJIE));
    assertThat(accounts.find(name.toLowerCase(java.util.Locale.ROOT))).isPresent();
  }

  @Test
  void openingTwiceWithOneIdOpensOne() {
    UUID id = UUID.randomUUID();
    String name = "twice-" + unique();
    accounts.create(Actor.SYSTEM, id, name, "两次", FENGJIE, Optional.empty());
    assertThat(accounts.create(Actor.SYSTEM, id, name, "两次", FENGJIE, Optional.empty()).name())
        .isEqualTo(name);
    assertThat(actions(id)).containsExactly("access.account-created");
  }

  @Test
  void anAccountOpensWithAllItsRolesOrNotAtAll() {
    String name = "roles-" + unique();
    Grant good = new Grant(Role.AUDITOR, FENGJIE);
    Grant lost = new Grant(Role.AUDITOR, new PlaceCode("CN-999999"));
    Map<Grant, Optional<Instant>> both = new LinkedHashMap<>();
    both.put(good, Optional.empty());
    both.put(lost, Optional.empty());
    UUID id = UUID.randomUUID();
    refused(
        AccessRefusal.UNKNOWN_PLACE,
        () -> accounts.create(Actor.SYSTEM, id, name, "全", FENGJIE, Optional.empty(), both));
    assertThat(accounts.find(name)).isEmpty();
    accounts.create(
        Actor.SYSTEM, id, name, "全", FENGJIE, Optional.empty(), Map.of(good, Optional.empty()));
    assertThat(access.actor(id).grants()).containsExactly(good);
  }

  @Test
  void badNamesAndPasswordsAreRefused() {
    for (String name : List.of("", "a", "with space", "<b>bold</b>", "x".repeat(61), "-dash"))
      refused(AccessRefusal.INVALID_NAME, () -> create(name, FENGJIE));
    refused(
        AccessRefusal.INVALID_DISPLAY_NAME,
        () ->
            accounts.create(
                Actor.SYSTEM, UUID.randomUUID(), "n-" + unique(), " ", FENGJIE, Optional.empty()));
    String name = "weak-" + unique();
    for (String password : List.of("short", "x".repeat(201), name))
      refused(
          AccessRefusal.WEAK_PASSWORD,
          () ->
              accounts.create(
                  Actor.SYSTEM, UUID.randomUUID(), name, name, FENGJIE, Optional.of(password)));
    refused(
        AccessRefusal.UNKNOWN_PLACE, () -> create("lost-" + unique(), new PlaceCode("CN-999999")));
    assertThat(accounts.find(name)).isEmpty();
  }

  @Test
  void aRoleCountsInsideItsPlaceAndNowhereElse() {
    Account account = create("county-" + unique(), FENGJIE);
    accounts.grant(
        Actor.SYSTEM, account.id(), new Grant(Role.COUNTY_OFFICER, CHONGQING), Optional.empty());
    Actor officer = access.actor(account.id());
    assertThat(access.may(officer, Permission.EDIT_REGISTER, FENGJIE)).isTrue();
    assertThat(access.may(officer, Permission.EDIT_REGISTER, YUNNAN)).isFalse();
    assertThat(access.may(officer, Permission.EDIT_REGISTER, PlaceCode.WORLD)).isFalse();
    assertThat(access.may(officer, Permission.MOVE_MONEY, FENGJIE)).isFalse();
    assertThatThrownBy(() -> access.require(officer, Permission.EDIT_REGISTER, YUNNAN))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(AccessRefusal.NOT_PERMITTED);
              assertThat(refusal.facts())
                  .isEqualTo(Map.of("permission", "EDIT_REGISTER", "place", "CN-53"));
            });
    assertThat(access.among(officer, Permission.SEE_REGISTER, Set.of(FENGJIE, CHONGQING, YUNNAN)))
        .containsExactlyInAnyOrder(FENGJIE, CHONGQING);
  }

  @Test
  void placesAreTheTopmostOnes() {
    Account account = create("top-" + unique(), FENGJIE);
    for (PlaceCode place : List.of(FENGJIE, CHONGQING, YUNNAN))
      accounts.grant(Actor.SYSTEM, account.id(), new Grant(Role.AUDITOR, place), Optional.empty());
    assertThat(access.places(access.actor(account.id()), Permission.SEE_AUDIT))
        .containsExactly(CHONGQING, YUNNAN);
    assertThat(access.places(access.actor(account.id()), Permission.MOVE_MONEY)).isEmpty();
  }

  @Test
  void aRoleIsGoneWhenItIsTakenAwayOrItsTimeIsOver() {
    Account account = create("gone-" + unique(), FENGJIE);
    Grant grant = new Grant(Role.AUDITOR, FENGJIE);
    Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Account granted = accounts.grant(Actor.SYSTEM, account.id(), grant, Optional.of(end));
    assertThat(granted.grants())
        .singleElement()
        .satisfies(held -> assertThat(held.until()).contains(end));
    assertThat(accounts.grant(Actor.SYSTEM, account.id(), grant, Optional.empty()).grants())
        .singleElement()
        .satisfies(held -> assertThat(held.until()).isEmpty());
    assertThat(access.actor(account.id()).grants()).containsExactly(grant);
    assertThat(accounts.revoke(Actor.SYSTEM, account.id(), grant).grants()).isEmpty();
    assertThat(access.actor(account.id()).grants()).isEmpty();
    accounts.revoke(Actor.SYSTEM, account.id(), grant);
    assertThat(actions(account.id()))
        .containsExactly(
            "access.role-revoked",
            "access.role-granted",
            "access.role-granted",
            "access.account-created");
    refused(
        AccessRefusal.INVALID_END,
        () ->
            accounts.grant(
                Actor.SYSTEM, account.id(), grant, Optional.of(Instant.now().minusSeconds(1))));
  }

  @Test
  void anAdministratorOfOnePlaceCannotReachBeyondIt() {
    Actor local = with(Role.ADMINISTRATOR, CHONGQING);
    Account neighbour = create("neighbour-" + unique(), YUNNAN);
    refused(
        AccessRefusal.NOT_PERMITTED,
        () ->
            accounts.create(
                local, UUID.randomUUID(), "new-" + unique(), "新", YUNNAN, Optional.empty()));
    refused(
        AccessRefusal.NOT_PERMITTED,
        () ->
            accounts.grant(
                local, neighbour.id(), new Grant(Role.AUDITOR, YUNNAN), Optional.empty()));
    refused(
        AccessRefusal.NOT_PERMITTED,
        () -> accounts.setPassword(local, neighbour.id(), "a password that is long"));
    refused(AccessRefusal.NOT_PERMITTED, () -> accounts.close(local, neighbour.id()));
    Account own =
        accounts.create(
            local, UUID.randomUUID(), "own-" + unique(), "本地", FENGJIE, Optional.empty());
    accounts.grant(local, own.id(), new Grant(Role.VILLAGE_CADRE, FENGJIE), Optional.empty());
    accounts.close(local, own.id());
    refused(AccessRefusal.UNKNOWN_ACCOUNT, () -> access.actor(own.id()));
  }

  @Test
  void nobodyTakesOverAnAccountWithMorePowerThanHisOwn() {
    Actor local = with(Role.ADMINISTRATOR, CHONGQING);
    Account powerful = create("powerful-" + unique(), FENGJIE);
    accounts.grant(
        Actor.SYSTEM, powerful.id(), new Grant(Role.AUDITOR, PlaceCode.WORLD), Optional.empty());
    refused(
        AccessRefusal.NOT_PERMITTED,
        () -> accounts.setPassword(local, powerful.id(), "a password that is long"));
    refused(AccessRefusal.NOT_PERMITTED, () -> accounts.close(local, powerful.id()));
  }

  @Test
  void theListShowsOnlyWhatTheReaderManages() {
    String mark = unique();
    create("a-" + mark, FENGJIE);
    create("b-" + mark, YUNNAN);
    assertThat(accounts.list(with(Role.ADMINISTRATOR, CHONGQING), mark, false, PAGE).items())
        .extracting(Account::name)
        .containsExactly("a-" + mark);
    assertThat(accounts.list(Actor.SYSTEM, mark, false, PAGE).total()).isEqualTo(2);
    assertThat(accounts.list(with(Role.AUDITOR, PlaceCode.WORLD), mark, false, PAGE).items())
        .isEmpty();
  }

  @Test
  void theAuditShowsEachReaderTheirOwnPlaces() {
    Account here = create("here-" + unique(), FENGJIE);
    Account there = create("there-" + unique(), YUNNAN);
    Actor auditor = with(Role.AUDITOR, CHONGQING);
    assertThat(rows(auditor, here.id()))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.accountName()).isEqualTo(Actor.SYSTEM.name());
              assertThat(row.place()).isEqualTo(FENGJIE);
            });
    assertThat(rows(auditor, there.id())).isEmpty();
    assertThat(rows(with(Role.COUNTY_OFFICER, CHONGQING), here.id())).isEmpty();
  }

  @Test
  void factsComeBackAsTheyWentIn() {
    String subject = unique();
    audit.record(
        Actor.SYSTEM,
        "access.login",
        FENGJIE,
        subject,
        Map.of("count", 3, "names", List.of("甲", "乙")));
    assertThat(
            audit
                .list(
                    Actor.SYSTEM,
                    new Audit.Filter(
                        Optional.empty(), Optional.of("access.login"), Optional.of(subject)),
                    PAGE)
                .items())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.facts()).isEqualTo(Map.of("count", 3, "names", List.of("甲", "乙"))));
  }

  private Account create(String name, PlaceCode home) {
    return accounts.create(Actor.SYSTEM, UUID.randomUUID(), name, name, home, Optional.empty());
  }

  private Actor with(Role role, PlaceCode place) {
    Account account = create("with-" + unique(), place);
    accounts.grant(Actor.SYSTEM, account.id(), new Grant(role, place), Optional.empty());
    return access.actor(account.id());
  }

  private List<String> actions(UUID subject) {
    return rows(Actor.SYSTEM, subject).stream().map(Audit.Row::action).toList();
  }

  private List<Audit.Row> rows(Actor reader, UUID subject) {
    return audit
        .list(
            reader,
            new Audit.Filter(Optional.empty(), Optional.empty(), Optional.of(subject.toString())),
            PAGE)
        .items();
  }

  static String unique() {
    return UUID.randomUUID().toString();
  }

  static void refused(Refusal.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
