package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;
import org.yutang.trace.Event;
import org.yutang.trace.document.Examples;

/// The EPCIS interface as programs of others use it.
class EpcisApiTest extends ApiTest {

  private static final String ROOT = "/api/v1/epcis";
  private static final String BOX = "urn:epc:id:sscc:9930001.1000000001";
  private static final String LOT = "urn:epc:class:lgtin:9930001.012345.R";

  private static final String EVENT =
      """
      {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"rest": "https://example.cn/rest/"}],
       "type": "AggregationEvent", "eventID": "urn:uuid:77777777-0000-4000-8000-000000000001",
       "eventTime": "2026-01-01T08:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "ADD", "bizStep": "packing", "disposition": "in_progress",
       "parentID": "%s", "childQuantityList": [{"epcClass": "%s", "quantity": 5.5, "uom": "KGM"}],
       "readPoint": {"id": "urn:epc:id:sgln:9930001.00012.0"}, "bizLocation": {"id": "urn:epc:id:sgln:9930001.00013.0"},
       "destinationList": [{"type": "owning_party", "destination": "urn:epc:id:pgln:9930001.00099"}], "rest:note": "fragile"}
      """
          .formatted(BOX, LOT);

  private String token = "";

  @BeforeEach
  void anOfficer() {
    token = token(holder(Role.COUNTY_OFFICER, new PlaceCode("CN")));
  }

