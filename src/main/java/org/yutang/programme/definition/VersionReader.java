package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Schedule;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads the versions of one definition, oldest first.
final class VersionReader {

  private final Rules rules;
  private final List<Programme.Version> versions = new ArrayList<>();
  private final Map<Integer, List<Rules.Compiled>> compiled = new TreeMap<>();
  private final Map<Integer, Map<String, CompiledKind>> kinds = new TreeMap<>();
  private @Nullable String currency;

  /// @param currency where the file names one for all; otherwise the first premium does
  VersionReader(Rules rules, Optional<String> currency) {
    this.rules = rules;
    this.currency = currency.orElse(null);
  }

  void read(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("premium", "rules", "gifts", "cases"),
            "fromYear",
            "premium",
            "rules",
            "gifts",
            "cases");
    int fromYear = field(fields, "fromYear").whole(1990, 2200);
    if (!versions.isEmpty() && versions.getLast().fromYear() >= fromYear)
      throw field(fields, "fromYear").wrong("a later year than the version before");
    boolean covers = fields.containsKey("premium");
    if (!versions.isEmpty() && versions.getFirst().cover().isPresent() != covers)
      throw part.wrong("a premium in all versions, or in none");
    if (!covers) requireAbsent(fields, "rules", "gifts");
    if (!covers) requirePresent(part, fields, "cases");
    if (covers) requirePresent(part, fields, "rules");
    Optional<Premium> premium = covers ? Optional.of(premium(fields)) : Optional.empty();
    List<Rules.Compiled> all = new ArrayList<>();
    if (covers) all = rules(field(fields, "rules"), rules);
    Map<String, CompiledKind> cases = new TreeMap<>();
    List<CaseKind> inOrder = new ArrayList<>();
    if (fields.containsKey("cases"))
      for (YamlPart each : field(fields, "cases").items()) {
        CompiledKind kind = new KindReader(currency(part), covers).read(each);
        if (cases.put(kind.kind().name(), kind) != null)
          throw each.wrong("a name that no other kind of case has");
        inOrder.add(kind.kind());
      }
    for (int i = 0; i < inOrder.size(); i++)
      MatchingReader.require(field(fields, "cases").items().get(i), inOrder.get(i), inOrder);
    Optional<Programme.Cover> cover = premium.map(each -> cover(each, fields, inOrder));
    compiled.put(fromYear, List.copyOf(all));
    kinds.put(fromYear, cases);
    versions.add(
        new Programme.Version(
            fromYear, cover, all.stream().map(Rules.Compiled::rule).toList(), inOrder));
  }

  List<Programme.Version> versions() {
    return versions;
  }

  Map<Integer, List<Rules.Compiled>> compiled() {
    return compiled;
  }

  Map<Integer, Map<String, CompiledKind>> compiledKinds() {
    return kinds;
  }

  String currency() {
    return java.util.Objects.requireNonNull(currency);
  }

  private String currency(YamlPart part) {
    if (currency == null)
      throw part.refusal(ProgrammeRefusal.MISSING_KEY, Map.of("key", "currency"));
    return currency;
  }

  private record Premium(Money amount, Text note) {}

  private Programme.Cover cover(
      Premium premium, Map<String, YamlPart> fields, List<CaseKind> kinds) {
    return new Programme.Cover(
        premium.amount(),
        premium.note(),
        Optional.ofNullable(fields.get("gifts")).map(each -> gifts(each, kinds)));
  }

  /// What one gift adds, and to the ceilings of which kinds.
  private Programme.Gifts gifts(YamlPart part, List<CaseKind> kinds) {
    Map<String, YamlPart> fields = part.fields("adds", "least", "for");
    List<String> names = new ArrayList<>();
    for (YamlPart each : field(fields, "for").items()) {
      String name = each.name();
      CaseKind kind =
          kinds.stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(() -> each.wrong("the name of a kind of cases of the same version"));
      if (!kind.limits().hasCeiling())
        throw each.wrong("a kind with a ceiling: perCase, perYear or perLife in its limits");
      if (names.contains(name)) throw each.wrong("each kind once");
      names.add(name);
    }
    return new Programme.Gifts(
        moreThanNothing(field(fields, "adds")), moreThanNothing(field(fields, "least")), names);
  }

  private Money moreThanNothing(YamlPart part) {
    Money amount = part.money(currency(part));
    if (amount.minor() <= 0) throw part.wrong("more than nothing");
    return amount;
  }

  private Premium premium(Map<String, YamlPart> fields) {
    Map<String, YamlPart> premium =
        field(fields, "premium").fields(Set.of("currency"), "amount", "currency", "note");
    if (premium.containsKey("currency")) {
      String own = Definitions.currency(field(premium, "currency"));
      if (currency == null) currency = own;
      if (!own.equals(currency)) throw field(premium, "currency").wrong(currency);
    }
    return new Premium(moreThanNothing(field(premium, "amount")), Text.of(field(premium, "note")));
  }

  /// `deductible` with either `percent` or `tiers`.
  static Schedule schedule(YamlPart part, Map<String, YamlPart> fields, String currency) {
    Money deductible = field(fields, "deductible").money(currency);
    if (fields.containsKey("percent") == fields.containsKey("tiers"))
      throw part.wrong("either percent or tiers");
    if (fields.containsKey("percent"))
      return Schedule.of(deductible, percent(field(fields, "percent")));
    List<Schedule.Tier> tiers = new ArrayList<>();
    for (YamlPart tier : field(fields, "tiers").items()) {
      Map<String, YamlPart> parts = tier.fields(Set.of("upTo"), "upTo", "percent");
      tiers.add(
          new Schedule.Tier(
              Optional.ofNullable(parts.get("upTo")).map(each -> each.money(currency)),
              percent(field(parts, "percent"))));
    }
    try {
      return new Schedule(deductible, tiers);
    } catch (IllegalArgumentException e) {
      throw (org.yutang.kernel.Refusal)
          field(fields, "tiers").wrong("tiers that rise, each but the last with upTo").initCause(e);
    }
  }

  static BigDecimal percent(YamlPart part) {
    return part.as(
        "a number from 0 to 100",
        text -> {
          BigDecimal percent = new BigDecimal(text);
          if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0)
            throw new IllegalArgumentException(text);
          return percent;
        });
  }

  /// Rules with names that differ.
  static List<Rules.Compiled> rules(YamlPart part, Rules rules) {
    List<Rules.Compiled> all = new ArrayList<>();
    for (YamlPart rule : part.items()) all.add(rules.read(rule, all));
    return all;
  }

  private static void requireAbsent(Map<String, YamlPart> fields, String... names) {
    for (String name : names)
      if (fields.containsKey(name)) throw field(fields, name).wrong("written only with a premium");
  }

  private static void requirePresent(YamlPart part, Map<String, YamlPart> fields, String name) {
    if (!fields.containsKey(name))
      throw part.refusal(ProgrammeRefusal.MISSING_KEY, Map.of("key", name));
  }
}
