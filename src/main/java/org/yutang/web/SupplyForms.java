package org.yutang.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Handled;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;

/// Forms of what is done with lots at a site: grading, splitting, packing, counting, merging.
@Controller
class SupplyForms {

  /// Of a sorting line's file.
  private static final long MOST_BYTES = 16L << 20;

  private final Lots lots;
  private final Handling handling;
  private final Standards standards;
  private final TypedGoods goods;
  private final SupplyView.Named named;

  SupplyForms(Lots lots, Handling handling, Standards standards, TypedGoods goods) {
    this.lots = lots;
    this.handling = handling;
    this.standards = standards;
    this.goods = goods;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/supply/lots/{lot}/{kind}")
  View stepForm(Screen s, Actor actor, @PathVariable String lot, @PathVariable String kind) {
    return step(
        s,
        actor,
        HttpStatus.OK,
        kind(kind),
        Asked.id(lot),
        goods.mine(actor, s.query("site")),
        s.freshKey(),
        goods.fresh(),
        "");
  }

  private static Step.Kind kind(String text) {
    return Asked.constant(Step.Kind.class, text)
        .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  private View step(
      Screen s,
      Actor actor,
      HttpStatus status,
      Step.Kind kind,
      UUID lot,
      Site site,
      String key,
      Map<String, String> typed,
      String problem) {
    Mass there =
        lots.stock(actor, site.id()).holdings().stream()
            .filter(each -> each.lot().id().equals(lot))
            .map(Stock.Holding::mass)
            .findFirst()
            .orElse(new Mass(0));
    return s.page(
        status,
        "supply-step",
        new SupplyView.StepForm(
            kind,
            lots.get(actor, lot),
            site,
            there,
            lots.buyers(actor),
            named,
            key,
            typed,
            problem));
  }

  @PostMapping("/supply/lots/{lot}/{kind}")
  View step(
      Screen s,
      Actor actor,
      @PathVariable String lot,
      @PathVariable String kind,
      @RequestParam Map<String, String> typed,
      @RequestParam(name = "file", required = false) Optional<MultipartFile> file)
      throws IOException {
    Step.Kind wanted = kind(kind);
    Site site = goods.mine(actor, TypedGoods.said(typed, "site"));
    Lot of = lots.get(actor, Asked.id(lot));
    String key = TypedGoods.said(typed, "key");
    try {
      if (file.isPresent() && file.get().getSize() > MOST_BYTES)
        throw new Refusal(SupplyRefusal.TOO_MANY, Map.of("limit", MOST_BYTES + " B"));
      byte[] sent = file.isPresent() ? file.get().getBytes() : new byte[0];
      handling.handle(actor, read(wanted, of, site.id(), typed, sent));
      return Screen.go("/supply/lots/" + of.id() + "?note=step-done");
    } catch (Refusal refusal) {
      return step(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          wanted,
          of.id(),
          site,
          TypedGoods.again(s, key, refusal),
          typed,
          s.refusal(refusal));
    }
  }

  private Step read(Step.Kind kind, Lot lot, UUID site, Map<String, String> typed, byte[] file) {
    UUID id = Asked.id(TypedGoods.said(typed, "key"));
    Instant at = TypedGoods.when(typed);
    return switch (kind) {
      case GRADE -> {
        Mass mass = TypedGoods.mass(typed, "mass");
        yield new Step.Grade(id, at, site, lot.id(), mass, sorting(lot, typed, mass, file));
      }
      case SPLIT -> new Step.Split(id, at, site, lot.id(), parts(typed));
      case LOSE ->
          new Step.Lose(
              id,
              at,
              site,
              lot.id(),
              TypedGoods.mass(typed, "mass"),
              Asked.constant(Step.Loss.class, TypedGoods.said(typed, "why"))
                  .orElse(Step.Loss.OTHER));
      case COUNT -> new Step.Count(id, at, site, lot.id(), TypedGoods.mass(typed, "mass"));
      case PACK ->
          new Step.Pack(
              id,
              at,
              site,
              lot.id(),
              TypedGoods.mass(typed, "mass"),
              Asked.number(TypedGoods.said(typed, "boxes"))
                  .orElseThrow(() -> TypedGoods.bad("boxes")));
      case RETURN ->
          new Step.Return(
              id,
              at,
              site,
              Asked.id(TypedGoods.said(typed, "buyer")),
              lot.id(),
              TypedGoods.mass(typed, "mass"));
      case HOLD -> new Step.Hold(id, at, site, lot.id(), TypedGoods.said(typed, "reason"));
      case RELEASE -> new Step.Release(id, at, site, lot.id(), TypedGoods.said(typed, "reason"));
      case TEST ->
          new Step.Test(
              id,
              at,
              site,
              lot.id(),
              TypedGoods.said(typed, "laboratory"),
              TypedGoods.said(typed, "number"),
              TypedGoods.said(typed, "passed").equals("yes"),
              findings(TypedGoods.said(typed, "findings")));
      case SAMPLE ->
          new Step.Sample(
              id,
              at,
              site,
              lot.id(),
              TypedGoods.mass(typed, "mass"),
              TypedGoods.said(typed, "seal"));
      case WEIGH_IN, MERGE, UNPACK, SHIP, RECEIVE, ANALYSE, CERTIFY, WITHDRAW ->
          throw new Refusal(WebRefusal.BAD_ADDRESS);
    };
  }

  private Sorting sorting(Lot lot, Map<String, String> typed, Mass mass, byte[] file) {
    Standard.Version version =
        standards.get(lot.product().standard()).inSeason(lot.product().season());
    return TypedGoods.said(typed, "how").equals("sample")
        ? Sorting.ofSample(version, file, mass)
        : Sorting.ofLine(version, file);
  }

  /// Masses with spaces or commas between them.
  private static List<Mass> parts(Map<String, String> typed) {
    List<Mass> parts = new ArrayList<>();
    for (String part : TypedGoods.said(typed, "parts").split("[\\s,，、;；]+", -1))
      parts.add(TypedGoods.mass(Map.of("parts", part), "parts"));
    return parts;
  }

  /// A line each, name and value with a colon or equals sign between them.
  private static Map<String, String> findings(String text) {
    Map<String, String> findings = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty()) continue;
      String[] both = line.split("[:：=]", 2);
      if (both.length < 2 || both[0].isBlank() || line.length() > 200)
        throw TypedGoods.bad("findings");
      findings.put(both[0].strip(), both[1].strip());
    }
    return findings;
  }

