package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.MonthDay;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;
import org.yutang.store.Home;
import org.yutang.store.YamlPart;

/// Reads every `programme.yaml` of the playbooks that ship with the product and of `playbooks` in
/// the server's folder, whole and strictly, when the server starts; a mistake stops the start.
@Component
public class Definitions {

  private static final YamlPart.Codes YAML =
      new YamlPart.Codes(
          ProgrammeRefusal.BAD_YAML,
          ProgrammeRefusal.UNKNOWN_KEY,
          ProgrammeRefusal.MISSING_KEY,
          ProgrammeRefusal.WRONG_VALUE);

  private final Map<ProgrammeId, Definition> all;

  @Autowired
  Definitions(Home home) {
    this(shipped(), inFolder(home.dir().resolve("playbooks")));
  }

  Definitions(Map<String, String> shipped, Map<String, String> own) {
    Rules rules = new Rules();
    Map<ProgrammeId, Definition> found = new TreeMap<>();
    Map<String, String> files = new LinkedHashMap<>(shipped);
    files.putAll(own);
    files.forEach(
        (file, text) -> {
          Definition definition = read(file, text, rules);
          if (found.put(definition.programme().id(), definition) != null)
            throw new Refusal(
                ProgrammeRefusal.DEFINED_TWICE,
                Map.of("programme", definition.programme().id().text(), "file", file));
        });
    all = found;
  }

  public List<Programme> list() {
    return all.values().stream().map(Definition::programme).toList();
  }

  public Optional<Definition> find(ProgrammeId programme) {
    return Optional.ofNullable(all.get(programme));
  }

  /// Refuses with [ProgrammeRefusal#UNKNOWN_PROGRAMME].
  public Definition get(ProgrammeId programme) {
    Definition definition = all.get(programme);
    if (definition == null)
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", programme.text()));
    return definition;
  }

  /// Reads one definition. Refuses with the codes of [ProgrammeRefusal] that name file, line and
  /// column.
  public static Definition read(String file, String text) {
    return read(file, text, new Rules());
  }

  private static Definition read(String file, String text, Rules rules) {
    Map<String, YamlPart> fields =
        YamlPart.read(file, text, YAML)
            .fields(
                Set.of("currency", "payee"),
                "id",
                "title",
                "summary",
                "place",
                "yearStarts",
                "currency",
                "partners",
                "payee",
                "sources",
                "versions");
    ProgrammeId id =
        field(fields, "id").as("lower-case letters, digits and hyphens", ProgrammeId::new);
    MonthDay starts = monthDay(field(fields, "yearStarts"));
    Optional<YamlPart> currency = Optional.ofNullable(fields.get("currency"));
    VersionReader reader = new VersionReader(rules, currency.map(Definitions::currency));
    for (YamlPart part : field(fields, "versions").items()) reader.read(part);
    Programme programme =
        new Programme(
            id,
            Text.of(field(fields, "title")),
            Text.of(field(fields, "summary")),
            place(field(fields, "place")),
            field(fields, "partners").items().stream().map(Definitions::place).toList(),
            starts,
            reader.currency(),
            reader.versions(),
            field(fields, "sources").items().stream().map(Definitions::source).toList(),
            payee(fields, reader.versions()),
            Uuids.named("programme", "fund", id.text()),
            Uuids.named("programme", "payee", id.text()),
            digest(text));
    return new Definition(programme, reader.compiled(), reader.compiledKinds(), text);
  }

  /// Whoever is paid premiums; a programme without cover pays nobody but people.
  private static Text payee(Map<String, YamlPart> fields, List<Programme.Version> versions) {
    YamlPart payee = fields.get("payee");
    if (payee != null) return Text.of(payee);
    if (versions.getFirst().cover().isPresent())
      throw field(fields, "id").refusal(ProgrammeRefusal.MISSING_KEY, Map.of("key", "payee"));
    return new Text("收款人", "Payee");
  }

  static String currency(YamlPart part) {
    return part.as("a currency such as CNY", text -> new Money(0, text).currency());
  }

  static MonthDay monthDay(YamlPart part) {
    return part.as("a month and a day such as 01-01", Definitions::monthDay);
  }

  private static Programme.Source source(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("title", "note");
    return new Programme.Source(Text.of(field(fields, "title")), Text.of(field(fields, "note")));
  }

  private static PlaceCode place(YamlPart part) {
    return part.as("a place code such as CN-500236", PlaceCode::new);
  }

  private static MonthDay monthDay(String text) {
    MonthDay day = MonthDay.parse("--" + text);
    if (day.equals(MonthDay.of(2, 29))) throw new IllegalArgumentException("not in every year");
    return day;
  }

  private static Map<String, String> shipped() {
    try {
      Map<String, String> files = new TreeMap<>();
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:playbooks/*/programme.yaml"))
        files.put(
            file.getURL().getPath().replaceFirst(".*/(playbooks/[^/]+/programme.yaml)$", "$1"),
            file.getContentAsString(StandardCharsets.UTF_8));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> inFolder(Path folder) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) return files;
    try (Stream<Path> playbooks = Files.list(folder)) {
      for (Path file :
          playbooks
              .map(each -> each.resolve("programme.yaml"))
              .filter(Files::isRegularFile)
              .toList()) files.put(file.toString(), Files.readString(file));
      return files;
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new Refusal(
          ProgrammeRefusal.BAD_YAML,
          Map.of("file", folder.toString(), "line", "1", "column", "1", "problem", "not UTF-8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
