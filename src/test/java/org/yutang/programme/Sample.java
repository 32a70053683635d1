package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.definition.Rules;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Profile;
import org.yutang.register.Sex;

/// A synthetic case of one kind, as `playbooks/<id>/sample.yaml` has it: a person, answers and
/// reports that go all the way, and for each rule and condition what makes that one alone fail.
///
/// @param place where the person lives; empty for any county of China
/// @param reserved the reserved seats that the case takes
/// @param reports the answers of each follow-up
/// @param fails by rule, what is different
public record Sample(
    Path folder,
    String kind,
    Optional<PlaceCode> place,
    Variant whole,
    Optional<String> reserved,
    Map<String, Map<String, Object>> reports,
    Map<String, Variant> fails) {

  private static final Path PLAYBOOKS = Path.of("playbooks");

  /// @param person `age`, `sex`, `status`, `facts`, and `partner` of the county
  /// @param logs the entries of each log
  public record Variant(
      Map<String, Object> person,
      Map<String, Object> answers,
      Map<String, List<Map<String, Object>>> logs) {

    private static Variant read(Map<String, Object> yaml) {
      Map<String, List<Map<String, Object>>> logs = new HashMap<>();
      map(yaml.get("logs"))
          .forEach(
              (name, entries) ->
                  logs.put(name, ((List<?>) entries).stream().map(Sample::map).toList()));
      return new Variant(map(yaml.get("person")), map(yaml.get("answers")), logs);
    }

    Variant with(Variant change) {
      Map<String, Object> persons = new HashMap<>(person);
      persons.putAll(change.person);
      Map<String, Object> all = new HashMap<>(answers);
      all.putAll(change.answers);
      Map<String, List<Map<String, Object>>> entries = new HashMap<>(logs);
      entries.putAll(change.logs);
      return new Variant(persons, all, entries);
    }

    int age() {
      return Math.toIntExact((Long) person.get("age"));
    }

    Sex sex() {
      return Sex.valueOf(String.valueOf(person.get("sex")));
    }

    PovertyStatus status() {
      return PovertyStatus.valueOf(String.valueOf(person.get("status")));
    }

    Map<String, Object> known() {
      return map(person.get("facts"));
    }

    /// What rules see, conditions also, for whom all entries are confirmed.
    Map<String, Object> facts(CaseKind kind) {
      Map<String, Object> facts = facts();
      Map<String, Object> counts = new HashMap<>();
      for (CaseKind.Log log : kind.logs()) {
        List<Map<String, Object>> entries = logs.getOrDefault(log.name(), List.of());
        long sum =
            log.sum()
                .map(field -> entries.stream().mapToLong(each -> (Long) each.get(field)).sum())
                .orElse(0L);
        counts.put(log.name(), Map.of("count", (long) entries.size(), "sum", sum));
      }
      facts.put("logs", counts);
      return facts;
    }

    /// What rules see at the filing.
    Map<String, Object> facts() {
      Profile profile =
          new Profile(
              new PersonId(new UUID(0, 1)),
              new HouseholdId(new UUID(0, 2)),
              new PlaceCode("CN-500236100200"),
              new PlaceCode("CN-500236"),
              age() < 0 ? OptionalInt.empty() : OptionalInt.of(age()),
              sex(),
              status(),
              4,
              known());
      boolean partner = !Boolean.FALSE.equals(person.get("partner"));
      Map<String, Object> facts = new HashMap<>(Rules.facts(profile, partner));
      facts.put("answers", answers);
      return facts;
    }
  }

  /// Every kind of every playbook that has samples.
  public static List<Sample> all() {
    try (Stream<Path> playbooks = Files.list(PLAYBOOKS)) {
      List<Sample> all = new ArrayList<>();
      for (Path folder : playbooks.sorted().toList())
        if (Files.exists(folder.resolve("sample.yaml"))) all.addAll(of(folder));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Sample of(String programme, String kind) {
    return of(PLAYBOOKS.resolve(programme)).stream()
        .filter(each -> each.kind.equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<Sample> of(Path folder) {
    Map<String, Object> yaml =
        map(new Load(LoadSettings.builder().build()).loadFromString(text(folder, "sample.yaml")));
    assertThat(yaml).as("%s says that it is made up", folder).containsEntry("synthetic", true);
    List<Sample> all = new ArrayList<>();
    map(yaml.get("kinds")).forEach((kind, each) -> all.add(read(folder, kind, map(each))));
    return all;
  }

  private static Sample read(Path folder, String kind, Map<String, Object> yaml) {
    Map<String, Map<String, Object>> reports = new HashMap<>();
    map(yaml.get("reports")).forEach((name, answers) -> reports.put(name, map(answers)));
    Map<String, Variant> fails = new HashMap<>();
    map(yaml.get("fails")).forEach((rule, change) -> fails.put(rule, Variant.read(map(change))));
    return new Sample(
        folder,
        kind,
        Optional.ofNullable((String) yaml.get("place")).map(PlaceCode::new),
        Variant.read(yaml),
        Optional.ofNullable((String) yaml.get("reserved")),
        reports,
        fails);
  }

  public ProgrammeId programme() {
    return new ProgrammeId(folder.getFileName().toString());
  }

  String definition() {
    return text(folder, "programme.yaml");
  }

  /// With whole numbers as rules see them.
  private static Map<String, Object> map(Object yaml) {
    Map<String, Object> map = new HashMap<>();
    if (yaml instanceof Map<?, ?> read)
      read.forEach(
          (key, value) ->
              map.put(
                  String.valueOf(key),
                  value instanceof Integer whole ? Long.valueOf(whole) : value));
    return map;
  }

  private static String text(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %s", programme().text(), kind);
  }
}
