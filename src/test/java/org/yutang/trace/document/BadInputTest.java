package org.yutang.trace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.TraceRefusal;

/// What does not fit is refused by itself, with its place.
class BadInputTest {

  private static final String GOOD =
      """
      {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://own.example/"}], "type": "ObjectEvent",
       "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "ADD", "bizStep": "shipping",
       "epcList": ["urn:epc:id:sgtin:4012345.012345.1"], "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.L", "quantity": 2, "uom": "KGM"}],
       "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.0"}, "ilmd": {"own:a": "b"}, "own:c": {"own:d": [1, true, "x"]}}
      """;

  @Test
  void theEventThatIsChangedBelowIsGood() throws Exception {
    Examples.Read read = Examples.read(GOOD, false);
    assertThat(read.refusals()).isEmpty();
    assertThat(read.events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "action": "ADD"      | "action": "PUT"                      | BAD_VALUE          | $.action
          "action": "ADD",     |                                      | FIELD_MISSING      | $.action
          "action": "ADD"      | "action": "OBSERVE"                  | ILMD_NOT_HERE      | $.ilmd
          "shipping"           | "shiping"                            | BAD_VALUE          | $.bizStep
          "shipping"           | "urn:epcglobal:cbv:bizstep:shipping" | BAD_VALUE          | $.bizStep
          "shipping"           | 7                                    | BAD_VALUE          | $.bizStep
          "+08:00"             | "+15:00"                             | BAD_VALUE          | $.eventTimeZoneOffset
          00:00:00Z            | 00:00:00                             | BAD_VALUE          | $.eventTime
          2026-01-01T          | 2026-02-30T                          | BAD_VALUE          | $.eventTime
          sgtin:4012345.012345 | sgtin:4012345.01234                  | BAD_KEY            | $.epcList[0]
          urn:epc:id:sgtin:4012345.012345.1 | not a uri               | BAD_VALUE          | $.epcList[0]
          urn:epc:id:sgtin:4012345.012345.1 | https://id.gs1.org/01/04012345123455/21/1 | CHECK_DIGIT | $.epcList[0]
          urn:epc:class:lgtin:4012345.012345.L | https://id.gs1.org/01/04012345123455/10/L | CHECK_DIGIT | $.quantityList[0].epcClass
          urn:epc:id:sgln:4012345.00011.0 | https://id.gs1.org/414/4012345000112 | CHECK_DIGIT | $.readPoint.id
          sgln:4012345.00011   | sgln:4012345.0001                    | BAD_KEY            | $.readPoint.id
          "quantity": 2        | "quantity": -2                       | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": "2"                      | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": 1e999                    | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": 1e2147483647             | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": 1e-999999999             | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": null                     | BAD_VALUE          | $.quantityList[0].quantity
          "quantity": 2        | "quantity": [2]                      | BAD_VALUE          | $.quantityList[0].quantity
          "own:d": [1,         | "own:d": [1e999999999,               | BAD_VALUE          | $.own:c.own:d
          "KGM"                | "kilo"                               | BAD_VALUE          | $.quantityList[0].uom
          "uom"                | "unit"                               | FIELD_UNKNOWN      | $.quantityList[0].unit
          "own:c"              | "other:c"                            | UNDECLARED_PREFIX  | $.other:c
          "own:c"              | "c"                                  | FIELD_UNKNOWN      | $.c
          "own:c"              | "parentID"                           | FIELD_UNKNOWN      | $.parentID
          "ObjectEvent"        | "BirthdayEvent"                      | UNKNOWN_EVENT_TYPE | $.type
          "ObjectEvent"        | "own:BirthdayEvent"                  | FIELD_UNKNOWN      | $.action
          "own:c"              | "{own"                               | BAD_VALUE          | $.{own
          "own:c"              | "{https://own.example/}a b"          | BAD_VALUE          | $.{https://own.example/}a b
          [1, true, "x"]       | [1, null]                            | BAD_VALUE          | $.own:c.own:d
          "b"                  | "\\u0001"                            | BAD_VALUE          | $.ilmd.own:a
          """)
  void anEventIsRefusedWithItsPlace(String from, String to, TraceRefusal code, String path)
      throws Exception {
    assertThat(GOOD).contains(from);
    Examples.Read read = Examples.read(GOOD.replace(from, to == null ? "" : to), false);
    assertThat(read.refusals()).hasSize(1);
    assertThat(read.refusals().getFirst().code()).isEqualTo(code);
    assertThat(read.refusals().getFirst().facts()).containsEntry("path", path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://ref.gs1.org | https://127.0.0.1:1 | UNKNOWN_CONTEXT
          {"own": "https://own.example/"} | {"own": {"@vocab": "x"}} | UNKNOWN_CONTEXT
          {"own": "https://own.example/"} | 5 | UNKNOWN_CONTEXT
          "ADD", | "ADD" | MALFORMED
          "action": "ADD", | "action": "ADD", "action": "OBSERVE", | MALFORMED
          "type": "ObjectEvent" | "type": "EPCISDocument" | NOT_A_DOCUMENT
          """)
  void aDocumentIsRefusedAsAWhole(String from, String to, TraceRefusal code) {
    assertThat(GOOD).contains(from);
    assertRefused(code, GOOD.replace(from, to), false);
  }

  private static void assertRefused(TraceRefusal code, String document, boolean xml) {
    assertThatThrownBy(() -> Examples.read(document, xml))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void nothingThatADocumentNamesIsFetchedOrUnfolded() throws Exception {
    String xml =
        """
        <?xml version="1.0"?>%s
        <epcis:EPCISDocument xmlns:epcis="%s" schemaVersion="2.0" creationDate="2026-01-01T00:00:00Z"><EPCISBody><EventList><ObjectEvent>
        <eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList><epc>%s</epc></epcList>
        <action>OBSERVE</action></ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>
        """;
    String namespace = "urn:epcglobal:epcis:xsd:2";
    String epc = "urn:own:thing";
    assertThat(Examples.read(xml.formatted("", namespace, epc), true).events()).hasSize(1);
    String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    assertRefused(TraceRefusal.DTD_REFUSED, xml.formatted(entity, namespace, "&e;"), true);
    assertRefused(
        TraceRefusal.UNKNOWN_CONTEXT, xml.formatted("", "urn:epcglobal:epcis:xsd:1", epc), true);
    assertRefused(
        TraceRefusal.MALFORMED, xml.formatted("", namespace, epc).replace("</epc>", ""), true);
    assertRefused(TraceRefusal.MALFORMED, GOOD, true);
    assertRefused(TraceRefusal.MALFORMED, xml.formatted("", namespace, epc), false);
  }

  private static final String OWN_TYPE =
      """
      {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://own.example/"}], "type": "own:TastingEvent",
       "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", "bizStep": "inspecting", "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.0"},
       "own:notes": {"own:sweet": 8, "own:sour": 3}}
      """;

  @Test
  void typesOfOnesOwnAreTakenWhereTheirNamespaceIsDeclared() throws Exception {
    Examples.Read read = Examples.read(OWN_TYPE, false);
    assertThat(read.refusals()).isEmpty();
    Event event = read.events().getFirst();
    assertThat(event.type()).isEqualTo("{https://own.example/}TastingEvent");
    EventWriter.Head head = EventWriter.Head.plain(OffsetDateTime.parse("2026-01-02T00:00:00Z"));
    Map<String, String> prefixes = Map.of("https://own.example/", "own");
    byte[] xml = EventWriter.xml(head, read.events(), prefixes);
    assertThat(new String(xml, StandardCharsets.UTF_8)).contains("<own:TastingEvent>");
    assertThat(Examples.read(xml, true).events()).isEqualTo(read.events());
    byte[] json = EventWriter.json(head, read.events(), prefixes);
    assertThat(Examples.read(json, false).events()).isEqualTo(read.events());
    assertThat(EventWriter.read(EventWriter.kept(event))).isEqualTo(event);
    assertThat(EventHash.text(event, Set.of()))
        .startsWith("eventType=https://own.example/TastingEvent");
    Examples.Read undeclared =
        Examples.read(OWN_TYPE.replace("own:Tasting", "others:Tasting"), false);
    assertThat(undeclared.refusals().getFirst().code()).isEqualTo(TraceRefusal.UNDECLARED_PREFIX);
  }

  private static final String XML =
      """
      <?xml version="1.0"?>
      <epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:own="https://own.example/" schemaVersion="2.0" creationDate="2026-01-01T00:00:00Z"><EPCISBody><EventList><ObjectEvent>
      <eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList><epc>urn:own:thing</epc></epcList>
      <action>OBSERVE</action><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.012345.L</epcClass><quantity>2</quantity><uom>KGM</uom></quantityElement></quantityList>
      <own:note>x</own:note></ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <quantity>2<    | <quantity>-2<          | BAD_VALUE
          <quantity>2<    | <quantity>NaN<         | BAD_VALUE
          <quantity>2<    | <quantity>INF<         | BAD_VALUE
          <quantity>2<    | <quantity>1e999999999< | BAD_VALUE
          <quantity>2<    | <quantity>0x10<        | BAD_VALUE
          <uom>KGM<       | <uom>kilo<             | BAD_VALUE
          urn:own:thing   | https://id.gs1.org/01/04012345123455/21/1 | CHECK_DIGIT
          >OBSERVE<       | >PUT<                  | BAD_VALUE
          2026-01-01T00:00:00Z</eventTime> | 2026-02-30T00:00:00Z</eventTime> | BAD_VALUE
          """)
  void anEventInXmlIsRefusedLikewise(String from, String to, TraceRefusal code) throws Exception {
    assertThat(XML).contains(from);
    assertThat(Examples.read(XML, true).refusals()).isEmpty();
    Examples.read(XML.replace(from, to), true)
        .refusals()
        .forEach(why -> assertThat(why.code()).isEqualTo(code));
    assertThat(Examples.read(XML.replace(from, to), true).refusals()).hasSize(1);
  }

  @Test
  void whatIsTooDeepTooLongOrBrokenOffInXmlIsRefused() throws Exception {
    String deep = "<own:x>".repeat(80) + "1" + "</own:x>".repeat(80);
    Examples.Read read = Examples.read(XML.replace("<own:note>x</own:note>", deep), true);
    assertThat(read.events()).isEmpty();
    assertThat(read.refusals())
        .singleElement()
        .satisfies(why -> assertThat(why.code()).isEqualTo(TraceRefusal.EVENT_TOO_LARGE));
    assertRefused(TraceRefusal.MALFORMED, XML.substring(0, XML.indexOf("<own:note>")), true);
    assertRefused(
        TraceRefusal.MALFORMED,
        XML.substring(0, XML.indexOf("<own:note>")) + "<own:x>".repeat(100_000),
        true);
    assertRefused(TraceRefusal.MALFORMED, XML.replace("own:note", "other:note"), true);
    String billion =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><epcis:EPCISDocument";
    assertRefused(TraceRefusal.DTD_REFUSED, XML.replace("<epcis:EPCISDocument", billion), true);
  }

  @Test
  void whatIsTooDeepOrTooLongInJsonIsRefused() {
    String nothing = "[".repeat(1_000_000);
    assertRefused(TraceRefusal.NOT_A_DOCUMENT, nothing, false);
    assertRefused(TraceRefusal.MALFORMED, GOOD.replace("\"b\"", nothing), false);
    assertRefused(
        TraceRefusal.MALFORMED,
        GOOD.replace("\"quantity\": 2", "\"quantity\": " + "9".repeat(100_000)),
        false);
    assertRefused(
        TraceRefusal.MALFORMED, GOOD.replace("\"b\"", "\"" + "x".repeat(2_000_000) + "\""), false);
  }

  @Test
  void aBadEventDoesNotStopTheNextAndADeepDocumentIsRefused() throws Exception {
    String document =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://own.example/"}], "type": "EPCISDocument",
         "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": [%s, 7, %s]}}
        """;
    String event = GOOD.replaceFirst("\"@context\": \\[.*?}\\],", "");
    String bad = event.replace("\"KGM\"", "\"kilo\"");
    Examples.Read read = Examples.read(document.formatted(bad, event), false);
    assertThat(read.refusals()).hasSize(2);
    assertThat(read.events()).hasSize(1);
    String deep = "{\"own:x\":".repeat(80) + "1" + "}".repeat(80);
    String tooDeep = event.replace("[1, true, \"x\"]", deep);
    assertRefused(TraceRefusal.MALFORMED, document.formatted(tooDeep, event), false);
  }
}
