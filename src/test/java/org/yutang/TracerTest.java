package org.yutang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yutang.cli.Main;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// The thin line through the house, walked from outside as a user would, by verbs, pages and API,
/// on a server that is killed with -9 while it imports and while it enrols: CSV row → person →
/// eligible → enrolled → transfer → leaf → `verify`.
@Tag("slow")
class TracerTest {

  private static final int HOUSEHOLDS = 4000;
  private static final int ELIGIBLE_EACH = 2;
  private static final String PROGRAMME = "breadwinners-insurance";
  private static final String COUNTY = "CN-500236";
  private static final long PREMIUM_FEN = 3200;

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration WORK = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .cookieHandler(new CookieManager())
          .build();

  @TempDir Path folder;

  private ChildServer server;
  private JsonNode address;

  @Test
  void aRowOfAListBecomesAnInsuredPersonWithMoneyAndProofAcrossKills() throws Exception {
    start();
    try {
      setUpAdministrator();
      openFundOfficer();
      importAcrossAKill();
      grant();
      UUID job = enrolAcrossAKill();
      assertThat(result(job)).isEqualTo("DONE");
      awaitAllPaid();
      checkMoneyAndPeople();
      checkOneReceipt();
    } finally {
      server.close();
    }
  }

  // --- the steps
  // -------------------------------------------------------------------------------------------

