package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// Every path and method of the standard's own description: answered as it says, headers, bodies
/// and problems included.
class EpcisContractTest extends ApiTest {

  private static final String ROOT = "/api/v1/epcis";
  private static final String BOX = "urn:epc:id:sscc:9930011.1000000001";
  private static final String EVENT_ID = "urn:uuid:77777777-0000-4000-8000-000000000011";

  private static final String EVENT =
      """
      {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
       "type": "AggregationEvent", "eventID": "%s",
       "eventTime": "2026-01-01T08:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "ADD", "bizStep": "packing", "disposition": "in_progress",
       "parentID": "%s", "childEPCs": ["urn:epc:id:sgtin:9930011.012345.1"],
       "readPoint": {"id": "urn:epc:id:sgln:9930011.00012.0"}, "bizLocation": {"id": "urn:epc:id:sgln:9930011.00013.0"}}
      """
          .formatted(EVENT_ID, BOX);

  /// What there is not: no page but the last has a link, tokens hold as long as the data, nothing
  /// is extended, and a document is bounded by its bytes, not by its events.
  private static final Set<String> ABSENT =
      Set.of(
          "Link",
          "GS1-Next-Page-Token-Expires",
          "GS1-Extensions",
          "GS1-Vendor-Version",
          "GS1-EPCIS-Capture-Limit",
          "GS1-Query-Min-Record-Time");

  private static EpcisDescription description;

  private String token = "";
  private final Map<String, String> names = new LinkedHashMap<>();

  @BeforeEach
  void everythingThatPathsName() throws Exception {
    description = EpcisDescription.read();
    token = token(holder(Role.COUNTY_OFFICER, new PlaceCode("CN")));
    String job = location(send(as(token, "post", "/capture", EVENT)));
    String query = "contract-" + UUID.randomUUID();
    HttpResponse<String> made = send(as(token, "post", "/queries", query(query)));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    HttpResponse<String> subscribed =
        send(as(token, "post", "/queries/" + query + "/subscriptions", SUBSCRIPTION));
    assertThat(subscribed.statusCode()).as(subscribed.body()).isEqualTo(201);
    names.put("{captureID}", job.substring(job.lastIndexOf('/') + 1));
    names.put("{eventID}", EVENT_ID);
    names.put("{eventType}", "AggregationEvent");
    names.put("{epc}", BOX);
    names.put("{bizStep}", "packing");
    names.put("{bizLocation}", "urn:epc:id:sgln:9930011.00013.0");
    names.put("{readPoint}", "urn:epc:id:sgln:9930011.00012.0");
    names.put("{disposition}", "in_progress");
    names.put("{queryName}", query);
    names.put("{subscriptionID}", json(subscribed).get("subscriptionID").toString());
    names.put("{token}", "x");
  }

  private static final String SUBSCRIPTION =
      "{\"dest\": \"http://127.0.0.1:9/hook\", \"signatureToken\": \"t\", \"schedule\": {\"hour\": \"1\", \"minute\": \"5\"}}";

  private static String query(String name) {
    return "{\"name\": \"" + name + "\", \"query\": {\"EQ_bizStep\": [\"packing\"]}}";
  }

  private String body(EpcisDescription.Operation operation) {
    return switch (operation.path()) {
      case "/capture" -> EVENT;
      case "/events" -> EVENT.replace(EVENT_ID, "urn:uuid:" + UUID.randomUUID());
      case "/queries" -> query("contract-" + UUID.randomUUID());
      case "/queries/{queryName}/subscriptions" ->
          SUBSCRIPTION.replaceFirst("\"schedule\".*}}", "\"stream\": true}");
      default -> throw new AssertionError(operation);
    };
  }

  @Test
  void everyOperationAnswersAsDescribed() {
    check(
        operation -> true,
        (operation, address) -> as(token, operation.method(), address, content(operation)),
        status -> status / 100 == 2 || status == 501);
  }

  @Test
  void whoeverIsNotLoggedInHearsItAsDescribed() {
    check(
        operation -> operation.answers().containsKey("401"),
        (operation, address) ->
            with(request(ROOT + address), operation.method(), content(operation)),
        status -> status == 401);
  }

  @Test
  void whoeverMayNotHearsItAsDescribed() {
    String judge = token(holder(Role.JUDGE, new PlaceCode("CN")));
    check(
        operation ->
            operation.answers().containsKey("403")
                && !operation.method().equals("options")
                && !operation.path().equals("/"),
        (operation, address) -> as(judge, operation.method(), address, content(operation)),
        status -> status == 403);
  }

  @Test
  void nobodyGetsOtherFormsOrVersions() {
    for (String[] header :
        new String[][] {
          {"Accept", "image/png"},
          {"GS1-EPCIS-Min", "2.1"},
          {"GS1-EPCIS-Max", "1.2.0"},
          {"GS1-CBV-Min", "3"},
          {"GS1-EPCIS-Version", "1.2"},
          {"GS1-EPC-Format", "Always_EPC_URN"},
          {"GS1-CBV-XML-Format", "Never_Translates"}
        })
      check(
          operation ->
              operation.answers().containsKey("406")
                  && (!header[0].equals("Accept") || operation.method().equals("get")),
          (operation, address) ->
              as(token, operation.method(), address, content(operation))
                  .header(header[0], header[1]),
          status -> status == 406);
  }

