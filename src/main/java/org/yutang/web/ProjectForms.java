package org.yutang.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Project;
import org.yutang.giving.Sale;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;

/// Opening a project.
@Controller
class ProjectForms {

  /// Budget lines that the form has room for.
  static final int LINES = 6;

  private final Giving giving;
  private final Programmes programmes;
  private final TypedPlaces typedPlaces;
  private final Access access;

  ProjectForms(Giving giving, Programmes programmes, TypedPlaces typedPlaces, Access access) {
    this.giving = giving;
    this.programmes = programmes;
    this.typedPlaces = typedPlaces;
    this.access = access;
  }

  @GetMapping("/projects/new")
  View fresh(Screen s, Actor actor) {
    return form(s, actor, HttpStatus.OK, Map.of(), "", "");
  }

  @PostMapping("/projects/new")
  View open(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      Project.New project = read(typed);
      giving.openProject(actor, project);
      return Screen.go("/projects/" + project.id() + "?note=project-opened");
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND && refusal.code() != ProgrammeRefusal.UNKNOWN_PROGRAMME)
        throw refusal;
      return form(s, actor, Mishaps.status(kind), typed, problem(s, refusal), field(refusal));
    }
  }

  private View form(
      Screen s,
      Actor actor,
      HttpStatus status,
      Map<String, String> typed,
      String problem,
      String field) {
    access.requireSomewhere(actor, Permission.RUN_GIVING);
    return s.page(
        status,
        "project-new",
        new ProjectView.Form(programmes.list(), s.freshKey(), LINES, typed, problem, field));
  }

  private Project.New read(Map<String, String> typed) {
    String programme = said(typed, "programme");
    if (!ProgrammeId.isId(programme))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", programme));
    return new Project.New(
        Asked.id(said(typed, "key")),
        new Text(said(typed, "titleZh"), said(typed, "titleEn")),
        new Text(said(typed, "summaryZh"), said(typed, "summaryEn")),
        new ProgrammeId(programme),
        typedPlaces.read(said(typed, "place")),
        day(typed, "from"),
        day(typed, "to"),
        said(typed, "goal").isEmpty() ? Optional.empty() : Optional.of(money(typed, "goal")),
        budget(typed));
  }

  /// The lines of which anything was typed.
  private static List<Project.BudgetLine> budget(Map<String, String> typed) {
    List<Project.BudgetLine> lines = new ArrayList<>();
    for (int i = 1; i <= LINES; i++) {
      String zh = said(typed, "lineZh" + i);
      String en = said(typed, "lineEn" + i);
      String amount = said(typed, "lineAmount" + i);
      if (!zh.isEmpty() || !en.isEmpty() || !amount.isEmpty())
        lines.add(
            new Project.BudgetLine(
                new Text(zh, en),
                money(typed, "lineAmount" + i),
                typed.containsKey("lineFee" + i)));
    }
    return lines;
  }

  private static Money money(Map<String, String> typed, String name) {
    String text = said(typed, name);
    try {
      return Money.parse(Money.ungrouped(text), Sale.CURRENCY);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", text, "field", name));
    }
  }

  private static LocalDate day(Map<String, String> typed, String name) {
    return Asked.day(said(typed, name))
        .orElseThrow(() -> new Refusal(GivingRefusal.BAD_FIELD, Map.of("field", name)));
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  /// A refusal in words, with the names of fields as the form writes them.
  private static String problem(Screen s, Refusal refusal) {
    if (refusal.code() != GivingRefusal.BAD_FIELD) return s.refusal(refusal);
    String label = s.t("web.project.field." + refusal.facts().get("field"));
    return s.refusal(new Refusal(refusal.code(), Map.of("field", label)));
  }

  /// Where on the page it is wrong.
  private static String field(Refusal refusal) {
    String named = String.valueOf(refusal.facts().get("field"));
    return switch (refusal.code()) {
      case WebRefusal.AMOUNT_UNREADABLE -> named;
      case GivingRefusal.FOREIGN_FUND, ProgrammeRefusal.UNKNOWN_PROGRAMME -> "programme";
      case GivingRefusal.BAD_FIELD ->
          switch (named) {
            case "title", "summary" -> named + "Zh";
            case "goal", "from", "to" -> named;
            default -> "lineZh1";
          };
      default -> "place";
    };
  }
}
