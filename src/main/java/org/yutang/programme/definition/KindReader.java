package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.math.BigDecimal;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Limits;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads one kind of cases; what its parts refer to must be there.
final class KindReader {

  private static final int MOST_MONTHS = 600;
  private static final int MOST_SEATS = 1_000_000;

  private final String currency;
  private final boolean covers;

  /// @param covers whether the programme has enrolments that a case can rest on
  KindReader(String currency, boolean covers) {
    this.currency = currency;
    this.covers = covers;
  }

  CompiledKind read(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(
            Set.of(
                "open",
                "once",
                "unique",
                "cover",
                "fields",
                "evidence",
                "rules",
                "conditions",
                "seats",
                "reasons",
                "benefit",
                "paidBy",
                "limits",
                "instalments",
                "followUps",
                "logs",
                "published",
                "matching"),
            "name",
            "title",
            "summary",
            "channels",
            "open",
            "once",
            "unique",
            "cover",
            "fields",
            "evidence",
            "rules",
            "conditions",
            "seats",
            "stages",
            "reasons",
            "benefit",
            "paidBy",
            "limits",
            "instalments",
            "followUps",
            "logs",
            "published",
            "matching");
    List<CaseKind.Field> form = new FieldReader().read(fields.get("fields"));
    Map<String, CaseKind.Field> byName = new LinkedHashMap<>();
    form.forEach(each -> byName.put(each.name(), each));
    Rules rules = new Rules(form, Set.of());
    List<CaseKind.Log> logs = logs(fields.get("logs"));
    Rules later =
        new Rules(
            form, logs.stream().map(CaseKind.Log::name).collect(Collectors.toUnmodifiableSet()));
    List<Rules.Compiled> eligibility = rules(fields.get("rules"), rules);
    List<Rules.Compiled> conditions = rules(fields.get("conditions"), later);
    List<Rules.Compiled> reserved = new ArrayList<>();
    Optional<CaseKind.Seats> seats =
        optional(fields, "seats", each -> seats(each, rules, reserved));
    List<CaseKind.FollowUp> followUps = followUps(fields.get("followUps"));
    if (!logs.isEmpty() && followUps.isEmpty())
      throw field(fields, "logs").wrong("written only with followUps, the last of which ends it");
    BenefitReader benefit = new BenefitReader(currency, byName);
    Benefit given = benefit.read(fields.get("benefit"));
    StageReader stages = new StageReader(currency, seats.isPresent(), benefit.paysMoney());
    CaseKind kind =
        new CaseKind(
            field(fields, "name").name(),
            Text.of(field(fields, "title")),
            Text.of(field(fields, "summary")),
            channels(field(fields, "channels")),
            optional(fields, "open", KindReader::window),
            once(fields.get("once"), byName),
            optional(fields, "unique", each -> unique(each, byName)).orElse(List.of()),
            optional(fields, "cover", each -> cover(each, byName)),
            form,
            new EvidenceReader(byName).read(fields.get("evidence")),
            eligibility.stream().map(Rules.Compiled::rule).toList(),
            conditions.stream().map(Rules.Compiled::rule).toList(),
            seats,
            stages.read(field(fields, "stages")),
            optional(fields, "reasons", FieldReader::options).orElse(List.of()),
            given,
            optional(fields, "paidBy", each -> purse(each, benefit.paysMoney()))
                .orElse(CaseKind.Purse.FUND),
            limits(fields.get("limits"), fields.containsKey("cover")),
            instalments(fields, benefit.paysMoney(), followUps),
            followUps,
            logs,
            published(fields.get("published"), byName),
            optional(fields, "matching", each -> MatchingReader.read(each, byName, logs)));
    return new CompiledKind(kind, eligibility, conditions, reserved);
  }

  private static List<Rules.Compiled> rules(@Nullable YamlPart part, Rules rules) {
    return part == null ? List.of() : VersionReader.rules(part, rules);
  }

  static <T> Optional<T> optional(
      Map<String, YamlPart> fields, String name, Function<YamlPart, T> read) {
    return Optional.ofNullable(fields.get(name)).map(read);
  }

  private static Set<CaseKind.Channel> channels(YamlPart part) {
    Set<CaseKind.Channel> channels = EnumSet.noneOf(CaseKind.Channel.class);
    for (YamlPart each : part.items()) channels.add(each.word(CaseKind.Channel.class));
    return channels;
  }

  private static CaseKind.Window window(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("from", "to");
    return new CaseKind.Window(
        Definitions.monthDay(field(fields, "from")), Definitions.monthDay(field(fields, "to")));
  }

