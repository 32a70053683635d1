package org.yutang.trace.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;

class RoundTripPropertyTest {

  private static final EventWriter.Head HEAD =
      EventWriter.Head.plain(OffsetDateTime.parse("2026-01-02T03:04:05Z"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void jsonXmlAndWhatIsKeptSayTheSame(long seed) throws Exception {
    RandomEvents random = new RandomEvents(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) events.add(random.next());
    Examples.Read json = Examples.read(EventWriter.json(HEAD, events, Map.of()), false);
    Examples.Read xml = Examples.read(EventWriter.xml(HEAD, events, Map.of()), true);
    assertThat(json.refusals()).isEmpty();
    assertThat(xml.refusals()).isEmpty();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertThat(json.events().get(i)).as("json, seed " + seed + " " + i).isEqualTo(event);
      assertThat(xml.events().get(i)).as("xml, seed " + seed + " " + i).isEqualTo(event);
      assertThat(EventWriter.read(EventWriter.kept(event))).isEqualTo(event);
      assertThat(EventHash.of(xml.events().get(i), Set.of()))
          .isEqualTo(EventHash.of(event, Set.of()));
    }
  }

  @Test
  void aHundredThousandEventsAreReadOneByOne() throws Exception {
    int events = 100_000;
    Path file = Files.createTempFile(Path.of("target"), "many", ".json");
    try {
      write(file, events);
      EventDocument document = EventDocument.open(file, false);
      long before = used();
      long[] count = new long[2];
      document.read(
          new EventDocument.Sink() {
            @Override
            public void event(int index, Event event) {
              count[0]++;
              if (index % 25_000 == 24_999) count[1] = Math.max(count[1], used() - before);
            }

            @Override
            public void refused(int index, Refusal why) {
              throw new AssertionError(why);
            }
          });
      assertThat(count[0]).isEqualTo(events);
      assertThat(Files.size(file)).isGreaterThan(30L << 20);
      assertThat(count[1]).as("bytes held meanwhile").isLessThan(8L << 20);
    } finally {
      Files.delete(file);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void write(Path file, int events) throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          "{\"type\": \"EPCISDocument\", \"schemaVersion\": \"2.0\", \"creationDate\": \"2026-01-01T00:00:00Z\", \"epcisBody\": {\"eventList\": [");
      for (int i = 0; i < events; i++)
        out.write(
            (i == 0 ? "" : ",")
                + """
                {"type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "bizStep": "shipping",
                 "epcList": ["urn:epc:id:sgtin:4012345.012345.%d"], "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.0"}, "own:note": "of %d",
                 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:own:po:%d"}]}"""
                    .formatted(i, i, i));
      // what prefixes mean is only said at the end
      out.write(
          "]}, \"@context\": [\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\", {\"own\": \"https://own.example/\"}]}");
    }
  }
}
