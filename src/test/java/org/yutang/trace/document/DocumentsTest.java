package org.yutang.trace.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.TraceRefusal;

/// The standard's example documents: read, written, read again.
class DocumentsTest {

  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-01-02T03:04:05Z");

  /// A member that is there twice: any schema sees the last one only, and nobody knows which was
  /// meant.
  private static final String DOUBLED = "AssociationEvent-h.jsonld";

  @Test
  void everyJsonExampleIsTakenOrRefusedAsItsSchemaSaysAndSurvivesBothForms() throws Exception {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(Examples.folder().resolve("EPCIS-JSON-Schema.json")));
    int events = 0;
    int refusedFiles = 0;
    List<String> differing = new ArrayList<>();
    List<Path> files = new ArrayList<>(Examples.files("JSON", ".jsonld"));
    files.addAll(Examples.files("JSON-simple-context", ".jsonld"));
    files.addAll(Examples.files("event-hash", ".jsonld"));
    files.addAll(Examples.files("XML", ".json"));
    for (Path file : files) {
      if (file.endsWith(DOUBLED)) continue;
      List<String> refused = new ArrayList<>();
      events += walk(file, false, refused);
      List<Error> errors = schema.validate(Files.readString(file), InputFormat.JSON);
      if (refused.isEmpty() != errors.isEmpty())
        differing.add(file + "\n  ours: " + refused + "\n  schema: " + errors);
      if (!refused.isEmpty()) refusedFiles++;
    }
    assertThat(differing).isEmpty();
    assertThat(events).isGreaterThan(70);
    assertThat(refusedFiles).isBetween(1, files.size() / 2);
  }

  @Test
  void everyXmlExampleIsReadUnlessItDeclaresADocumentType() throws Exception {
    int events = 0;
    List<String> refused = new ArrayList<>();
    int declaring = 0;
    for (Path file : Examples.files("XML", ".xml")) {
      String text = Files.readString(file);
      if (text.contains("EPCISCaptureJob")) continue;
      if (text.contains("<!DOCTYPE")) {
        declaring++;
        assertThat(why(file).code()).isEqualTo(TraceRefusal.DTD_REFUSED);
        Path without = Files.createTempFile(Path.of("target"), "example", ".xml");
        Files.writeString(without, text.replace("<!DOCTYPE project>", ""));
        events += walk(without, true, refused);
        Files.delete(without);
      } else {
        events += walk(file, true, refused);
      }
    }
    assertThat(refused).isEmpty();
    assertThat(declaring).isEqualTo(10);
    assertThat(events).isGreaterThan(20);
  }

  private static Refusal why(Path file) throws Exception {
    try {
      Examples.read(file, true);
      throw new AssertionError("not refused: " + file);
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  private static int walk(Path file, boolean xml, List<String> refused) throws Exception {
    Examples.Read read;
    try {
      read = Examples.read(file, xml);
    } catch (Refusal why) {
      refused.add(file + " " + why.getMessage());
      return 0;
    }
    read.refusals().forEach(why -> refused.add(file + " " + why.getMessage()));
    Map<String, String> prefixes = new HashMap<>();
    read.document().namespaces().forEach((prefix, namespace) -> prefixes.put(namespace, prefix));
    EventWriter.Head head = EventWriter.Head.plain(NOW);
    byte[] json = EventWriter.json(head, read.events(), prefixes);
    byte[] asXml = EventWriter.xml(head, read.events(), prefixes);
    assertThat(Examples.read(json, false).events()).as(file + " json").isEqualTo(read.events());
    assertThat(Examples.read(asXml, true).events()).as(file + " xml").isEqualTo(read.events());
    for (Event event : read.events())
      assertThat(EventWriter.read(EventWriter.kept(event))).isEqualTo(event);
    return read.events().size();
  }
}
