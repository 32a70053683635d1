package org.yutang.trace.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Capture;
import org.yutang.trace.Capture.OnError;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Share;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.Traced;
import org.yutang.trace.World;
import org.yutang.trace.document.EventWriter;
import org.yutang.trace.document.Examples;

/// Events through the room's interface on a real database. All tests share it, so each has a
/// company prefix of its own.
class TraceTest extends ServerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired Trace trace;
  @Autowired CaptureRows captures;
  @Autowired org.springframework.jdbc.core.simple.JdbcClient sql;

  @Test
  void whatWasCapturedIsReadBackAsItWas() throws Exception {
    int events = 0;
    List<Path> files = new ArrayList<>(Examples.files("JSON", ".jsonld"));
    files.addAll(Examples.files("XML/Mimasu", ".xml"));
    for (Path file : files) {
      if (file.endsWith("AssociationEvent-h.jsonld")) continue;
      boolean xml = file.toString().endsWith(".xml");
      Capture capture = capture(Files.readAllBytes(file), xml, OnError.PROCEED);
      for (Event event : Examples.read(file, xml).events()) {
        String id =
            event
                .base()
                .id()
                .orElseGet(() -> org.yutang.trace.document.EventHash.of(event, Set.of()));
        List<Event> found = trace.get(Actor.SYSTEM, id);
        assertThat(found).as(file + " " + capture.errors()).isNotEmpty();
        if (capture.refused() + capture.repeated() == 0)
          assertThat(found.getLast().base().unrecorded())
              .as(file.toString())
              .isEqualTo(event.base().recorded(id, event.base().time()).unrecorded());
        events++;
      }
    }
    assertThat(events).isGreaterThan(30);
  }

  @Test
  void theSameEventCountsOnceHoweverItComes() throws Exception {
    World world = world(51, "9910001", 40);
    byte[] json = document(world.events(), false);
    UUID id = UUID.randomUUID();
    Capture first = capture(id, json, false, OnError.ROLLBACK);
    assertThat(first.success()).as(first.errors().toString()).isTrue();
    assertThat(first.captured()).isEqualTo(world.events().size());
    Capture repeated = capture(id, json, false, OnError.ROLLBACK);
    assertThat(repeated.captured()).isEqualTo(first.captured());
    assertThat(repeated.lastEventId()).isEqualTo(first.lastEventId()).isPresent();
    Capture again = capture(json, false, OnError.ROLLBACK);
    assertThat(again.captured()).isZero();
    assertThat(again.repeated()).isEqualTo(world.events().size());
    Capture asXml = capture(document(world.events(), true), true, OnError.ROLLBACK);
    assertThat(asXml.repeated()).isEqualTo(world.events().size());
    assertRefused(
        TraceRefusal.CAPTURE_DIFFERS,
        () -> capture(id, document(world.events(), true), true, OnError.ROLLBACK));
  }

  @Test
  void manyWhoSendTheSameAtOnceCaptureItOnce() throws Exception {
    List<Event> events = world(55, "9910010", 120).events();
    List<Event> reversed = events.reversed();
    List<java.util.concurrent.Callable<Capture>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      byte[] document = document(i % 2 == 0 ? events : reversed, i % 3 == 0);
      boolean xml = i % 3 == 0;
      OnError onError = i < 3 ? OnError.ROLLBACK : OnError.PROCEED;
      calls.add(() -> capture(document, xml, onError));
    }
    int captured = 0;
    int all = 0;
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(6)) {
      for (var each : threads.invokeAll(calls)) {
        Capture capture = each.get();
        assertThat(capture.success()).as(capture.errors().toString()).isTrue();
        captured += capture.captured();
        all += capture.captured() + capture.repeated();
      }
    }
    assertThat(captured).isEqualTo(events.size());
    assertThat(all).isEqualTo(6 * events.size());
  }

  @Test
  void aCaptureThatWasCutOffIsTakenAgain() throws Exception {
    UUID id = UUID.randomUUID();
    byte[] document = document(world(56, "9910011", 20).events(), false);
    assertThat(capture(id, document, false, OnError.ROLLBACK).success()).isTrue();
    sql.sql(
            "update trace.capture set finished_at = null, created_at = now() - interval '1 day' where id = :id")
        .param("id", id)
        .update();
    captures.everyMinute();
    assertThat(trace.getCapture(Actor.SYSTEM, id).success()).isFalse();
    Capture again = capture(id, document, false, OnError.ROLLBACK);
    assertThat(again.success()).isTrue();
    assertThat(again.captured()).isZero();
  }

  @Test
  void oneBadEventTakesAllOrOnlyItselfAlong() throws Exception {
    List<Event> events = world(52, "9910002", 30).events();
    String text = new String(document(events, false), StandardCharsets.UTF_8);
    String broken = text.replaceFirst("\"eventTime\":\"[^\"]*\"", "\"eventTime\":\"yesterday\"");
    byte[] bytes = broken.getBytes(StandardCharsets.UTF_8);
    Capture rolledBack = capture(bytes, false, OnError.ROLLBACK);
    assertThat(rolledBack.success()).isFalse();
    assertThat(rolledBack.captured()).isZero();
    assertThat(rolledBack.errors()).hasSize(1);
    assertThat(rolledBack.errors().getFirst().event()).isZero();
    assertThat(rolledBack.errors().getFirst().why().code()).isEqualTo(TraceRefusal.BAD_VALUE);
    assertThat(rolledBack.errors().getFirst().why().facts()).containsEntry("path", "$.eventTime");
    Capture proceeded = capture(bytes, false, OnError.PROCEED);
    assertThat(proceeded.captured()).isEqualTo(events.size() - 1);
    assertThat(proceeded.refused()).isEqualTo(1);
    Capture whole = capture(document(events, false), false, OnError.ROLLBACK);
    assertThat(whole.captured()).isEqualTo(1);
    assertThat(whole.repeated()).isEqualTo(events.size() - 1);
  }

  @Test
  void anEventIdStandsForOneEvent() throws Exception {
    String id = "urn:uuid:" + UUID.randomUUID();
    String event =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "ObjectEvent", "eventID": "%s",
         "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "bizStep": "%s",
         "epcList": ["urn:epc:id:sscc:9910003.1112223334"]}
        """;
    assertThat(capture(event.formatted(id, "shipping")).captured()).isEqualTo(1);
    assertThat(capture(event.formatted(id, "shipping")).repeated()).isEqualTo(1);
    Capture other = capture(event.formatted(id, "receiving"));
    assertThat(other.errors().getFirst().why().code()).isEqualTo(TraceRefusal.EVENT_ID_TAKEN);
  }

  @Test
  void theFutureAndUnknownPlacesAreRefusedWhereThatIsWanted() throws Exception {
    String place = "urn:epc:id:sgln:9910004.00012.0";
    String event =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "ObjectEvent",
         "eventTime": "%s", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "readPoint": {"id": "%s"},
         "epcList": ["urn:epc:id:sscc:9910004.1112223334"]}
        """;
    String future = event.formatted("2199-01-01T00:00:00Z", place);
    assertThat(capture(future).errors().getFirst().why().code())
        .isEqualTo(TraceRefusal.IN_THE_FUTURE);
    byte[] today = event.formatted("2026-01-01T00:00:00Z", place).getBytes(StandardCharsets.UTF_8);
    Capture.Order known = new Capture.Order(UUID.randomUUID(), false, OnError.ROLLBACK, true, 0);
    Capture unknown = trace.capture(Actor.SYSTEM, known, new ByteArrayInputStream(today));
    assertThat(unknown.errors().getFirst().why().code()).isEqualTo(TraceRefusal.UNKNOWN_LOCATION);
    trace.knowPlaces(Actor.SYSTEM, List.of("https://id.gs1.org/414/9910004000122"));
    Capture.Order again = new Capture.Order(UUID.randomUUID(), false, OnError.ROLLBACK, true, 0);
    assertThat(trace.capture(Actor.SYSTEM, again, new ByteArrayInputStream(today)).success())
        .isTrue();
  }

  @Test
  void nothingLiesInItself() throws Exception {
    String a = "urn:epc:id:sscc:9910005.1000000001";
    String b = "urn:epc:id:sscc:9910005.1000000002";
    String c = "urn:epc:id:sscc:9910005.1000000003";
    assertThat(capture(pack(a, b, "ADD", 1)).success()).isTrue();
    assertThat(capture(pack(b, c, "ADD", 2)).success()).isTrue();
    Capture circle = capture(pack(c, a, "ADD", 3));
    assertThat(circle.errors().getFirst().why().code()).isEqualTo(TraceRefusal.CIRCULAR);
    assertThat(capture(pack(c, c, "ADD", 3)).success()).isFalse();
    assertThat(capture(pack(a, b, "DELETE", 4)).success()).isTrue();
    assertThat(capture(pack(c, a, "ADD", 5)).success()).isTrue();
    assertThat(items(trace.back(Actor.SYSTEM, c, at(6)))).hasSize(1);
    assertThat(items(trace.back(Actor.SYSTEM, a, at(3)))).hasSize(2);
  }

  private static Instant at(int minute) {
    return START.plusSeconds(60L * minute);
  }

  private static Set<String> items(Traced.Back back) {
    return back.origins().stream().map(Traced.Origin::item).collect(Collectors.toSet());
  }

  private static String pack(String parent, String child, String action, int minute) {
    return """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "AggregationEvent",
         "eventTime": "%s", "eventTimeZoneOffset": "+08:00", "action": "%s", "parentID": "%s", "childEPCs": ["%s"]}
        """
        .formatted(at(minute).atOffset(ZoneOffset.UTC), action, parent, child);
  }

  @Test
  void whatWasDeclaredWrongLeadsNowhere() throws Exception {
    String lot = "urn:epc:class:lgtin:9910006.012345.A";
    String made = "urn:epc:class:lgtin:9910006.012345.B";
    String event =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "TransformationEvent",
         "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", %s
         "inputQuantityList": [{"epcClass": "%s", "quantity": 3, "uom": "KGM"}],
         "outputQuantityList": [{"epcClass": "%s", "quantity": 3, "uom": "KGM"}]}
        """;
    assertThat(capture(event.formatted("", lot, made)).success()).isTrue();
    assertThat(trace.forward(Actor.SYSTEM, lot).reached()).hasSize(2);
    String declaration =
        "\"errorDeclaration\": {\"declarationTime\": \"2026-01-02T00:00:00Z\", \"reason\": \"did_not_occur\"},";
    assertThat(capture(event.formatted(declaration, lot, made)).captured()).isEqualTo(1);
    assertThat(trace.forward(Actor.SYSTEM, lot).reached()).hasSize(1);
    List<Event> wrong =
        find(
            "EXISTS_errorDeclaration",
            "",
            "EQ_errorReason",
            "did_not_occur",
            "MATCH_inputEPCClass",
            lot);
    assertThat(wrong).hasSize(1);
    assertThat(trace.get(Actor.SYSTEM, wrong.getFirst().base().id().orElseThrow())).hasSize(2);
  }

  @Test
  void theTraceOfAWholeWorldIsExact() throws Exception {
    World world = world(53, "9910007", 150);
    List<Event> events = world.events();
    int half = events.size() / 2;
    // the later half first: the order of coming does not matter
    assertThat(
            capture(document(events.subList(half, events.size()), true), true, OnError.ROLLBACK)
                .success())
        .isTrue();
    assertThat(capture(document(events.subList(0, half), false), false, OnError.ROLLBACK).success())
        .isTrue();
    int buyers = 0;
    for (String lot : world.lots()) {
      Traced.Recall recall = trace.recall(Actor.SYSTEM, lot);
      assertThat(recall.buyers().stream().map(Traced.Found::id).collect(Collectors.toSet()))
          .isEqualTo(world.buyers(lot));
      buyers += recall.buyers().size();
      Traced.Back back = trace.back(Actor.SYSTEM, lot, world.now());
      for (Traced.Origin origin : back.origins())
        if (origin.source())
          assertThat(origin.share())
              .contains(world.shares(lot).getOrDefault(origin.item(), Share.NONE));
    }
    assertThat(buyers).isPositive();
  }

  @Test
  void boxesLeadBackToWhatWasInThemThen() throws Exception {
    World world = world(57, "9910012", 150);
    capture(document(world.events(), false), false, OnError.ROLLBACK);
    int found = 0;
    for (String box : world.boxes()) {
      Set<String> lots =
          items(trace.back(Actor.SYSTEM, box, world.now().plusSeconds(1))).stream()
              .filter(item -> item.contains("/10/"))
              .collect(Collectors.toSet());
      assertThat(lots).isEqualTo(world.contents(box));
      found += lots.size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void pagesHoldEveryEventOnce() throws Exception {
    World world = world(54, "9910008", 60);
    capture(document(world.events(), false), false, OnError.ROLLBACK);
    String box = world.boxes().getFirst();
    Map<String, List<String>> asked =
        Map.of(
            "MATCH_anyEPC",
            List.of(box),
            "orderBy",
            List.of("eventTime"),
            "orderDirection",
            List.of("ASC"));
    List<Event> paged = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      EventQuery.Found found = trace.find(Actor.SYSTEM, new EventQuery(asked, 3, page));
      paged.addAll(found.events());
      page = found.nextPage();
    } while (page.isPresent());
    List<Event> whole = trace.find(Actor.SYSTEM, new EventQuery(asked, 1000, page)).events();
    assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(3);
    assertThat(new HashSet<>(paged)).hasSameSizeAs(paged);
    assertThat(paged).isSortedAccordingTo(java.util.Comparator.comparing(e -> e.base().time()));
    assertRefused(
        TraceRefusal.TOO_MANY_EVENTS, () -> find("MATCH_anyEPC", box, "maxEventCount", "2"));
    assertThat(find("MATCH_anyEPC", box, "orderBy", "eventTime", "eventCountLimit", "2"))
        .hasSize(2);
  }

  /// Each of these is one thing, as URN and as link; patterns find it in either form.
  @Test
  void patternsFindWhatIsOfACompanyOrAProduct() throws Exception {
    String[][] things = {
      {"urn:epc:id:sgtin:9910019.012345.a.b", "https://example.cn/goods/01/09910019123458/21/a.b"},
      {"urn:epc:id:sscc:9910019.1000000001", "https://id.gs1.org/00/199100190000000015"},
      {"urn:epc:id:grai:9910019.12345.7", "https://id.gs1.org/8003/099100191234587"},
      {"urn:epc:id:giai:9910019.32a", "https://id.gs1.org/8004/991001932a"}
    };
    for (String[] each : things)
      assertThat(Gs1Key.canonical(each[1])).isEqualTo(Gs1Key.canonical(each[0]));
    for (String[] forms : things)
      for (int i = 0; i < 2; i++)
        capture(
            """
            {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "ObjectEvent",
             "eventTime": "2026-01-01T0%d:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "epcList": ["%s"]}
            """
                .formatted(i, forms[i]));
    for (String pattern :
        List.of(
            "sgtin:9910019.*.*",
            "sgtin:9910019.012345.*",
            "sscc:9910019.*",
            "grai:9910019.*.*",
            "grai:9910019.12345.*",
            "giai:9910019.*"))
      assertThat(find("MATCH_epc", "urn:epc:idpat:" + pattern)).as(pattern).hasSize(2);
    for (String pattern :
        List.of("sgtin:9910018.*.*", "sgtin:9910019.012346.*", "sgln:9910019.*.*"))
      assertThat(find("MATCH_epc", "urn:epc:idpat:" + pattern)).as(pattern).isEmpty();
    // a link does not say where the company's part ends
    assertThat(find("MATCH_epc", "urn:epc:idpat:sgtin:991001.*.*")).hasSize(1);
    assertThat(find("MATCH_parentID", "urn:epc:idpat:sscc:9910019.*")).isEmpty();
    assertThat(
            trace
                .find(
                    Actor.SYSTEM,
                    new EventQuery(
                        Map.of(
                            "MATCH_anyEPC", List.of("urn:epc:idpat:sscc:9910019.*", things[3][0])),
                        50,
                        Optional.empty()))
                .events())
        .hasSize(4);
  }

  @Test
  void typesOfOnesOwnAreFoundByTheirNames() throws Exception {
    capture(
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"q8": "https://example.cn/q8/"}], "type": "q8:TastingEvent",
         "eventTime": "2026-01-01T08:00:00+08:00", "eventTimeZoneOffset": "+08:00", "bizStep": "inspecting", "q8:sweet": 8}
        """);
    String uri = "https://example.cn/q8/TastingEvent";
    assertThat(find("eventType", "q8:TastingEvent")).hasSize(1);
    assertThat(find("eventType", uri, "GE_q8:sweet", "8")).hasSize(1);
    assertThat(find("eventType", "q8:SmellingEvent")).isEmpty();
    assertThat(find("eventType", "ObjectEvent", "EXISTS_q8:sweet", "")).isEmpty();
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("eventType", "TastingEvent"));
    assertThat(trace.words(Actor.SYSTEM, Trace.Word.EVENT_TYPE, "", 1000))
        .contains(uri, "ObjectEvent");
    assertThat(trace.knows(Actor.SYSTEM, Trace.Word.EVENT_TYPE, "q8:TastingEvent")).isTrue();
    assertThat(trace.knows(Actor.SYSTEM, Trace.Word.EVENT_TYPE, "TastingEvent")).isFalse();
  }

  @Test
  void everyThingIsListedOnce() throws Exception {
    for (int i = 0; i < 7; i++)
      capture(
          """
          {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "AggregationEvent",
           "eventTime": "2026-01-01T0%d:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "parentID": "urn:epc:id:sscc:9910029.1000000001",
           "childEPCs": ["urn:epc:id:sgtin:9910029.012345.%d"], "childQuantityList": [{"epcClass": "urn:epc:class:lgtin:9910029.012345.L"}]}
          """
              .formatted(i, i));
    List<String> listed = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      Trace.Things things = trace.things(Actor.SYSTEM, page, 100);
      listed.addAll(things.uris());
      page = things.nextPage();
    } while (page.isPresent());
    assertThat(listed).doesNotHaveDuplicates();
    assertThat(listed.stream().filter(uri -> uri.contains("9910029")))
        .hasSize(8)
        .allSatisfy(uri -> assertThat(uri).startsWith("https://id.gs1.org/0"));
    assertRefused(
        TraceRefusal.BAD_PAGE_TOKEN, () -> trace.things(Actor.SYSTEM, Optional.of("guess"), 3));
  }

  @Test
  void questionsAreAnsweredByTheStandardsParameters() throws Exception {
    String lot = "urn:epc:class:lgtin:9910009.012345.Q";
    capture(
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"q9": "https://example.cn/q9/"}], "type": "ObjectEvent",
         "eventTime": "2026-01-01T08:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "ADD", "bizStep": "commissioning",
         "disposition": "active", "readPoint": {"id": "urn:epc:id:sgln:9910009.00012.7"}, "bizLocation": {"id": "urn:epc:id:sgln:9910009.00012.0"},
         "quantityList": [{"epcClass": "%s", "quantity": 12.50, "uom": "KGM"}], "ilmd": {"q9:brix": 13},
         "bizTransactionList": [{"type": "po", "bizTransaction": "urn:q9:po:1"}],
         "sourceList": [{"type": "location", "source": "urn:epc:id:sgln:9910009.00012.0"}],
         "persistentDisposition": {"set": ["completeness_verified"]},
         "sensorElementList": [{"sensorMetadata": {"deviceID": "urn:q9:device", "startTime": "2026-01-01T00:00:00Z"},
            "sensorReport": [{"type": "Temperature", "value": 4.5, "minValue": 2, "uom": "CEL", "q9:probe": "left"}]}],
         "q9:colour": "red", "q9:size": 7.5, "q9:box": {"q9:layer": [{"q9:fruit": 12}, {"q9:fruit": 15}]}}
        """
            .formatted(lot));
    for (String[] each :
        new String[][] {
          {"eventType", "ObjectEvent"},
          {"GE_eventTime", "2026-01-01T00:00:00Z"},
          {"EQ_action", "ADD"},
          {"EQ_bizStep", "https://ref.gs1.org/cbv/BizStep-commissioning"},
          {"EQ_bizStep", "urn:epcglobal:cbv:bizstep:commissioning"},
          {"EQ_disposition", "active"},
          {"EQ_readPoint", "https://id.gs1.org/414/9910009000127/254/7"},
          {"WD_readPoint", "urn:epc:id:sgln:9910009.00012.0"},
          {"EQ_bizLocation", "urn:epc:id:sgln:9910009.00012.0"},
          {"EQ_bizTransaction_po", "urn:q9:po:1"},
          {"EQ_source_location", "urn:epc:id:sgln:9910009.00012.0"},
          {"EQ_persistentDisposition_set", "completeness_verified"},
          {"GT_quantity", "12.4"},
          {"EQ_quantity", "12.5"},
          {"EQ_type", "Temperature"},
          {"EQ_deviceID", "urn:q9:device"},
          {"GE_startTime", "2026-01-01T00:00:00Z"},
          {"EQ_q9:colour", "red"},
          {"EXISTS_q9:colour", ""},
          {"EQ_https://example.cn/q9/#colour", "red"},
          {"GT_q9:size", "7"},
          {"LE_q9:size", "7.5"},
          {"EQ_INNER_q9:fruit", "15"},
          {"GE_INNER_q9:fruit", "15"},
          {"EXISTS_INNER_q9:fruit", ""},
          {"GT_ILMD_q9:brix", "12"},
          {"EQ_SENSORREPORT_q9:probe", "left"},
          {"GE_value_CEL", "4.5"},
          {"LT_minValue_CEL", "2.1"},
          {"MATCH_epcClass", "urn:epc:class:lgtin:9910009.012345.Q"},
          {"EXISTS_errorDeclaration", "false"},
          {"EQ_ILMD_q9:brix", "13"}
        }) assertThat(find("MATCH_anyEPCClass", lot, each[0], each[1])).as(each[0]).hasSize(1);
    for (String[] each :
        new String[][] {
          {"eventType", "AggregationEvent"},
          {"LT_eventTime", "2026-01-01T00:00:00Z"},
          {"EQ_action", "DELETE"},
          {"EQ_bizStep", "shipping"},
          {"EQ_readPoint", "urn:epc:id:sgln:9910009.00012.0"},
          {"EQ_bizTransaction_inv", "urn:q9:po:1"},
          {"GT_quantity", "12.5"},
          {"EQ_type", "Pressure"},
          {"GT_q9:size", "7.5"},
          {"GT_q9:colour", "1"},
          {"EQ_INNER_q9:size", "7.5"},
          {"GT_INNER_q9:fruit", "15"},
          {"EXISTS_ILMD_q9:colour", ""},
          {"GT_value_CEL", "4.5"},
          {"GE_value_FAH", "1"},
          {"GE_maxValue_CEL", "1"},
          {"EXISTS_errorDeclaration", ""},
          {"EQ_q9:colour", "blue"}
        }) assertThat(find("MATCH_anyEPCClass", lot, each[0], each[1])).as(each[0]).isEmpty();
    assertRefused(TraceRefusal.UNKNOWN_PARAMETER, () -> find("EQ_taste", "sweet"));
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("GE_eventTime", "soon"));
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("MATCH_epc", lot));
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("EQ_action", "PUT"));
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("GT_q9:size", "large"));
    assertRefused(TraceRefusal.BAD_PARAMETER, () -> find("GT_quantity", "1e999999999"));
    assertRefused(TraceRefusal.UNKNOWN_PARAMETER, () -> find("EQ_q8:colour", "red"));
    assertRefused(TraceRefusal.BAD_KEY, () -> find("MATCH_epc", "urn:epc:idpat:sgtin:9910009.*.1"));
    assertRefused(
        TraceRefusal.BAD_PAGE_TOKEN,
        () -> trace.find(Actor.SYSTEM, new EventQuery(Map.of(), 3, Optional.of("guess"))));
  }

  @Test
  void strangersNeitherCaptureNorSee() {
    Actor stranger = new Actor(UUID.randomUUID(), "stranger", Set.of());
    assertRefused(
        AccessRefusal.NOT_PERMITTED,
        () ->
            trace.capture(
                stranger,
                Capture.Order.of(UUID.randomUUID(), false, OnError.ROLLBACK),
                new ByteArrayInputStream(new byte[0])));
    assertRefused(
        AccessRefusal.NOT_PERMITTED,
        () -> trace.find(stranger, new EventQuery(Map.of(), 3, Optional.empty())));
    assertRefused(AccessRefusal.NOT_PERMITTED, () -> trace.recall(stranger, "urn:x:y"));
  }

  private static void assertRefused(
      Refusal.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private List<Event> find(String... parameters) {
    Map<String, List<String>> asked = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2)
      asked.put(parameters[i], List.of(parameters[i + 1]));
    return trace.find(Actor.SYSTEM, new EventQuery(asked, 100, Optional.empty())).events();
  }

  private static World world(long seed, String company, int steps) {
    World world = new World(seed, company, START);
    world.live(steps);
    return world;
  }

  private static byte[] document(List<Event> events, boolean xml) {
    EventWriter.Head head = EventWriter.Head.plain(START.atOffset(ZoneOffset.UTC));
    return xml ? EventWriter.xml(head, events, Map.of()) : EventWriter.json(head, events, Map.of());
  }

  private Capture capture(String json) throws IOException {
    return capture(json.getBytes(StandardCharsets.UTF_8), false, OnError.PROCEED);
  }

  private Capture capture(byte[] document, boolean xml, OnError onError) throws IOException {
    return capture(UUID.randomUUID(), document, xml, onError);
  }

  private Capture capture(UUID id, byte[] document, boolean xml, OnError onError)
      throws IOException {
    return trace.capture(
        Actor.SYSTEM, Capture.Order.of(id, xml, onError), new ByteArrayInputStream(document));
  }
}