  private void setUpAdministrator() throws Exception {
    Matcher link =
        Pattern.compile("http://\\S+/setup\\?token=\\S+").matcher(Files.readString(log()));
    assertThat(link.find()).as("a setup link is printed").isTrue();
    String page =
        http.send(HttpRequest.newBuilder(URI.create(link.group())).build(), BodyHandlers.ofString())
            .body();
    Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();
    Map<String, String> form =
        Map.of(
            "_csrf",
            csrf.group(1),
            "token",
            link.group().replaceFirst(".*token=", ""),
            "name",
            "admin",
            "displayName",
            "Administrator",
            "password",
            "correct horse battery",
            "again",
            "correct horse battery");
    int status =
        http.send(
                HttpRequest.newBuilder(url("/setup"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(encoded(form)))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(303);
  }

  private void openFundOfficer() throws Exception {
    String account =
        post(
                "admin",
                "/api/v1/accounts",
                Map.of("name", "fund", "displayName", "Fund officer", "home", "CN"),
                UUID.randomUUID())
            .get("id")
            .asString();
    post(
        "admin",
        "/api/v1/accounts/" + account + "/grants",
        Map.of("role", "fund-officer", "place", "CN"),
        UUID.randomUUID());
  }

  private void importAcrossAKill() throws Exception {
    Path csv = folder.resolve("list.csv");
    Files.writeString(csv, list(village()));
    Path mapping = Path.of("src/test/resources/tracer/register.yaml");
    String[] arguments = {
      "import",
      "register",
      csv.toString(),
      "--mapping",
      mapping.toString(),
      "--dir",
      dir(),
      "--as",
      "admin"
    };
    ChildServer first = ChildServer.start(Main.class, folder.resolve("import.log"), arguments);
    until(
        () -> {
          boolean submitted =
              jobs().stream().anyMatch(job -> job.get("kind").asString().equals("register.import"));
          assertThat(submitted || first.isAlive())
              .as(() -> text(folder.resolve("import.log")))
              .isTrue();
          return submitted;
        },
        WORK);
    kill();
    first.close();
    start();
    until(() -> jobs().stream().allMatch(job -> job.get("ended").asBoolean()), WORK);
    // once more, as somebody who saw it break off would
    ChildServer again = ChildServer.start(Main.class, folder.resolve("import.log"), arguments);
    assertThat(again.await(WORK.toSeconds())).as(() -> text(folder.resolve("import.log"))).isZero();
    JsonNode figures = get("admin", "/api/v1/places/" + COUNTY).get("figures");
    assertThat(figures.get("households").asLong()).isEqualTo(HOUSEHOLDS);
    assertThat(figures.get("persons").asLong()).isEqualTo(HOUSEHOLDS * 3L);
  }

  private void grant() throws Exception {
    UUID key = UUID.randomUUID();
    Map<String, String> body = Map.of("amount", "1000000.00", "label", "Opening grant");
    post("fund", "/api/v1/programmes/" + PROGRAMME + "/grants", body, key);
    JsonNode fund =
        post("fund", "/api/v1/programmes/" + PROGRAMME + "/grants", body, key); // a doubled message
    assertThat(fund.get("balance").asString()).isEqualTo("1000000.00");
  }

  private UUID enrolAcrossAKill() throws Exception {
    UUID key = UUID.randomUUID();
    Map<String, Object> body =
        Map.of("county", COUNTY, "year", Year.now(ZoneOffset.UTC).getValue());
    UUID job =
        UUID.fromString(
            post("fund", "/api/v1/programmes/" + PROGRAMME + "/enrolments", body, key)
                .get("job")
                .asString());
    until(
        () ->
            !fund().get("held").asString().equals("0.00")
                || !fund().get("paid").asString().equals("0.00")
                || ended(job),
        WORK);
    kill();
    start();
    assertThat(
            post("fund", "/api/v1/programmes/" + PROGRAMME + "/enrolments", body, key)
                .get("job")
                .asString())
        .isEqualTo(job.toString());
    until(() -> ended(job), WORK);
    return job;
  }

  private void awaitAllPaid() throws Exception {
    String expected = money(HOUSEHOLDS * ELIGIBLE_EACH * PREMIUM_FEN);
    until(
        () ->
            fund().get("paid").asString().equals(expected)
                && fund().get("held").asString().equals("0.00"),
        WORK);
  }

  private void checkMoneyAndPeople() throws Exception {
    JsonNode fund = fund();
    assertThat(fund.get("paid").asString())
        .isEqualTo(money(HOUSEHOLDS * ELIGIBLE_EACH * PREMIUM_FEN));
    assertThat(fund.get("balance").asString())
        .isEqualTo(money(100_000_000 - HOUSEHOLDS * ELIGIBLE_EACH * PREMIUM_FEN));
    Set<String> persons = new HashSet<>();
    Set<String> transfers = new HashSet<>();
    for (JsonNode enrolment : enrolments()) {
      persons.add(enrolment.get("person").asString());
      transfers.add(enrolment.get("transfer").asString());
    }
    assertThat(persons).hasSize(HOUSEHOLDS * ELIGIBLE_EACH);
    assertThat(transfers).hasSize(HOUSEHOLDS * ELIGIBLE_EACH);
    long leaves =
        Long.parseLong(getText("/log/checkpoint").lines().skip(1).findFirst().orElseThrow());
    assertThat(leaves).as("one leaf for each premium").isEqualTo(HOUSEHOLDS * ELIGIBLE_EACH);
  }

  private void checkOneReceipt() throws Exception {
    JsonNode enrolment = enrolments().get(1234);
    JsonNode verdict =
        get(
            "fund",
            "/api/v1/programmes/"
                + PROGRAMME
                + "/eligibility?person="
                + enrolment.get("person").asString());
    assertThat(verdict.get("eligible").asBoolean()).isTrue();
    JsonNode transfer =
        get("fund", "/api/v1/ledger/transfers/" + enrolment.get("transfer").asString());
    assertThat(transfer.get("amount").asString()).isEqualTo(money(PREMIUM_FEN));
    String receipt =
        getText(
            "fund", "/api/v1/programmes/enrolments/" + enrolment.get("id").asString() + "/receipt");
    assertThat(verify(receipt)).isZero();
    assertThat(verify(receipt.replace(COUNTY, "CN-500235"))).isEqualTo(1);
    String published = getText("/log/tile/entries/000");
    assertThat(published)
        .as("nothing personal in the log")
        .doesNotContain(enrolment.get("person").asString());
  }

  private int verify(String receipt) throws Exception {
    Path file = Files.writeString(folder.resolve("receipt.json"), receipt);
    return ChildServer.start(Main.class, folder.resolve("verify.log"), "verify", file.toString())
        .await(60);
  }

  // --- the list
  // --------------------------------------------------------------------------------------------

  /// Households of three: two of working age, one child.
  private static String list(String village) {
    StringBuilder csv =
        new StringBuilder("village,household,since,person,name,sex,born,relation\n");
    for (int i = 0; i < HOUSEHOLDS; i++) {
      String household = village + ",H" + i + ",2014-05-01,";
      csv.append(household).append("P%d-1,赵甲,男,1980-03-0%d,户主\n".formatted(i, 1 + i % 9));
      csv.append(household).append("P%d-2,钱乙,女,1982-07-1%d,配偶\n".formatted(i, i % 9));
      csv.append(household).append("P%d-3,赵丙,男,2016-01-2%d,之子\n".formatted(i, i % 9));
    }
    return csv.toString();
  }

  private String village() throws Exception {
    String town =
        get("admin", "/api/v1/places?parent=" + COUNTY)
            .get("items")
            .get(0)
            .get("place")
            .get("code")
            .asString();
    return get("admin", "/api/v1/places?parent=" + town)
        .get("items")
        .get(0)
        .get("place")
        .get("code")
        .asString()
        .substring(3);
  }

  // --- the server and how to talk to it
  // --------------------------------------------------------------------

  private void start() throws Exception {
    Files.writeString(log(), "");
    server = ChildServer.start(Main.class, log(), "run", "--port", "0", "--dir", dir());
    until(
        () -> {
          assertThat(server.isAlive()).as(() -> text(log())).isTrue();
          String said = Files.readString(log());
          return said.contains("ready http")
              && (said.contains("/setup?token=") || Files.exists(folder.resolve("set-up")));
        },
        START);
    Files.writeString(folder.resolve("set-up"), "yes");
    address = Json.read(Files.readString(Path.of(dir(), "run", "server.json")), JsonNode.class);
  }

  private void kill() throws InterruptedException {
    server.kill();
  }

  private String dir() {
    return folder.resolve("house").toString();
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private JsonNode fund() throws Exception {
    return get("fund", "/api/v1/programmes/" + PROGRAMME + "/fund");
  }

  private boolean ended(UUID job) throws Exception {
    return get("fund", "/api/v1/jobs/" + job).get("ended").asBoolean();
  }

  private String result(UUID job) throws Exception {
    return get("fund", "/api/v1/jobs/" + job).get("state").asString();
  }

  private List<JsonNode> jobs() throws Exception {
    return get("admin", "/api/v1/jobs").get("items").valueStream().toList();
  }

  private List<JsonNode> enrolments() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      JsonNode answer =
          get(
              "fund",
              "/api/v1/programmes/"
                  + PROGRAMME
                  + "/enrolments?county="
                  + COUNTY
                  + "&size=200&page="
                  + page);
      all.addAll(answer.get("items").valueStream().toList());
      if (answer.get("items").isEmpty() || all.size() >= answer.get("total").asLong()) return all;
    }
  }

  private JsonNode get(String account, String path) throws Exception {
    return Json.read(getText(account, path), JsonNode.class);
  }

  private String getText(String account, String path) throws Exception {
    return answer(as(account, path).GET());
  }

  private String getText(String path) throws Exception {
    return answer(HttpRequest.newBuilder(url(path)).GET());
  }

  private JsonNode post(String account, String path, Map<String, ?> body, UUID key)
      throws Exception {
    return Json.read(
        answer(
            as(account, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString(Json.write(body)))),
        JsonNode.class);
  }

  private HttpRequest.Builder as(String account, String path) {
    return HttpRequest.newBuilder(url(path))
        .header("Authorization", "Bearer " + address.get("credential").asString())
        .header("X-Yutang-Account", account);
  }

  private String answer(HttpRequest.Builder request) throws Exception {
    var response = http.send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode())
        .as(response.uri() + " " + response.body())
        .isBetween(200, 299);
    return response.body();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + address.get("port").asInt() + path);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String money(long fen) {
    return "%d.%02d".formatted(fen / 100, fen % 100);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private interface Question {
    boolean answer() throws Exception;
  }

  private void until(Question question, Duration limit) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!question.answer()) {
      assertThat(System.nanoTime())
          .as(() -> "in time; the server said: " + text(log()))
          .isLessThan(end);
      Thread.sleep(20);
    }
  }
}