  @Test
  void eventsGoInAsJsonAndOutAsXmlAndTheOtherWayRound() throws Exception {
    String event = EVENT.replace("000000000001\"", "000000000002\"").replace("9930001", "9930002");
    String job = capture("application/ld+json", event, "rollback");
    Map<?, ?> told = json(send(as(token, ROOT + "/capture/" + job)));
    assertThat(told.get("success")).isEqualTo(true);
    assertThat(told.get("running")).isEqualTo(false);
    assertThat(told.get("captureErrorBehaviour")).isEqualTo("rollback");
    String address = ROOT + "/events?MATCH_parentID=" + BOX.replace("9930001", "9930002");
    HttpResponse<String> xml = send(as(token, address).header("Accept", "application/xml"));
    assertThat(xml.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
    HttpResponse<String> json = send(as(token, address).header("Accept", "application/json"));
    List<Event> asXml = Examples.read(xml.body(), true).events();
    assertThat(asXml).hasSize(1).isEqualTo(Examples.read(json.body(), false).events());
    assertThat(json.body())
        .contains("\"rest:note\":\"fragile\"", "\"queryName\":\"SimpleEventQuery\"");
    // the answer itself may be sent back: all of it is here already
    String again = capture("application/xml", xml.body(), "rollback");
    assertThat(json(send(as(token, ROOT + "/capture/" + again))).get("success")).isEqualTo(true);
    assertThat(send(as(token, address).header("Accept", "image/png")).statusCode()).isEqualTo(406);
    assertThat(
            send(as(token, ROOT + "/capture")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("x")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void aBadEventIsToldWithItsPlaceAndABadDocumentAtOnce() throws Exception {
    String bad =
        EVENT.replace("\"quantity\": 5.5", "\"quantity\": -5").replace("9930001", "9930003");
    String job = capture("application/json", bad, "proceed");
    Map<?, ?> told = json(send(as(token, ROOT + "/capture/" + job)));
    assertThat(told.get("success")).isEqualTo(false);
    assertThat(told.get("errors").toString())
        .contains("event=0", "trace.bad-value", "$.childQuantityList[0].quantity");
    HttpResponse<String> one = send(sent("/events", bad));
    assertThat(one.statusCode()).isEqualTo(400);
    assertThat(code(one)).isEqualTo("trace.bad-value");
    HttpResponse<String> foreign =
        send(sent("/capture", bad.replace("https://ref.gs1.org", "https://evil.example")));
    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(code(foreign)).isEqualTo("trace.unknown-context");
    HttpResponse<String> broken = send(sent("/capture", "{\"type\": "));
    assertThat(code(broken)).isEqualTo("trace.malformed");
    HttpResponse<String> taken =
        send(
            sent(
                "/events",
                EVENT.replace("9930001", "9930003").replace("000000000001\"", "000000000003\"")));
    assertThat(taken.statusCode()).isEqualTo(201);
    assertThat(taken.headers().firstValue("Location").orElse("")).startsWith(ROOT + "/events/");
    assertThat(send(as(token, taken.headers().firstValue("Location").orElse(""))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownPlacesAreRefusedUntilTheyAreWrittenDown() throws Exception {
    String event = EVENT.replace("9930001", "9930006").replace("000000000001\"", "000000000006\"");
    HttpResponse<String> unknown = send(sent("/events?knownPlacesOnly=true", event));
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(code(unknown)).isEqualTo("trace.unknown-location");
    HttpResponse<String> written =
        send(
            post(
                token,
                "/api/v1/trace/places",
                UUID.randomUUID(),
                "{\"uris\": [\"https://id.gs1.org/414/9930006000128\", \"urn:epc:id:sgln:9930006.00013.0\"]}"));
    assertThat(written.statusCode()).as(written.body()).isEqualTo(204);
    assertThat(send(sent("/events?knownPlacesOnly=true", event)).statusCode()).isEqualTo(201);
  }

  @Test
  void namesAndWordsComeInTheFormThatIsWanted() throws Exception {
    String event = EVENT.replace("9930001", "9930007").replace("000000000001\"", "000000000007\"");
    capture("application/json", event, "rollback");
    String address = ROOT + "/events?EQ_eventID=urn:uuid:77777777-0000-4000-8000-000000000007";
    String asSent = send(as(token, address)).body();
    assertThat(asSent).contains("urn:epc:id:sscc:9930007.1000000001").doesNotContain("id.gs1.org");
    String links =
        send(as(token, address).header("GS1-EPC-Format", "Always_GS1_Digital_Link")).body();
    assertThat(links).contains("https://id.gs1.org/00/1").doesNotContain("urn:epc:");
    HttpRequest.Builder asXml = as(token, address).header("Accept", "application/xml");
    assertThat(send(asXml).body()).contains("urn:epcglobal:cbv:bizstep:packing");
    String web = send(asXml.header("GS1-CBV-XML-Format", "Always_Web_URI")).body();
    assertThat(web)
        .contains("https://ref.gs1.org/cbv/BizStep-packing")
        .doesNotContain("urn:epcglobal:cbv");
    assertThat(Examples.read(web, true).events()).isEqualTo(Examples.read(asSent, false).events());
  }

  @Test
  void severalValuesStandBetweenBars() throws Exception {
    String event = EVENT.replace("9930001", "9930008").replace("000000000001\"", "000000000008\"");
    capture("application/json", event, "rollback");
    String parent = "MATCH_parentID=" + BOX.replace("9930001", "9930008");
    String either = ROOT + "/events?EQ_bizStep=shipping%7Cpacking&" + parent;
    assertThat(Examples.read(send(as(token, either)).body(), false).events()).hasSize(1);
    String neither = ROOT + "/events?EQ_bizStep=shipping%7Creceiving&" + parent;
    assertThat(Examples.read(send(as(token, neither)).body(), false).events()).isEmpty();
    // what the path says holds beside what is asked
    String both = ROOT + "/bizSteps/packing/events?EQ_bizStep=shipping&" + parent;
    assertThat(Examples.read(send(as(token, both)).body(), false).events()).isEmpty();
  }

  @Test
  void subscriptionsSayWhenAndAreRefusedWhereTheyDoNot() throws Exception {
    String name = "s" + UUID.randomUUID();
    send(sent("/queries", "{\"name\": \"" + name + "\", \"query\": {}}"));
    String path = "/queries/" + name + "/subscriptions";
    String body = "{\"dest\": \"http://127.0.0.1:9/x\", \"signatureToken\": \"t\", %s}";
    for (String bad :
        List.of(
            "\"reportIfEmpty\": true",
            "\"stream\": true, \"schedule\": {\"hour\": \"1\"}",
            "\"schedule\": {\"hour\": \"25\"}",
            "\"schedule\": {}")) {
      HttpResponse<String> refused = send(sent(path, body.formatted(bad)));
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
      assertThat(json(refused).get("type"))
          .isEqualTo("epcisException:SubscriptionControlsException");
    }
    assertThat(
            send(sent(path, body.formatted("\"stream\": true, \"initialRecordTime\": \"soon\"")))
                .statusCode())
        .isEqualTo(400);
    for (int i = 0; i < 3; i++)
      assertThat(send(sent(path, body.formatted("\"schedule\": {\"month\": \"1\"}"))).statusCode())
          .isEqualTo(201);
    String next = ROOT + path + "?perPage=2";
    HttpResponse<String> first = send(as(token, next));
    assertThat(Json.read(first.body(), Object[].class)).hasSize(2);
    String link = first.headers().firstValue("Link").orElse("");
    HttpResponse<String> second = send(as(token, link.substring(1, link.indexOf('>'))));
    assertThat(Json.read(second.body(), Object[].class)).hasSize(1);
    assertThat(second.headers().firstValue("Link")).isEmpty();
    assertThat(send(as(token, ROOT + "/queries/" + name).DELETE()).statusCode()).isEqualTo(204);
  }

  @Test
  void pagesFollowEachOtherByTheirLinks() throws Exception {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 5; i++)
      events
          .append(i == 0 ? "" : ",")
          .append(
              """
              {"type": "ObjectEvent", "eventTime": "2026-01-01T0%d:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE",
               "epcList": ["urn:epc:id:sscc:9930004.1000000001"]}
              """
                  .formatted(i));
    capture(
        "application/json",
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument", "schemaVersion": "2.0",
         "creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": [%s]}}
        """
            .formatted(events),
        "rollback");
    String next =
        ROOT + "/events?MATCH_epc=urn:epc:id:sscc:9930004.1000000001&perPage=2&orderBy=eventTime";
    List<Event> all = new ArrayList<>();
    for (int page = 0; page < 3; page++) {
      HttpResponse<String> answer = send(as(token, next));
      all.addAll(Examples.read(answer.body(), false).events());
      String link = answer.headers().firstValue("Link").orElse("");
      assertThat(link.isEmpty()).isEqualTo(page == 2);
      if (page < 2) next = link.substring(1, link.indexOf('>'));
    }
    assertThat(all).hasSize(5);
    assertThat(Set.copyOf(all)).hasSize(5);
  }

  @Test
  void theTraceIsToldWithExactSharesAndToThoseWhoMaySee() throws Exception {
    String made =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "TransformationEvent",
         "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00",
         "inputQuantityList": [{"epcClass": "urn:epc:class:lgtin:9930005.012345.A", "quantity": 1, "uom": "KGM"},
           {"epcClass": "urn:epc:class:lgtin:9930005.012345.B", "quantity": 2000, "uom": "GRM"}],
         "outputQuantityList": [{"epcClass": "urn:epc:class:lgtin:9930005.012345.C", "quantity": 3, "uom": "KGM"}]}
        """;
    capture("application/json", made, "rollback");
    String item = "?item=urn:epc:class:lgtin:9930005.012345.";
    HttpResponse<String> back = send(as(token, "/api/v1/trace/back" + item + "C"));
    assertThat(back.body())
        .contains("\"share\":\"1/3\"", "\"share\":\"2/3\"", "\"decimal\":\"0.333333\"");
    HttpResponse<String> forward = send(as(token, "/api/v1/trace/forward" + item + "A"));
    assertThat(forward.body()).contains("/10/C\"", "\"way\":\"became\"");
    assertThat(send(as(token, "/api/v1/trace/recall" + item + "A")).statusCode()).isEqualTo(200);
    String judge = token(holder(Role.JUDGE, new PlaceCode("CN")));
    assertThat(send(as(judge, "/api/v1/trace/recall" + item + "A")).statusCode()).isEqualTo(403);
    assertThat(send(as(judge, ROOT + "/events")).statusCode()).isEqualTo(403);
    HttpResponse<String> wrong =
        send(as(token, "/api/v1/trace/back?item=https://id.gs1.org/01/00614141111115"));
    assertThat(code(wrong)).isEqualTo("trace.check-digit");
  }

  private HttpRequest.Builder sent(String path, String body) {
    return as(token, ROOT + path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /// @return the id of the capture job
  private String capture(String type, String document, String onError) throws Exception {
    HttpResponse<String> answer =
        send(
            as(token, ROOT + "/capture")
                .header("Content-Type", type)
                .header("GS1-Capture-Error-Behaviour", onError)
                .POST(HttpRequest.BodyPublishers.ofString(document)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String location = answer.headers().firstValue("Location").orElse("");
    assertThat(location).startsWith(ROOT + "/capture/");
    return UUID.fromString(location.substring(location.lastIndexOf('/') + 1)).toString();
  }

  @Test
  void theDescriptionsRequestsForQueriesAreUnderstood() throws Exception {
    String body =
        Json.write(
            Map.of(
                "name",
                "n" + UUID.randomUUID(),
                "query",
                Map.of(
                    "eventType",
                    List.of("ObjectEvent"),
                    "EQ_bizStep",
                    List.of("shipping", "receiving"))));
    HttpResponse<String> made = send(sent("/queries", body));
    assertThat(made.statusCode()).isEqualTo(201);
    String location = made.headers().firstValue("Location").orElse("");
    assertThat(send(as(token, location + "/events")).statusCode()).isEqualTo(200);
    HttpResponse<String> other = send(sent("/queries", body.replace("shipping", "packing")));
    assertThat(other.statusCode()).isEqualTo(409);
  }
}
