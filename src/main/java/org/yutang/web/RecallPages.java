package org.yutang.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.farm.Standards;
import org.yutang.kernel.Cells;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Recalls;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;

/// The recall desk: from a batch to all that it reached, and one button that blocks it.
@Controller
class RecallPages {

  private final Recalls recalls;
  private final Lots lots;
  private final SupplyView.Named named;

  RecallPages(Recalls recalls, Lots lots, Standards standards) {
    this.recalls = recalls;
    this.lots = lots;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/recalls")
  View desk(Screen s, Actor actor) {
    return desk(s, actor, HttpStatus.OK, s.query("code"), s.freshKey(), "");
  }

  private View desk(
      Screen s, Actor actor, HttpStatus status, String code, String key, String problem) {
    var all = recalls.list(actor);
    Optional<Recalls.Reach> reach = Optional.empty();
    String trouble = problem;
    HttpStatus answer = status;
    if (!code.isBlank())
      try {
        reach = Optional.of(recalls.reach(actor, lot(actor, code).id()));
      } catch (Refusal refusal) {
        trouble = s.refusal(refusal);
        answer = Mishaps.status(refusal.code().kind());
      }
    Optional<Recalls.Recall> open =
        reach.flatMap(
            found ->
                all.stream()
                    .filter(
                        each -> each.lifted().isEmpty() && each.lot().id().equals(found.lot().id()))
                    .findFirst());
    return s.page(
        answer, "recalls", new TraceView.Desk(all, reach, open, named, code, key, trouble));
  }

  private Lot lot(Actor actor, String code) {
    String wanted = code.strip();
    return lots.find(actor, wanted.substring(wanted.lastIndexOf('/') + 1))
        .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", wanted)));
  }

  @PostMapping("/recalls")
  View block(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    String code = TypedGoods.said(typed, "code");
    String key = TypedGoods.said(typed, "key");
    try {
      recalls.block(actor, Asked.id(key), lot(actor, code).id(), TypedGoods.said(typed, "reason"));
      return Screen.go("/recalls?code=" + Screen.encoded(code) + "&note=blocked");
    } catch (Refusal refusal) {
      return desk(s, actor, Mishaps.status(refusal.code().kind()), code, key, s.refusal(refusal));
    }
  }

  @PostMapping("/recalls/lift")
  View lift(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    String code = TypedGoods.said(typed, "code");
    try {
      recalls.lift(
          actor, Asked.id(TypedGoods.said(typed, "recall")), TypedGoods.said(typed, "note"));
      return Screen.go("/recalls?code=" + Screen.encoded(code) + "&note=lifted");
    } catch (Refusal refusal) {
      return desk(
          s, actor, Mishaps.status(refusal.code().kind()), code, s.freshKey(), s.refusal(refusal));
    }
  }

  /// Whom to tell, as a table for Excel.
  @GetMapping("/recalls/list.csv")
  ResponseEntity<byte[]> list(Screen s, Actor actor, @RequestParam String code) {
    Recalls.Reach reach = recalls.reach(actor, lot(actor, code).id());
    StringBuilder csv = new StringBuilder("\ufeff");
    csv.append(s.t("web.supply.lot"))
        .append(',')
        .append(s.t("web.recall.where"))
        .append(',')
        .append(s.t("web.supply.mass-kg"))
        .append("\r\n");
    for (Recalls.Where each : reach.lots())
      for (Stock.Whereabouts where : each.places())
        csv.append(each.lot().code())
            .append(',')
            .append(cell(where.name().isEmpty() ? s.t("web.supply.under-way") : where.name()))
            .append(',')
            .append(SupplyView.plain(where.mass()))
            .append("\r\n");
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"recall-" + reach.lot().code() + ".csv\"")
        .body(csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(String text) {
    return Cells.csv(text);
  }
}
