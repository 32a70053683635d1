package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// The books as an auditor's programs read them.
class BooksApiTest extends ApiTest {

  private static final LocalDate DAY = LocalDate.of(2018, 12, 2);
  private static final String BOOKS = "/api/v1/ledger";

  @Autowired Ledger ledger;
  @Autowired Clock clock;

  private final UUID world = UUID.randomUUID();
  private final UUID fund = UUID.randomUUID();
  private String auditor = "";
  private Command.Transfer gift;
  private Command.Linked group;
  private Command.Reserve reserve;

  @BeforeEach
  void move() {
    Account account = account();
    accounts.grant(
        Actor.SYSTEM, account.id(), new Grant(Role.AUDITOR, new PlaceCode("CN")), Optional.empty());
    auditor = token(account);
    ledger.open(
        List.of(
            new NewAccount(world, "world/" + world, Unit.CNY, true),
            new NewAccount(fund, "fund/" + fund, Unit.CNY, false)));
    gift = transfer(world, fund, 700);
    group =
        new Command.Linked(fresh(), List.of(transfer(world, fund, 5), transfer(fund, world, 3)));
    reserve =
        new Command.Reserve(
            fresh(),
            fund,
            world,
            50,
            "premium",
            DAY.plusDays(1),
            "test/" + fund,
            clock.instant().plus(Duration.ofDays(1)));
    ledger.execute(List.of(gift, group, reserve));
  }

  @Test
  void theTrialBalanceSaysThatEachUnitBalances() throws Exception {
    JsonNode units = get("/trial-balance");
    assertThat(units.toString()).contains("\"unit\":\"CNY\"").doesNotContain("\"balances\":false");
  }

  @Test
  void aStatementHasItsBalancesByDayAndByMoment() throws Exception {
    String statement = "/accounts/" + fund + "/statement";
    JsonNode byDay = get(statement + "?from=2018-12-02&to=2018-12-02");
    assertThat(byDay.get("by").asString()).isEqualTo("business-day");
    assertThat(byDay.get("opening").asString()).isEqualTo("0.00");
    assertThat(byDay.get("in").asString()).isEqualTo("7.05");
    assertThat(byDay.get("out").asString()).isEqualTo("0.03");
    assertThat(byDay.get("closing").asString()).isEqualTo("7.02");
    assertThat(byDay.get("total").asLong()).isEqualTo(3);
    Instant at = ledger.findTransfer(gift.id()).orElseThrow().recordedAt();
    JsonNode recorded = get(statement + "?recordedFrom=" + at.plusNanos(1000) + "&first=oldest");
    assertThat(recorded.get("by").asString()).isEqualTo("recorded");
    assertThat(recorded.get("opening").asString()).isEqualTo("7.02");
    assertThat(recorded.get("items").isEmpty()).isTrue();
    JsonNode filtered = get(statement + "?memo=test&kind=transfer&size=1&page=2");
    assertThat(filtered.get("total").asLong()).isEqualTo(3);
    assertThat(filtered.get("items").size()).isEqualTo(1);
    assertThat(get("/accounts/" + fund + "/balance?at=" + at).get("balance").asString())
        .isEqualTo("7.02");
    assertThat(
            get("/accounts/" + fund + "/balance?at=" + at.minusSeconds(1))
                .get("balance")
                .asString())
        .isEqualTo("0.00");
  }

  @Test
  void aSpanOfBothKindsOrAnUnknownOrderIsRefused() throws Exception {
    String statement = BOOKS + "/accounts/" + fund + "/statement";
    for (String asked :
        List.of("?from=2018-12-02&recordedBefore=2030-01-01T00:00:00Z", "?first=best", "?from=now"))
      assertThat(send(as(auditor, statement + asked)).statusCode()).as(asked).isEqualTo(400);
  }

  @Test
  void whatBelongsTogetherIsFoundTogether() throws Exception {
    assertThat(get("/groups/" + group.id()).size()).isEqualTo(2);
    JsonNode held = get("/reservations/" + reserve.id());
    assertThat(held.get("reserve").get("amount").asString()).isEqualTo("0.50");
    assertThat(held.hasNonNull("ended")).isFalse();
    assertThat(held.hasNonNull("expiresAt")).isTrue();
    JsonNode batch = get("/transfers/" + gift.id() + "/batch");
    assertThat(batch.get("digest").asString()).hasSize(64);
    for (String none : List.of("/groups/", "/reservations/", "/transfers/"))
      assertThat(
              code(
                  send(
                      as(
                          auditor,
                          BOOKS
                              + none
                              + UUID.randomUUID()
                              + (none.equals("/transfers/") ? "/batch" : "")))))
          .isEqualTo("ledger.unknown-transfer");
  }

  @Test
  void linesOfATimeAreReadPageByPage() throws Exception {
    Instant at = ledger.findTransfer(gift.id()).orElseThrow().recordedAt();
    String span = "/lines?from=" + at + "&before=" + at.plusNanos(1000);
    JsonNode all = get(span);
    assertThat(all.size()).isEqualTo(4);
    assertThat(get(span + "&size=2&after=" + all.get(1).get("number").asLong()).get(0).get("id"))
        .isEqualTo(all.get(2).get("id"));
  }

  @Test
  void theCheckTellsHowFarItIsAndEndsWithWhatItLookedAt() throws Exception {
    HttpResponse<String> answer = send(as(auditor, BOOKS + "/check"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    assertThat(lines.getFirst()).contains("ledger.check.units");
    assertThat(lines.getLast()).contains("\"checked\":{\"accounts\":");
  }

  @Test
  void aDayThatIsNotOverHasNoFile() throws Exception {
    LocalDate today = BusinessDay.of(clock.instant());
    assertThat(code(send(as(auditor, BOOKS + "/days/" + today)))).isEqualTo("ledger.day-not-over");
    assertThat(code(send(as(auditor, BOOKS + "/days/" + today + "/lines.csv.gz"))))
        .isEqualTo("ledger.day-not-over");
    assertThat(get("/days/2018-12-02").get("rows").asLong()).isZero();
  }

  @Test
  void nobodyElseSeesAnyOfIt() throws Exception {
    String other = token(account());
    for (String path :
        List.of(
            "/trial-balance",
            "/accounts/" + fund + "/statement",
            "/accounts/" + fund + "/balance?at=2030-01-01T00:00:00Z",
            "/lines?from=2018-01-01T00:00:00Z&before=2030-01-01T00:00:00Z",
            "/groups/" + group.id(),
            "/reservations/" + reserve.id(),
            "/transfers/" + gift.id() + "/batch",
            "/check",
            "/days/2018-12-02",
            "/days/2018-12-02/lines.csv.gz"))
      assertThat(send(as(other, BOOKS + path)).statusCode()).as(path).isEqualTo(403);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(as(auditor, BOOKS + path));
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    return Json.read(answer.body(), JsonNode.class);
  }

  private UUID fresh() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount) {
    return new Command.Transfer(fresh(), from, to, amount, "test", DAY);
  }
}
