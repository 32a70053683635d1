package org.yutang.trace.document;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;

/// The standard's own example files, which are no part of this repository: set `YUTANG_SHARED_DATA`
/// to where they lie.
public final class Examples {

  private Examples() {}

  public static Path folder() {
    String named = System.getenv("YUTANG_SHARED_DATA");
    Path folder = named == null ? Path.of("../shared/data") : Path.of(named);
    Path epcis = folder.resolve("epcis");
    assumeTrue(
        Files.isDirectory(epcis),
        "the examples of EPCIS 2.0 are not at " + epcis + "; set YUTANG_SHARED_DATA");
    return epcis;
  }

  /// All files below a folder with that ending.
  public static List<Path> files(String below, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder().resolve(below))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// What came of a document: events and refusals in order.
  public record Read(List<Event> events, List<Refusal> refusals, EventDocument document) {}

  public static Read read(Path file, boolean xml) throws IOException {
    EventDocument document = EventDocument.open(file, xml);
    Read read = new Read(new ArrayList<>(), new ArrayList<>(), document);
    document.read(
        new EventDocument.Sink() {
          @Override
          public void event(int index, Event event) {
            read.events().add(event);
          }

          @Override
          public void refused(int index, Refusal why) {
            read.refusals().add(why);
          }
        });
    return read;
  }

  public static Read read(byte[] document, boolean xml) throws IOException {
    Path file = Files.createTempFile(Path.of("target"), "events", xml ? ".xml" : ".json");
    try {
      Files.write(file, document);
      return read(file, xml);
    } finally {
      Files.delete(file);
    }
  }

  public static Read read(String document, boolean xml) throws IOException {
    return read(document.getBytes(StandardCharsets.UTF_8), xml);
  }
}