  @Test
  void unknownNamesAreNotFound() {
    for (String name : List.copyOf(names.keySet())) {
      if (name.equals("{token}")) continue;
      String known =
          names.put(name, name.equals("{epc}") ? "urn:epc:id:sscc:9930011.1999999999" : "nobody");
      check(
          operation ->
              operation.path().contains(name)
                  && operation.answers().containsKey("404")
                  && !operation.method().equals("options"),
          (operation, address) -> as(token, operation.method(), address, content(operation)),
          status -> status == 404);
      names.put(name, known);
    }
  }

  @Test
  void bodiesThatCannotBeReadAreRefused() {
    check(
        operation -> operation.method().equals("post") && operation.answers().containsKey("415"),
        (operation, address) ->
            as(token, ROOT + address)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x")),
        status -> status == 415);
    check(
        operation -> operation.method().equals("post") && operation.answers().containsKey("400"),
        (operation, address) -> as(token, "post", address, "{\"type\": "),
        status -> status == 400);
  }

  @Test
  void longAddressesAreRefused() {
    check(
        operation -> operation.answers().containsKey("414"),
        (operation, address) ->
            as(token, operation.method(), address + "?EQ_eventID=" + "x".repeat(6000), ""),
        status -> status == 414);
  }

  /// 409 is described with the status of another, 406, in its own schema: only its name is looked
  /// at.
  @Test
  void whatExistsAlreadyIsTold() throws Exception {
    HttpResponse<String> taken =
        send(
            as(
                token,
                "post",
                "/queries",
                query(names.get("{queryName}")).replace("packing", "shipping")));
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(json(taken).get("type")).isEqualTo("epcisException:ResourceAlreadyExistsException");
    HttpResponse<String> event =
        send(as(token, "post", "/events", EVENT.replace("in_progress", "active")));
    assertThat(event.statusCode()).isEqualTo(409);
    assertThat(json(event).get("type")).isEqualTo("epcisException:ResourceAlreadyExistsException");
  }

  @Test
  void everyDescribedParameterIsUnderstood() throws Exception {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (EpcisDescription.Operation operation : description.operations()) {
      if (!operation.method().equals("get")
          || operation.path().equals("/queries/{queryName}/events")) continue;
      for (Map.Entry<String, String> parameter :
          EpcisDescription.parameters(operation).entrySet()) {
        String query = parameter.getKey() + "=" + encoded(parameter.getValue());
        // these are nothing by themselves
        if (parameter.getKey().equals("eventCountLimit")) query += "&orderBy=eventTime";
        if (parameter.getKey().equals("nextPageToken")) continue;
        HttpResponse<String> answer = send(as(token, "get", address(operation) + "?" + query, ""));
        if (answer.statusCode() != 200)
          wrong.add(operation + " " + query + " " + answer.statusCode() + " " + answer.body());
        asked++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(300);
  }

  private interface Caller {
    HttpRequest.Builder call(EpcisDescription.Operation operation, String address);
  }

  /// Asks every chosen operation and holds the answer against its description.
  private void check(
      java.util.function.Predicate<EpcisDescription.Operation> chosen,
      Caller caller,
      java.util.function.IntPredicate status) {
    List<String> wrong = new ArrayList<>();
    List<EpcisDescription.Operation> operations =
        description.operations().stream()
            .filter(chosen)
            .sorted(EpcisContractTest::deletingLast)
            .toList();
    assertThat(operations).isNotEmpty();
    for (EpcisDescription.Operation operation : operations) {
      try {
        HttpResponse<String> answer = send(caller.call(operation, address(operation)));
        if (!status.test(answer.statusCode()))
          wrong.add(operation + ": " + answer.statusCode() + " " + answer.body());
        else if (!operation.path().equals("/queries/{queryName}")
            || !operation.method().equals("get")
            || answer.statusCode() != 200)
          // one query is described as a list of them
          description
              .wrong(operation, answer, ABSENT)
              .forEach(what -> wrong.add(operation + ": " + what));
      } catch (Exception e) {
        wrong.add(operation + ": " + e);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static int deletingLast(
      EpcisDescription.Operation one, EpcisDescription.Operation other) {
    boolean first = one.method().equals("delete");
    boolean second = other.method().equals("delete");
    if (first && second) return Integer.compare(other.path().length(), one.path().length());
    return Boolean.compare(first, second);
  }

  private String address(EpcisDescription.Operation operation) {
    String address = operation.path();
    for (Map.Entry<String, String> name : names.entrySet())
      address = address.replace(name.getKey(), encoded(name.getValue()));
    return address;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String content(EpcisDescription.Operation operation) {
    return operation.method().equals("post") ? body(operation) : "";
  }

  private HttpRequest.Builder as(String token, String method, String address, String body) {
    return with(as(token, ROOT + address), method, body);
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String method, String body) {
    if (!body.isEmpty()) request.header("Content-Type", "application/json");
    return request.method(
        method.toUpperCase(Locale.ROOT),
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