  /// `always`, `year`, `life`, or a list of fields.
  private static CaseKind.Once once(@Nullable YamlPart part, Map<String, CaseKind.Field> form) {
    if (part == null) return new CaseKind.Once.Always();
    if (part.isList()) return new CaseKind.Once.For(open(part, form));
    return switch (part.text()) {
      case "always" -> new CaseKind.Once.Always();
      case "year" -> new CaseKind.Once.Yearly();
      case "life" -> new CaseKind.Once.Ever();
      default -> throw part.wrong("always, year, life, or a list of fields");
    };
  }

  /// Names of fields that are not sealed.
  private static List<String> open(YamlPart part, Map<String, CaseKind.Field> form) {
    List<String> names = new ArrayList<>();
    for (YamlPart each : part.items()) {
      CaseKind.Field named = known(each, form);
      if (named.personal()) throw each.wrong("a field that is not personal");
      names.add(named.name());
    }
    return names;
  }

  private static List<String> unique(YamlPart part, Map<String, CaseKind.Field> form) {
    for (YamlPart each : part.items())
      if (!known(each, form).required()) throw each.wrong("a field that is required");
    return open(part, form);
  }

  private CaseKind.Purse purse(YamlPart part, boolean money) {
    CaseKind.Purse purse = part.word(CaseKind.Purse.class);
    if (!money) throw part.wrong("written only with a benefit in money");
    if (purse == CaseKind.Purse.PAYEE && !covers)
      throw part.wrong("fund, where the programme has no premium");
    return purse;
  }

  private String cover(YamlPart part, Map<String, CaseKind.Field> form) {
    if (!covers) throw part.wrong("written only where the programme has a premium");
    CaseKind.Field day = known(part, form);
    if (!(day.type() instanceof CaseKind.Type.Day) || !day.required() || day.personal())
      throw part.wrong("the name of a required field of type day that is not personal");
    return day.name();
  }

  static CaseKind.Field known(YamlPart part, Map<String, CaseKind.Field> form) {
    CaseKind.Field found = form.get(part.name());
    if (found == null)
      throw part.wrong("the name of a field: one of " + String.join(", ", form.keySet()));
    return found;
  }

  private CaseKind.Seats seats(YamlPart part, Rules rules, List<Rules.Compiled> into) {
    Map<String, YamlPart> fields =
        part.fields(Set.of("perCounty", "reserved"), "total", "perCounty", "reserved");
    int total = field(fields, "total").whole(1, MOST_SEATS);
    List<CaseKind.Reserved> reserved = new ArrayList<>();
    int sum = 0;
    if (fields.containsKey("reserved"))
      for (YamlPart each : field(fields, "reserved").items()) {
        Map<String, YamlPart> parts = each.fields("name", "title", "when", "seats");
        CaseKind.Reserved seats =
            new CaseKind.Reserved(
                field(parts, "name").name(),
                Text.of(field(parts, "title")),
                field(parts, "when").text(),
                field(parts, "seats").whole(1, MOST_SEATS));
        Text none = new Text("", "");
        into.add(
            rules.compile(
                new Programme.Rule(seats.name(), seats.when(), seats.title(), none, none, none),
                field(parts, "when")));
        reserved.add(seats);
        sum += seats.seats();
        if (sum > total) throw field(parts, "seats").wrong("at most the total, all together");
      }
    return new CaseKind.Seats(
        total, optional(fields, "perCounty", each -> each.whole(1, total)), reserved);
  }