  @GetMapping("/supply/sites/{site}/merge")
  View mergeForm(Screen s, Actor actor, @PathVariable String site) {
    return amounts(
        s,
        actor,
        HttpStatus.OK,
        "supply-merge",
        goods.mine(actor, site),
        s.freshKey(),
        goods.fresh(),
        List.of(),
        "");
  }

  @PostMapping("/supply/sites/{site}/merge")
  View merge(
      Screen s, Actor actor, @PathVariable String site, @RequestParam Map<String, String> typed) {
    Site at = goods.mine(actor, site);
    String key = TypedGoods.said(typed, "key");
    try {
      Handled handled =
          handling.handle(
              actor,
              new Step.Merge(
                  Asked.id(key), TypedGoods.when(typed), at.id(), TypedGoods.loose(typed)));
      return Screen.go("/supply/lots/" + handled.made().getFirst().id() + "?note=step-done");
    } catch (Refusal refusal) {
      return amounts(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          "supply-merge",
          at,
          TypedGoods.again(s, key, refusal),
          typed,
          List.of(),
          s.refusal(refusal));
    }
  }

  @PostMapping("/supply/sites/{site}/unpack")
  View unpack(Actor actor, @PathVariable String site, @RequestParam Map<String, String> typed) {
    Site at = goods.mine(actor, site);
    handling.handle(
        actor,
        new Step.Unpack(
            Asked.id(TypedGoods.said(typed, "key")),
            TypedGoods.when(typed),
            at.id(),
            TypedGoods.said(typed, "box")));
    return Screen.go("/supply/sites/" + at.id() + "?note=step-done");
  }

  /// A form that takes amounts of several lots of a site.
  View amounts(
      Screen s,
      Actor actor,
      HttpStatus status,
      String template,
      Site site,
      String key,
      Map<String, String> typed,
      List<String> boxes,
      String problem) {
    return s.page(
        status,
        template,
        new SupplyView.Amounts(
            lots.stock(actor, site.id()),
            lots.destinations(actor).stream().filter(each -> !each.equals(site)).toList(),
            lots.buyers(actor),
            named,
            key,
            typed,
            boxes,
            problem));
  }
}
