package org.yutang.trace.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yutang.trace.Event;

/// Hashes beside the published vectors.
class EventHashTest {

  /// Its published text has pieces of lines swapped, as its own published hash shows.
  private static final Set<String> GARBLED_TEXT = Set.of("epcisDocWithAllGS1Keys.prehashes");

  @Test
  void everyPublishedVectorComesOut() throws Exception {
    int vectors = 0;
    for (String ending : List.of(".jsonld", ".xml"))
      for (Path file : Examples.files("event-hash", ending)) {
        Path hashes = beside(file, ".hashes");
        if (!Files.exists(hashes)) continue;
        Examples.Read read = Examples.read(file, ending.equals(".xml"));
        assertThat(read.refusals()).as(file.toString()).isEmpty();
        List<String> ours = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Event event : read.events()) {
          ours.add(EventHash.of(event, read.document().ignored()));
          texts.add(EventHash.text(event, read.document().ignored()));
        }
        Path text = beside(file, ".prehashes");
        if (!GARBLED_TEXT.contains(text.getFileName().toString()))
          assertThat(texts).as(file.toString()).isEqualTo(lines(text));
        assertThat(ours).as(file.toString()).isEqualTo(lines(hashes));
        vectors += ours.size();
      }
    assertThat(vectors).isGreaterThan(40);
  }

  private static Path beside(Path file, String ending) {
    String name = file.getFileName().toString().replaceFirst("\\.[a-z]+$", ending);
    return file.resolveSibling(name);
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }
}
