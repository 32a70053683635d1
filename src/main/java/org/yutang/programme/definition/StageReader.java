package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads the stages of a kind of cases, and the panels among them.
final class StageReader {

  private static final int MOST_DAYS = 250;
  private static final int MOST_SEATS = 1_000_000;

  /// Roles that may decide a stage.
  private static final Set<Role> DECIDING =
      EnumSet.of(Role.FUND_OFFICER, Role.COUNTY_OFFICER, Role.INSURER, Role.JUDGE);

  private final String currency;
  private final boolean seats;
  private final boolean money;

  /// @param seats whether the kind has any
  /// @param money whether the kind gives any
  StageReader(String currency, boolean seats, boolean money) {
    this.currency = currency;
    this.seats = seats;
    this.money = money;
  }

  List<CaseKind.Stage> read(YamlPart part) {
    List<CaseKind.Stage> stages = new ArrayList<>();
    for (YamlPart each : part.items()) {
      Map<String, YamlPart> fields =
          each.fields(
              Set.of("eyes", "secondAbove", "escalateTo", "panel"),
              "name",
              "title",
              "role",
              "days",
              "eyes",
              "secondAbove",
              "escalateTo",
              "panel");
      Optional<CaseKind.Panel> panel = KindReader.optional(fields, "panel", this::panel);
      Role role = role(field(fields, "role"));
      if (panel.isPresent() != (role == Role.JUDGE))
        throw field(fields, "role").wrong("judge with a panel, and another role without");
      CaseKind.Stage stage =
          new CaseKind.Stage(
              field(fields, "name").name(),
              Text.of(field(fields, "title")),
              role,
              field(fields, "days").whole(1, MOST_DAYS),
              KindReader.optional(fields, "eyes", one -> one.whole(1, 2)).orElse(1),
              KindReader.optional(fields, "secondAbove", one -> secondAbove(one, fields)),
              KindReader.optional(fields, "escalateTo", StageReader::role),
              panel);
      if (stages.stream().anyMatch(before -> before.name().equals(stage.name())))
        throw field(fields, "name").wrong("a name of its own");
      stages.add(stage);
    }
    for (int i = 0; i < stages.size() - 1; i++)
      if (stages.get(i).panel().filter(panel -> panel.keep().isEmpty()).isPresent())
        throw part.items().get(i).wrong("keep, where the panel is not the last stage");
    return stages;
  }

  private static Role role(YamlPart part) {
    String wanted = part.text();
    return DECIDING.stream()
        .filter(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(wanted))
        .findFirst()
        .orElseThrow(() -> part.wrong("one of fund-officer, county-officer, insurer, judge"));
  }

  private Money secondAbove(YamlPart part, Map<String, YamlPart> stage) {
    if (!money || stage.containsKey("eyes") || stage.containsKey("panel"))
      throw part.wrong("written only with a benefit in money, and without eyes and panel");
    return part.money(currency);
  }

  private CaseKind.Panel panel(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(Set.of("keep"), "judges", "quorum", "blind", "keep", "sheet", "ties");
    int judges = field(fields, "judges").whole(1, 50);
    int quorum = field(fields, "quorum").whole(1, judges);
    Optional<Integer> keep = KindReader.optional(fields, "keep", each -> each.whole(1, MOST_SEATS));
    if (keep.isEmpty() && !seats) throw part.wrong("keep, where the kind has no seats");
    List<CaseKind.Criterion> sheet = new ArrayList<>();
    for (YamlPart each : field(fields, "sheet").items()) {
      Map<String, YamlPart> parts = each.fields("name", "title", "most");
      CaseKind.Criterion criterion =
          new CaseKind.Criterion(
              field(parts, "name").name(),
              Text.of(field(parts, "title")),
              field(parts, "most").whole(1, 1000));
      if (sheet.stream().anyMatch(before -> before.name().equals(criterion.name())))
        throw field(parts, "name").wrong("a name of its own");
      sheet.add(criterion);
    }
    return new CaseKind.Panel(
        judges,
        quorum,
        field(fields, "blind").yesOrNo(),
        keep,
        sheet,
        field(fields, "ties").word(CaseKind.Tie.class));
  }
}
