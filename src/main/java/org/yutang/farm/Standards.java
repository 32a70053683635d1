package org.yutang.farm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Home;

/// The product standards: those that ship with the product and those of `playbooks/standards` in
/// the server's folder, read whole and strictly at the start; a mistake stops the start. Public to
/// everybody.
@Component
public class Standards {

  private final Map<StandardId, Standard> all = new TreeMap<>();

  @Autowired
  Standards(Home home) {
    this(files(home.dir().resolve("playbooks/standards")));
  }

  Standards(Map<String, String> files) {
    files.forEach(
        (file, text) -> {
          Standard standard = read(file, text);
          if (all.put(standard.id(), standard) != null)
            throw new Refusal(
                FarmRefusal.DEFINED_TWICE, Map.of("standard", standard.id().text(), "file", file));
        });
  }

  public List<Standard> list() {
    return List.copyOf(all.values());
  }

  public Optional<Standard> find(String id) {
    return all.values().stream().filter(each -> each.id().text().equals(id)).findFirst();
  }

  /// Refuses with [FarmRefusal#UNKNOWN_STANDARD].
  public Standard get(String id) {
    return find(id)
        .orElseThrow(() -> new Refusal(FarmRefusal.UNKNOWN_STANDARD, Map.of("standard", id)));
  }

  /// Reads one file. Refuses with the codes of [FarmRefusal] that name file, line and column.
  public static Standard read(String file, String text) {
    return StandardReader.read(file, text);
  }

  private static Map<String, String> files(Path own) {
    Map<String, String> files = new LinkedHashMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:playbooks/standards/*.yaml"))
        files.put(
            "playbooks/standards/" + file.getFilename(),
            file.getContentAsString(StandardCharsets.UTF_8));
      if (Files.isDirectory(own))
        try (Stream<Path> inside = Files.list(own)) {
          for (Path file :
              inside.filter(each -> each.toString().endsWith(".yaml")).sorted().toList())
            files.put(file.toString(), text(file));
        }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new Refusal(
          FarmRefusal.BAD_YAML,
          Map.of("file", file.toString(), "line", "1", "column", "1", "problem", "not UTF-8"));
    }
  }
}
