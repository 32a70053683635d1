package org.yutang.programme.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yutang.kernel.Refusal;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.store.Json;

/// Editors check a definition by `playbooks/programme.schema.json`, servers by their own reader;
/// both must know the same keys.
class ProgrammeSchemaTest {

  private static final Path FILE = Path.of("playbooks/programme.schema.json");

  /// Everything else that the reader says may lie in two places at once, out of a schema's sight.
  private static final Set<ProgrammeRefusal> OF_KEYS =
      Set.of(ProgrammeRefusal.UNKNOWN_KEY, ProgrammeRefusal.MISSING_KEY);

  @Test
  void everyDefinitionThatServersReadFitsTheSchema() throws IOException {
    for (Path file : definitions()) assertThat(mistakes(load(file))).as("%s", file).isEmpty();
  }

  @Test
  void editorsAreToldWhereTheSchemaLies() throws IOException {
    try (Stream<Path> shipped = Files.walk(Path.of("playbooks"))) {
      for (Path file : shipped.filter(each -> each.endsWith("programme.yaml")).toList())
        assertThat(Files.readAllLines(file).getFirst())
            .as("%s", file)
            .isEqualTo("# yaml-language-server: $schema=../programme.schema.json");
    }
  }

  /// Takes every key of every definition away, and puts an unknown one beside it: whatever the
  /// reader says of keys the schema says, and what the schema refuses the reader refuses as well.
  @Test
  void schemaAndReaderAgreeOnEveryKey() throws IOException {
    List<String> disagreements = new ArrayList<>();
    int tried = 0;
    for (Path file : definitions()) {
      Object whole = load(file);
      for (List<Object> path : blocks(whole)) {
        Map<Object, Object> block = block(whole, path);
        for (Object key : List.copyOf(block.keySet())) {
          tried += 2;
          check(whole, path, each -> each.remove(key), path + " without " + key, disagreements);
        }
        check(whole, path, each -> each.put("nonsense", "1"), path + " with more", disagreements);
      }
    }
    assertThat(tried).isGreaterThan(2000);
    assertThat(disagreements).isEmpty();
  }

  private static void check(
      Object whole,
      List<Object> path,
      Consumer<Map<Object, Object>> change,
      String what,
      List<String> disagreements) {
    Object changed = Json.read(Json.write(whole), Object.class);
    change.accept(block(changed, path));
    boolean fits = mistakes(changed).isEmpty();
    Optional<Refusal> refusal = refusal(changed);
    boolean ofKeys = refusal.filter(each -> OF_KEYS.contains(each.code())).isPresent();
    // the keys of amounts are the options of a field, which a schema cannot look up
    if (path.contains("amounts")) return;
    if (fits && ofKeys) disagreements.add(what + ": only the reader: " + refusal.get());
    if (!fits && refusal.isEmpty())
      disagreements.add(what + ": only the schema: " + mistakes(changed));
  }

  private static Optional<Refusal> refusal(Object definition) {
    try {
      Definitions.read("programme.yaml", Json.write(definition));
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    }
  }

  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(FILE));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> mistakes(Object definition) {
    return SCHEMA.validate(Json.write(definition), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static List<Path> definitions() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("playbooks", "src/test/resources/playbooks"))
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(each -> each.endsWith("programme.yaml")).sorted().forEach(all::add);
      }
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  private static Object load(Path file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  /// Where there are blocks of keys.
  private static List<List<Object>> blocks(Object whole) {
    List<List<Object>> found = new ArrayList<>();
    collect(whole, List.of(), found);
    return found;
  }

  private static void collect(Object part, List<Object> path, List<List<Object>> into) {
    Map<Object, Object> inside = new LinkedHashMap<>();
    if (part instanceof Map<?, ?> block) {
      into.add(path);
      inside.putAll(block);
    } else if (part instanceof List<?> list)
      for (int i = 0; i < list.size(); i++) inside.put(i, list.get(i));
    inside.forEach(
        (step, each) -> {
          List<Object> longer = new ArrayList<>(path);
          longer.add(step);
          collect(each, longer, into);
        });
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> block(Object whole, List<Object> path) {
    Object at = whole;
    for (Object step : path)
      at =
          step instanceof Integer index
              ? ((List<Object>) at).get(index)
              : ((Map<Object, Object>) at).get(step);
    return (Map<Object, Object>) at;
  }
}
