package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.insight.Certainty;
import org.yutang.insight.Indicator;
import org.yutang.insight.Insight;
import org.yutang.insight.InsightRefusal;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;

/// Published figures: everybody reads them, fund officers enter and correct them.
@Controller
class FigurePages {

  private final Insight insight;
  private final Programmes programmes;
  private final Access access;

  FigurePages(Insight insight, Programmes programmes, Access access) {
    this.insight = insight;
    this.programmes = programmes;
    this.access = access;
  }

  @GetMapping("/figures")
  View list(Screen s, Optional<Actor> actor) {
    return shown(s, actor, HttpStatus.OK, new MerchantView.Form(s.freshKey(), asked(s), "", ""));
  }

  /// What a link to correct a figure has filled in.
  private static Map<String, String> asked(Screen s) {
    return Map.of(
        "indicator", s.query("indicator"),
        "value", s.query("value"),
        "day", s.query("day"),
        "certainty", s.query("certainty"),
        "zh", s.query("zh"),
        "en", s.query("en"),
        "url", s.query("url"),
        "replaces", s.query("replaces"));
  }

  @PostMapping("/figures")
  View enter(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    UUID id = Insight.idOf(actor, Asked.id(said(typed, "key")));
    try {
      insight.enter(
          actor,
          new Published.New(
              id,
              said(typed, "indicator"),
              said(typed, "value"),
              day(said(typed, "day")),
              choice(Certainty.class, said(typed, "certainty")),
              new Text(said(typed, "zh"), said(typed, "en")),
              said(typed, "url"),
              Asked.number(said(typed, "replaces")).orElse(0)));
      return Screen.go(
          "/figures?all=yes&note=figure-entered&indicator="
              + Screen.encoded(said(typed, "indicator")));
    } catch (Refusal refusal) {
      return shown(s, Optional.of(actor), wrong(refusal), form(s, typed, refusal, ""));
    }
  }

  @PostMapping("/figures/indicators")
  View add(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      String programme = said(typed, "programme");
      if (!ProgrammeId.isId(programme)) throw new Refusal(WebRefusal.BAD_ADDRESS);
      Optional<KeyFigure> beside =
          said(typed, "beside").isEmpty()
              ? Optional.empty()
              : Optional.of(choice(KeyFigure.class, said(typed, "beside")));
      insight.addIndicator(
          actor,
          new Indicator(
              said(typed, "id"),
              new ProgrammeId(programme),
              new Text(said(typed, "name-zh"), said(typed, "name-en")),
              choice(UnitKind.class, said(typed, "unit")),
              beside));
      return Screen.go(
          "/figures?note=indicator-added&indicator=" + Screen.encoded(said(typed, "id")));
    } catch (Refusal refusal) {
      return shown(s, Optional.of(actor), wrong(refusal), form(s, typed, refusal, "name-"));
    }
  }

  private View shown(Screen s, Optional<Actor> actor, HttpStatus status, MerchantView.Form form) {
    Sorting<Published.Sort> sort = Sorting.of(s.query("sort"), Published.Sort.CUT_OFF);
    List<Indicator> indicators =
        insight.indicators(Optional.empty(), new Page.Wanted(1, Page.MAX_SIZE)).items();
    Optional<String> indicator =
        indicators.stream().map(Indicator::id).filter(s.query("indicator")::equals).findFirst();
    Page<Published> page =
        insight.published(
            new Published.Query(
                Optional.empty(),
                indicator,
                s.query("all").equals("yes"),
                sort.by(),
                sort.descending(),
                Asked.page(s)));
    boolean mayEnter =
        actor.map(who -> !access.places(who, Permission.ENTER_FIGURES).isEmpty()).orElse(false);
    return s.page(
        status,
        "figures",
        new ReportView.Figures(
            page, indicators, programmes.covering(), sort.text(), mayEnter, form));
  }

  private static LocalDate day(String text) {
    return Asked.day(text)
        .orElseThrow(() -> new Refusal(InsightRefusal.BAD_DAY, Map.of("day", text)));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Asked.constant(type, text).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  /// The form as it was typed, to be sent again under a new key.
  private static MerchantView.Form form(
      Screen s, Map<String, String> typed, Refusal refusal, String texts) {
    return new MerchantView.Form(s.freshKey(), typed, s.refusal(refusal), field(refusal, texts));
  }

  private static String field(Refusal refusal, String texts) {
    return switch (refusal.code()) {
      case InsightRefusal.BAD_ID, InsightRefusal.INDICATOR_DIFFERS -> "id";
      case InsightRefusal.UNIT_DIFFERS -> "unit";
      case InsightRefusal.BAD_TEXT -> texts + "zh";
      case InsightRefusal.BAD_DAY, InsightRefusal.FUTURE_ACTUAL -> "day";
      case InsightRefusal.BAD_URL -> "url";
      default -> "value";
    };
  }

  private static HttpStatus wrong(Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    if (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.UNAUTHENTICATED) throw refusal;
    return Mishaps.status(kind);
  }
}