  private Limits limits(@Nullable YamlPart part, boolean covered) {
    if (part == null) return Limits.NONE;
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("perCase", "perYear", "perLife", "waiting", "interval"),
            "perCase",
            "perYear",
            "perLife",
            "waiting",
            "interval");
    if (fields.containsKey("waiting") && !covered)
      throw field(fields, "waiting").wrong("written only with cover");
    return new Limits(
        optional(fields, "perCase", each -> each.money(currency)),
        optional(fields, "perYear", each -> each.money(currency)),
        optional(fields, "perLife", each -> each.money(currency)),
        optional(fields, "waiting", KindReader::period),
        optional(fields, "interval", KindReader::period));
  }

  private static Period period(YamlPart part) {
    return part.as(
        "a period such as P6M or P180D",
        text -> {
          Period period = Period.parse(text);
          if (period.isNegative() || period.isZero()) throw new IllegalArgumentException(text);
          return period;
        });
  }

  private static List<CaseKind.FollowUp> followUps(@Nullable YamlPart part) {
    List<CaseKind.FollowUp> all = new ArrayList<>();
    if (part != null)
      for (YamlPart each : part.items()) {
        Map<String, YamlPart> fields =
            each.fields(Set.of("fields"), "name", "title", "afterMonths", "fields");
        CaseKind.FollowUp one =
            new CaseKind.FollowUp(
                field(fields, "name").name(),
                Text.of(field(fields, "title")),
                field(fields, "afterMonths").whole(0, MOST_MONTHS),
                open(fields.get("fields")));
        if (all.stream().anyMatch(before -> before.name().equals(one.name())))
          throw field(fields, "name").wrong("a name of its own");
        all.add(one);
      }
    return all;
  }

  /// Fields of reports and logs, which are kept in the clear.
  private static List<CaseKind.Field> open(@Nullable YamlPart part) {
    List<CaseKind.Field> fields = new FieldReader().read(part);
    for (int i = 0; part != null && i < fields.size(); i++)
      if (fields.get(i).personal())
        throw part.items()
            .get(i)
            .wrong("a field that is not personal: reports and logs are not sealed");
    return fields;
  }

  private static List<CaseKind.Log> logs(@Nullable YamlPart part) {
    List<CaseKind.Log> all = new ArrayList<>();
    if (part != null)
      for (YamlPart each : part.items()) {
        Map<String, YamlPart> fields =
            each.fields(
                Set.of("confirmed", "every", "sum"),
                "name",
                "title",
                "confirmed",
                "every",
                "sum",
                "fields");
        List<CaseKind.Field> form = open(field(fields, "fields"));
        Map<String, CaseKind.Field> byName = new LinkedHashMap<>();
        form.forEach(one -> byName.put(one.name(), one));
        CaseKind.Log log =
            new CaseKind.Log(
                field(fields, "name")
                    .as("lower-case letters, digits and underscores", FieldReader::fieldName),
                Text.of(field(fields, "title")),
                optional(fields, "confirmed", YamlPart::yesOrNo).orElse(false),
                optional(fields, "every", KindReader::period),
                optional(fields, "sum", one -> summed(one, byName)),
                form);
        if (all.stream().anyMatch(before -> before.name().equals(log.name())))
          throw field(fields, "name").wrong("a name of its own");
        all.add(log);
      }
    return all;
  }

  private static String summed(YamlPart part, Map<String, CaseKind.Field> form) {
    CaseKind.Field named = known(part, form);
    if (!(named.type() instanceof CaseKind.Type.Whole) || !named.required())
      throw part.wrong("a required field of type whole");
    return named.name();
  }

  private static List<CaseKind.Instalment> instalments(
      Map<String, YamlPart> kind, boolean money, List<CaseKind.FollowUp> followUps) {
    YamlPart part = kind.get("instalments");
    if (!money && part != null) throw part.wrong("written only with a benefit in money");
    if (!money) return List.of();
    if (part == null)
      return List.of(
          new CaseKind.Instalment(
              "once",
              new Text("一次付清", "Paid at once"),
              BigDecimal.valueOf(100),
              0,
              Optional.empty()));
    List<CaseKind.Instalment> all = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (YamlPart each : part.items()) {
      Map<String, YamlPart> fields =
          each.fields(Set.of("needs"), "name", "title", "percent", "afterMonths", "needs");
      CaseKind.Instalment one =
          new CaseKind.Instalment(
              field(fields, "name").name(),
              Text.of(field(fields, "title")),
              VersionReader.percent(field(fields, "percent")),
              field(fields, "afterMonths").whole(0, MOST_MONTHS),
              optional(fields, "needs", need -> known(need, followUps)));
      if (all.stream().anyMatch(before -> before.name().equals(one.name())))
        throw field(fields, "name").wrong("a name of its own");
      if (one.needs().stream().anyMatch(need -> after(need, followUps) > one.afterMonths()))
        throw field(fields, "needs").wrong("a follow-up that is due by then");
      sum = sum.add(one.percent());
      all.add(one);
    }
    if (sum.compareTo(BigDecimal.valueOf(100)) != 0) throw part.wrong("percents that make 100");
    return all;
  }

  private static int after(String name, List<CaseKind.FollowUp> followUps) {
    return followUps.stream()
        .filter(each -> each.name().equals(name))
        .mapToInt(CaseKind.FollowUp::afterMonths)
        .findFirst()
        .orElse(0);
  }

  private static String known(YamlPart part, List<CaseKind.FollowUp> followUps) {
    String name = part.name();
    if (followUps.stream().noneMatch(each -> each.name().equals(name)))
      throw part.wrong(
          "the name of a follow-up: one of "
              + String.join(", ", followUps.stream().map(CaseKind.FollowUp::name).toList()));
    return name;
  }

  private static List<String> published(@Nullable YamlPart part, Map<String, CaseKind.Field> form) {
    List<String> names = new ArrayList<>();
    if (part != null)
      for (YamlPart each : part.items()) {
        CaseKind.Field named = known(each, form);
        if (named.personal())
          throw each.wrong(
              "a field that is not personal: one of "
                  + String.join(
                      ", ",
                      form.values().stream()
                          .filter(one -> !one.personal())
                          .map(CaseKind.Field::name)
                          .toList()));
        names.add(named.name());
      }
    return names;
  }
}
