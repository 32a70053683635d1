package org.yutang.trace.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;

/// A document of 100,000 events is never whole in memory.
class StreamingTest {

  private static final int EVENTS = 100_000;
  private static final int LOOK = 20_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readingHoldsNoMoreAtTheEndThanAtTheBeginning(boolean xml) throws Exception {
    Path file = Files.createTempFile(Path.of("target"), "many", xml ? ".xml" : ".json");
    try {
      write(file, xml);
      assertThat(Files.size(file)).isGreaterThan(20L << 20);
      long before = held();
      Counting counting = new Counting();
      EventDocument.open(file, xml).read(counting);
      assertThat(counting.events).isEqualTo(EVENTS);
      assertThat(counting.most - before).as("bytes held while reading").isLessThan(8L << 20);
    } finally {
      Files.delete(file);
    }
  }

  private static final class Counting implements EventDocument.Sink {
    private int events;
    private long most;

    @Override
    public void event(int index, Event event) {
      events++;
      if (events % LOOK == 0) most = Math.max(most, held());
    }

    @Override
    public void refused(int index, Refusal why) {
      throw why;
    }
  }

  private static long held() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void write(Path file, boolean xml) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          xml
              ? "<epcis:EPCISDocument xmlns:epcis=\"urn:epcglobal:epcis:xsd:2\" schemaVersion=\"2.0\" creationDate=\"2026-01-01T00:00:00Z\"><EPCISBody><EventList>"
              : "{\"@context\": [\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"], \"type\": \"EPCISDocument\", \"schemaVersion\": \"2.0\", \"creationDate\": \"2026-01-01T00:00:00Z\", \"epcisBody\": {\"eventList\": [");
      for (int i = 0; i < EVENTS; i++) {
        if (!xml && i > 0) out.write(',');
        out.write(event(xml, i));
      }
      out.write(xml ? "</EventList></EPCISBody></epcis:EPCISDocument>" : "]}}");
    }
  }

  private static String event(boolean xml, int number) {
    String epc = "urn:epc:id:sgtin:4012345.012345." + number;
    return xml
        ? "<ObjectEvent><eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList><epc>"
            + epc
            + "</epc></epcList><action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep></ObjectEvent>"
        : "{\"type\": \"ObjectEvent\", \"eventTime\": \"2026-01-01T00:00:00Z\", \"eventTimeZoneOffset\": \"+08:00\", \"epcList\": [\""
            + epc
            + "\"], \"action\": \"OBSERVE\", \"bizStep\": \"shipping\", \"readPoint\": {\"id\": \"urn:epc:id:sgln:4012345.00011.0\"}}";
  }
}
