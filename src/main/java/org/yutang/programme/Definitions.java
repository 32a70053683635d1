package org.yutang.programme;

import static org.yutang.programme.YamlPart.field;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Home;

/// Reads every `programme.yaml` of the playbooks that ship with the product and of `playbooks` in
/// the server's folder, whole and strictly, when the server starts; a mistake stops the start.
@Component
class Definitions {

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

  List<Programme> list() {
    return all.values().stream().map(Definition::programme).toList();
  }

  Definition get(ProgrammeId programme) {
    Definition definition = all.get(programme);
    if (definition == null)
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", programme.text()));
    return definition;
  }

  static Definition read(String file, String text) {
    return read(file, text, new Rules());
  }

  private static Definition read(String file, String text, Rules rules) {
    Map<String, YamlPart> fields =
        YamlPart.read(file, text)
            .fields(
                Set.of("secondReviewAbove"),
                "id",
                "title",
                "summary",
                "place",
                "yearStarts",
                "partners",
                "payee",
                "secondReviewAbove",
                "sources",
                "versions");
    ProgrammeId id =
        field(fields, "id").as("lower-case letters, digits and hyphens", ProgrammeId::new);
    MonthDay starts =
        field(fields, "yearStarts").as("a month and a day such as 01-01", Definitions::monthDay);
    Map<Integer, List<Rules.Compiled>> compiled = new TreeMap<>();
    List<Programme.Version> versions = new ArrayList<>();
    for (YamlPart part : field(fields, "versions").items())
      versions.add(version(part, versions, rules, compiled));
    Programme programme =
        new Programme(
            id,
            field(fields, "title").bothLanguages(),
            field(fields, "summary").bothLanguages(),
            place(field(fields, "place")),
            field(fields, "partners").items().stream().map(Definitions::place).toList(),
            starts,
            versions,
            field(fields, "sources").items().stream().map(Definitions::source).toList(),
            field(fields, "payee").bothLanguages(),
            Uuids.named("programme", "fund", id.text()),
            Uuids.named("programme", "payee", id.text()),
            Optional.ofNullable(fields.get("secondReviewAbove"))
                .map(part -> money(part, versions.getFirst().premium().currency())),
            digest(text));
    return new Definition(programme, compiled, text);
  }

  private static Programme.Version version(
      YamlPart part,
      List<Programme.Version> before,
      Rules rules,
      Map<Integer, List<Rules.Compiled>> compiled) {
    Map<String, YamlPart> fields = part.fields("fromYear", "premium", "benefit", "rules");
    int fromYear = field(fields, "fromYear").as("a year from 1990 to 2200", Definitions::year);
    if (!before.isEmpty() && before.getLast().fromYear() >= fromYear)
      throw field(fields, "fromYear").wrong("a later year than the version before");
    Map<String, YamlPart> premium = field(fields, "premium").fields("amount", "currency", "note");
    String currency = field(premium, "currency").text();
    Money amount = money(field(premium, "amount"), currency);
    if (amount.minor() <= 0) throw field(premium, "amount").wrong("more than nothing");
    Map<String, YamlPart> benefit = field(fields, "benefit").fields("deductible", "percent");
    Money deductible = money(field(benefit, "deductible"), currency);
    Benefit schedule =
        field(benefit, "percent")
            .as("a number from 0 to 100", text -> new Benefit(deductible, new BigDecimal(text)));
    List<Rules.Compiled> all = new ArrayList<>();
    for (YamlPart rule : field(fields, "rules").items()) all.add(rule(rule, all, rules));
    compiled.put(fromYear, List.copyOf(all));
    return new Programme.Version(
        fromYear,
        amount,
        field(premium, "note").bothLanguages(),
        schedule,
        all.stream().map(Rules.Compiled::rule).toList());
  }

  private static Rules.Compiled rule(YamlPart part, List<Rules.Compiled> before, Rules rules) {
    Map<String, YamlPart> fields = part.fields("name", "when", "title", "met", "failed", "change");
    String name =
        field(fields, "name")
            .as("lower-case letters, digits and hyphens", text -> new ProgrammeId(text).text());
    if (before.stream().anyMatch(each -> each.rule().name().equals(name)))
      throw field(fields, "name").wrong("a name that no other rule of this version has");
    Programme.Rule rule =
        new Programme.Rule(
            name,
            field(fields, "when").text(),
            field(fields, "title").bothLanguages(),
            field(fields, "met").bothLanguages(),
            field(fields, "failed").bothLanguages(),
            field(fields, "change").bothLanguages());
    Rules.Compiled compiled = rules.compile(rule, field(fields, "when"));
    Set<String> reads = new TreeSet<>(compiled.reads());
    for (String sentence : List.of("met", "failed", "change"))
      reads.addAll(named(field(fields, sentence), reads));
    return new Rules.Compiled(rule, compiled.program(), reads);
  }

  /// The facts that a sentence names; they are kept with the verdict like those that the expression
  /// reads.
  private static List<String> named(YamlPart part, Set<String> reads) {
    Text sentence = part.bothLanguages();
    List<String> named =
        Stream.concat(
                Definition.named(sentence.zh()).stream(), Definition.named(sentence.en()).stream())
            .toList();
    for (String name : named)
      if (!reads.contains(name) && !Rules.names().contains(name))
        throw part.refusal(
            ProgrammeRefusal.UNKNOWN_FACT,
            Map.of("fact", name, "known", String.join(", ", Rules.names())));
    return named;
  }

  private static Programme.Source source(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("title", "note");
    return new Programme.Source(
        field(fields, "title").bothLanguages(), field(fields, "note").text());
  }

  private static PlaceCode place(YamlPart part) {
    return part.as("a place code such as CN-500236", PlaceCode::new);
  }

  private static Money money(YamlPart part, String currency) {
    return part.as(
        "an amount such as \"32.00\" in a currency such as CNY",
        text -> Money.parse(text, currency));
  }

  private static MonthDay monthDay(String text) {
    MonthDay day = MonthDay.parse("--" + text);
    if (day.equals(MonthDay.of(2, 29))) throw new IllegalArgumentException("not in every year");
    return day;
  }

  private static int year(String text) {
    int year = Integer.parseInt(text);
    if (year < 1990 || year > 2200) throw new IllegalArgumentException(text);
    return year;
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
