package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.BooksCheck;
import org.yutang.store.Json;

/// JSON lines of orders and refunds as a shop's program sends them.
class SalesBatchApiTest extends ApiTest {

  private final LocalDate day = LocalDate.now(BusinessDay.ZONE).minusDays(3);

  @Autowired JdbcClient sql;

  private String token;
  private String merchant;

  @BeforeEach
  void aMerchantPledgesThreeThousandths() throws Exception {
    Account account = account();
    accounts.grant(
        Actor.SYSTEM,
        account.id(),
        new Grant(Role.FUND_OFFICER, PlaceCode.WORLD),
        Optional.empty());
    token = token(account);
    String project =
        id(
            "/api/v1/projects",
            """
            {"title": {"zh": "顶梁柱", "en": "Breadwinners"}, "summary": {"zh": "保费", "en": "Premiums"}, "programme": "breadwinners-insurance",
             "place": "CN", "from": "%s", "to": "%s", "goal": "1000.00", "budget": [{"label": {"zh": "保费", "en": "Premiums"}, "amount": "1000.00"}]}
            """
                .formatted(day.minusDays(300), day.plusDays(100)));
    merchant =
        id(
            "/api/v1/merchants",
            "{\"name\": {\"zh\": \"奉节脐橙店\", \"en\": \"Fengjie Oranges\"}, \"place\": \"CN-500236\"}");
    id(
        "/api/v1/merchants/" + merchant + "/pledges",
        "{\"project\": \"%s\", \"perMille\": 3, \"from\": \"%s\"}"
            .formatted(project, day.minusDays(30)));
  }

