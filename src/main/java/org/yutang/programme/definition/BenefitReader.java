package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads what a case is given: a block with exactly one of `share`, `fixed`, `chosen`, `lines` and
/// `inKind`.
final class BenefitReader {

  private final String currency;
  private final Map<String, CaseKind.Field> form;
  private boolean money;

  BenefitReader(String currency, Map<String, CaseKind.Field> form) {
    this.currency = currency;
    this.form = form;
  }

  Benefit read(@Nullable YamlPart part) {
    if (part == null) return new Benefit.None();
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("share", "fixed", "chosen", "lines", "inKind"),
            "share",
            "fixed",
            "chosen",
            "lines",
            "inKind");
    if (fields.size() != 1) throw part.wrong("one of share, fixed, chosen, lines and inKind");
    Map.Entry<String, YamlPart> only = fields.entrySet().iterator().next();
    money = !only.getKey().equals("inKind");
    return switch (only.getKey()) {
      case "share" -> share(only.getValue());
      case "fixed" -> new Benefit.Fixed(positive(only.getValue()));
      case "chosen" -> chosen(only.getValue());
      case "lines" -> lines(only.getValue());
      default -> inKind(only.getValue());
    };
  }

  /// Whether what was read is money.
  boolean paysMoney() {
    return money;
  }

  private Benefit share(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("before", "percent", "tiers"),
            "cost",
            "before",
            "deductible",
            "percent",
            "tiers");
    List<Benefit.Payer> before = new ArrayList<>();
    if (fields.containsKey("before"))
      for (YamlPart each : field(fields, "before").items()) {
        Map<String, YamlPart> parts = each.fields("name", "title", "paid");
        before.add(
            new Benefit.Payer(
                field(parts, "name").name(),
                Text.of(field(parts, "title")),
                amount(field(parts, "paid"))));
      }
    return new Benefit.Share(
        amount(field(fields, "cost")), before, VersionReader.schedule(part, fields, currency));
  }

  private Benefit chosen(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("field", "amounts");
    CaseKind.Field named = KindReader.known(field(fields, "field"), form);
    if (!(named.type() instanceof CaseKind.Type.Choice choice) || !named.required())
      throw field(fields, "field").wrong("a required field of type choice");
    String[] options =
        choice.options().stream().map(CaseKind.Type.Option::name).toArray(String[]::new);
    Map<String, Money> amounts = new LinkedHashMap<>();
    field(fields, "amounts")
        .fields(options)
        .forEach((option, amount) -> amounts.put(option, positive(amount)));
    return new Benefit.Chosen(named.name(), amounts);
  }

  private Benefit lines(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("field", "services");
    CaseKind.Field named = KindReader.known(field(fields, "field"), form);
    if (!(named.type() instanceof CaseKind.Type.BillLines))
      throw field(fields, "field").wrong("a field of type bill-lines");
    List<Benefit.Service> services = new ArrayList<>();
    for (YamlPart each : field(fields, "services").items()) {
      Map<String, YamlPart> parts = each.fields(Set.of("cap"), "code", "title", "cap");
      String code = field(parts, "code").name();
      if (services.stream().anyMatch(before -> before.code().equals(code)))
        throw field(parts, "code").wrong("codes that differ");
      services.add(
          new Benefit.Service(
              code,
              Text.of(field(parts, "title")),
              Optional.ofNullable(parts.get("cap")).map(cap -> cap.money(currency))));
    }
    return new Benefit.Lines(named.name(), services);
  }

  private static Benefit inKind(YamlPart part) {
    List<Benefit.Item> items = new ArrayList<>();
    for (YamlPart each : part.items()) {
      Map<String, YamlPart> parts = each.fields("name", "title", "quantity", "unit");
      items.add(
          new Benefit.Item(
              field(parts, "name").name(),
              Text.of(field(parts, "title")),
              field(parts, "quantity").whole(1, 1_000_000),
              Text.of(field(parts, "unit"))));
    }
    return new Benefit.InKind(items);
  }

  private String amount(YamlPart part) {
    CaseKind.Field named = KindReader.known(part, form);
    if (!(named.type() instanceof CaseKind.Type.Amount)) throw part.wrong("a field of type amount");
    return named.name();
  }

  private Money positive(YamlPart part) {
    Money amount = part.money(currency);
    if (amount.minor() == 0) throw part.wrong("more than nothing");
    return amount;
  }
}
