package org.yutang.giving;

import java.util.List;
import java.util.Map;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;

/// What people may say of a project or a merchant. Refuses with [GivingRefusal#BAD_FIELD].
final class Told {

  private static final int MAX_TITLE = 100;
  private static final int MAX_SUMMARY = 5000;
  private static final int MAX_BUDGET_LINES = 100;

  private Told() {}

  static void requireName(Text name) {
    requireText(name, MAX_TITLE, "name");
  }

  static void requireSound(Project.New project) {
    requireText(project.title(), MAX_TITLE, "title");
    requireText(project.summary(), MAX_SUMMARY, "summary");
    project.goal().ifPresent(goal -> requireMoney(goal, "goal"));
    if (project.to().isBefore(project.from())) throw bad("to");
    if (project.budget().size() > MAX_BUDGET_LINES) throw bad("budget");
    for (Project.BudgetLine line : project.budget()) {
      requireText(line.label(), MAX_TITLE, "budget.label");
      requireMoney(line.amount(), "budget.amount");
    }
  }

  private static void requireText(Text text, int most, String field) {
    for (String each : List.of(text.zh(), text.en()))
      if (each.isBlank() || each.length() > most || each.indexOf('\0') >= 0) throw bad(field);
  }

  private static void requireMoney(Money money, String field) {
    if (!money.currency().equals(Sale.CURRENCY) || money.minor() <= 0) throw bad(field);
  }

  private static Refusal bad(String field) {
    return new Refusal(GivingRefusal.BAD_FIELD, Map.of("field", field));
  }
}