  @Test
  void everyLineHasItsResultInOrderAndTheBooksBalance() throws Exception {
    HttpResponse<String> answer =
        tell(
            sale("A1", "100.00"),
            sale("A2", "0.01"),
            refund("R1", "A1", "50.00"),
            sale("A1", "100.00"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<Map<?, ?>> results = results(answer);
    assertThat(results).extracting(each -> each.get("line")).isEqualTo(List.of(1, 2, 3, 4));
    assertThat(results)
        .extracting(each -> each.get("result"))
        .isEqualTo(List.of("booked", "booked", "booked", "repeated"));
    assertThat(results.get(0).get("donation")).isEqualTo("0.30");
    assertThat(results.get(1).get("donation")).isEqualTo("0.01");
    assertThat(results.get(2).get("returned")).isEqualTo("0.15");
    assertThat(results.get(2).get("state")).isEqualTo("done");
    assertThat(results.get(3).get("sale")).isEqualTo(results.get(0).get("sale"));
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(2);
    BooksCheck.check(sql);
  }

  @Test
  void aRefusedLineLeavesTheOthersAloneAndTheStatusSaysSo() throws Exception {
    HttpResponse<String> answer =
        tell(
            sale("B1", "1.00"),
            sale("B2", "1.005"),
            "{\"type\": \"sale\", \"order\": \"B3\"",
            "[1]",
            "{\"type\": \"sale\", \"order\": \"B4\"}",
            "{\"type\": \"gift\", \"order\": \"B5\"}",
            sale("B6", "1.00").replace("}", ", \"colour\": \"red\"}"),
            sale("B7", "1.00").replace("\"1.00\"", "{\"a\": {\"b\": []}}"),
            sale("B8", "1.00") + " x",
            sale("B9", "1.00").replace("}", ", \"order\": \"B10\"}"),
            sale("B\\u0000", "1.00"),
            sale("B1", "2.00"),
            refund("R2", "nobody's", null),
            sale("B11", "1.00").replace("}", ", \"refund\": \"R\"}"),
            "",
            sale("B12", "1.00"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
    List<Map<?, ?>> results = results(answer);
    assertThat(results)
        .extracting(each -> each.get("code"))
        .isEqualTo(
            Arrays.asList(
                null,
                "giving.bad-amount",
                "api.malformed-json",
                "api.invalid-field",
                "api.field-missing",
                "api.invalid-field",
                "api.unknown-field",
                "api.invalid-field",
                "api.malformed-json",
                "api.invalid-field",
                "api.invalid-field",
                "giving.order-differs",
                "giving.bad-order-number",
                "api.unknown-field",
                null));
    assertThat(results.getLast().get("line")).isEqualTo(16);
    assertThat(results.get(2).get("facts").toString()).contains("line=3");
    assertThat(results.get(1).get("detail").toString()).contains("1.005", "at most two decimals");
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(2);
    HttpResponse<String> chinese =
        send(
            lines(merchant, UUID.randomUUID(), sale("B2", "1.005").getBytes(StandardCharsets.UTF_8))
                .setHeader("Accept-Language", "zh"));
    assertThat(chinese.statusCode()).isEqualTo(422);
    assertThat(chinese.body()).contains("两位小数");
  }

  @Test
  void aRefundFindsTheOrderBeforeItAndNotTheOneBehind() throws Exception {
    HttpResponse<String> answer =
        tell(refund("R1", "C1", null), sale("C1", "10.00"), refund("R2", "C1", null));
    assertThat(answer.statusCode()).isEqualTo(207);
    List<Map<?, ?>> results = results(answer);
    assertThat(results.get(0).get("code")).isEqualTo("giving.unknown-order");
    assertThat(results.get(2).get("returned")).isEqualTo("0.03");
  }

  @Test
  void theSameBodyAgainGivesTheSameAndBooksNothing() throws Exception {
    byte[] body =
        String.join("\n", sale("D1", "10.00"), sale("D2", "x"), refund("R1", "D1", "1.00"))
            .getBytes(StandardCharsets.UTF_8);
    UUID key = UUID.randomUUID();
    HttpResponse<String> first = send(lines(merchant, key, body));
    HttpResponse<String> kept = send(lines(merchant, key, body));
    assertThat(first.statusCode()).isEqualTo(207);
    assertThat(kept.statusCode()).isEqualTo(207);
    assertThat(kept.body()).isEqualTo(first.body());
    assertThat(kept.headers().firstValue(ApiFrame.REPLAYED)).contains("true");
    List<Map<?, ?>> again = results(send(lines(merchant, UUID.randomUUID(), body)));
    assertThat(again)
        .extracting(each -> each.get("result"))
        .isEqualTo(List.of("repeated", "refused", "repeated"));
    assertThat(again.get(0).get("sale")).isEqualTo(results(first).get(0).get("sale"));
    HttpResponse<String> other =
        send(lines(merchant, key, sale("D3", "1.00").getBytes(StandardCharsets.UTF_8)));
    assertThat(code(other)).isEqualTo("store.key-reused");
    BooksCheck.check(sql);
  }

  @Test
  void aCompressedBodyOfManyPiecesIsBookedWhole() throws Exception {
    int count = 9_001;
    String body =
        IntStream.range(0, count)
            .mapToObj(
                i -> i % 1000 == 999 ? refund("R" + i, "E" + (i - 1), null) : sale("E" + i, "5.00"))
            .collect(Collectors.joining("\r\n"));
    HttpResponse<String> answer =
        send(
            lines(merchant, UUID.randomUUID(), gzip(body.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(200);
    List<Map<?, ?>> results = results(answer);
    assertThat(results).hasSize(count).allMatch(each -> "booked".equals(each.get("result")));
    assertThat(IntStream.range(0, count).allMatch(i -> results.get(i).get("line").equals(i + 1)))
        .isTrue();
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(count - 9);
    assertThat(total("/api/v1/refunds?merchant=")).isEqualTo(9);
  }

  @Test
  void moreLinesThanAllowedAreToldAtTheEndAndWhatStandsBeforeIsBooked() throws Exception {
    String body =
        IntStream.rangeClosed(1, JsonLines.MAX_LINES + 5)
            .mapToObj(i -> i <= 3 ? sale("F" + i, "1.00") : "x")
            .collect(Collectors.joining("\n"));
    HttpResponse<String> answer =
        send(lines(merchant, UUID.randomUUID(), body.getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.statusCode()).isEqualTo(207);
    List<Map<?, ?>> results = results(answer);
    assertThat(results).hasSize(JsonLines.MAX_LINES + 1);
    assertThat(results.getLast().get("code")).isEqualTo("api.too-many-lines");
    assertThat(results.getLast().get("unread")).isEqualTo(true);
    assertThat(results.getLast().get("line")).isEqualTo(JsonLines.MAX_LINES + 1);
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(3);
  }

  @Test
  void whatSwellsWhenItIsUnpackedIsCutOff() throws Exception {
    byte[] first = (sale("G1", "1.00") + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      zip.write(first);
      byte[] spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 2000; i++) zip.write(spaces); // 2 GB in 2 MB
    }
    HttpResponse<String> answer =
        send(
            lines(merchant, UUID.randomUUID(), bomb.toByteArray())
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(results(answer).getFirst().get("result")).isEqualTo("booked");
    assertThat(results(answer).getLast().get("code")).isEqualTo("api.body-too-large");
    assertThat(results(answer).getLast().get("unread")).isEqualTo(true);
    HttpResponse<String> large =
        send(lines(merchant, UUID.randomUUID(), new byte[(int) SalesBatchApi.LIMIT_BYTES + 1]));
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void longLinesAndBrokenCompressionAreRefusedAndTheRestIsBooked() throws Exception {
    HttpResponse<String> answer =
        tell(
            sale("H1", "1.00"),
            "{\"type\": \"sale\", \"order\": \"" + "9".repeat(200_000) + "\"}",
            "{" + "\"a\":[".repeat(600),
            sale("H2", "1.00"));
    assertThat(results(answer))
        .extracting(each -> each.get("code"))
        .isEqualTo(Arrays.asList(null, "api.line-too-long", "api.invalid-field", null));
    byte[] whole =
        gzip(
            IntStream.range(0, 9_000)
                .mapToObj(i -> sale("I" + i, "1.00"))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> half =
        send(
            lines(merchant, UUID.randomUUID(), Arrays.copyOf(whole, whole.length / 2))
                .header("Content-Encoding", "gzip"));
    assertThat(half.statusCode()).isEqualTo(207);
    List<Map<?, ?>> told = results(half);
    assertThat(told.getLast().get("code")).isEqualTo("api.unreadable-gzip");
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(2 + told.size() - 1);
    HttpResponse<String> all =
        send(lines(merchant, UUID.randomUUID(), whole).header("Content-Encoding", "gzip"));
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(total("/api/v1/sales?merchant=")).isEqualTo(9_002);
    HttpResponse<String> plain =
        send(
            lines(merchant, UUID.randomUUID(), sale("H3", "1.00").getBytes(StandardCharsets.UTF_8))
                .header("Content-Encoding", "gzip"));
    assertThat(code(plain)).isEqualTo("api.unreadable-gzip");
    assertThat(plain.statusCode()).isEqualTo(400);
    HttpResponse<String> strange =
        send(lines(merchant, UUID.randomUUID(), whole).header("Content-Encoding", "br"));
    assertThat(strange.statusCode()).isEqualTo(415);
  }

  @Test
  void whoMayNotTellHasNothingRead() throws Exception {
    byte[] body = sale("J1", "1.00").getBytes(StandardCharsets.UTF_8);
    String stranger = token(account());
    assertThat(send(lines(stranger, merchant, UUID.randomUUID(), body)).statusCode())
        .isEqualTo(403);
    assertThat(send(lines("nonsense", merchant, UUID.randomUUID(), body)).statusCode())
        .isEqualTo(401);
    assertThat(send(lines(UUID.randomUUID().toString(), UUID.randomUUID(), body)).statusCode())
        .isEqualTo(404);
    assertThat(code(send(lines(merchant, UUID.randomUUID(), new byte[0]))))
        .isEqualTo("api.body-missing");
    HttpResponse<String> form =
        send(
            lines(merchant, UUID.randomUUID(), body)
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(total("/api/v1/sales?merchant=")).isZero();
  }

  private HttpResponse<String> tell(String... lines) throws IOException, InterruptedException {
    return send(
        lines(
            merchant,
            UUID.randomUUID(),
            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private HttpRequest.Builder lines(String of, UUID key, byte[] body) {
    return lines(token, of, key, body);
  }

  private HttpRequest.Builder lines(String caller, String of, UUID key, byte[] body) {
    return as(caller, "/api/v1/sales:batch?merchant=" + of)
        .header("Idempotency-Key", key.toString())
        .header("Content-Type", "application/x-ndjson")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(plain);
    }
    return packed.toByteArray();
  }

  private static List<Map<?, ?>> results(HttpResponse<String> answer) {
    List<Map<?, ?>> results = new ArrayList<>();
    answer.body().lines().forEach(line -> results.add(Json.read(line, Map.class)));
    return results;
  }

  private int total(String path) throws Exception {
    return (int) json(send(as(token, path + merchant))).get("total");
  }

  private String id(String path, String body) throws Exception {
    HttpResponse<String> answer = send(post(token, path, UUID.randomUUID(), body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return String.valueOf(json(answer).get("id"));
  }

  private String sale(String order, String amount) {
    return "{\"type\": \"sale\", \"order\": \"%s\", \"soldAt\": \"%sT10:00:00+08:00\", \"amount\": \"%s\"}"
        .formatted(order, day, amount);
  }

  private String refund(
      String number, String order, @org.jspecify.annotations.Nullable String amount) {
    String part = amount == null ? "" : ", \"amount\": \"" + amount + "\"";
    return "{\"type\": \"refund\", \"refund\": \"%s\", \"order\": \"%s\", \"refundedAt\": \"%sT10:00:00+08:00\"%s}"
        .formatted(number, order, day.plusDays(1), part);
  }
}
