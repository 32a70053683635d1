package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Photos;
import org.yutang.supply.Handled;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;

/// Forms of what is done with goods: weighing in, grading, packing, shipping, receiving.
@Controller
class SupplyForms {

  private static final ZoneId HERE = ZoneId.of("Asia/Shanghai");
  private static final int FOUND = 12;

  /// Of a sorting line's file.
  private static final long MOST_BYTES = 16L << 20;

  private final Lots lots;
  private final Handling handling;
  private final Plots plots;
  private final Seasons seasons;
  private final PlotPages plotPages;
  private final Standards standards;
  private final Photos photos;
  private final Access access;
  private final Clock clock;
  private final SupplyView.Named named;

  SupplyForms(
      Lots lots,
      Handling handling,
      Plots plots,
      Seasons seasons,
      PlotPages plotPages,
      Standards standards,
      Photos photos,
      Access access,
      Clock clock) {
    this.lots = lots;
    this.handling = handling;
    this.plots = plots;
    this.seasons = seasons;
    this.plotPages = plotPages;
    this.standards = standards;
    this.photos = photos;
    this.access = access;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  // Weighing in

  @GetMapping("/supply/sites/{site}/weigh-in")
  View weighInForm(Screen s, Actor actor, @PathVariable String site) {
    Map<String, String> typed = fresh();
    typed.put("harvested", BusinessDay.of(clock.instant()).toString());
    typed.put("season", s.query("season"));
    return weighIn(s, actor, HttpStatus.OK, mine(actor, site), s.freshKey(), typed, "");
  }

  private Map<String, String> fresh() {
    Map<String, String> typed = new HashMap<>();
    typed.put(
        "at",
        LocalDateTime.ofInstant(clock.instant(), HERE).truncatedTo(ChronoUnit.MINUTES).toString());
    return typed;
  }

  private Site mine(Actor actor, String id) {
    Site site = lots.site(actor, Asked.id(id));
    access.require(actor, Permission.RECORD_SUPPLY, site.what().place());
    return site;
  }

  private View weighIn(
      Screen s,
      Actor actor,
      HttpStatus status,
      Site site,
      String key,
      Map<String, String> typed,
      String problem) {
    List<SupplyView.Grown> found = new ArrayList<>();
    Optional<SupplyView.Grown> chosen =
        Asked.maybeId(SupplyPages.said(typed, "season"))
            .map(season -> seasons.getSeason(actor, season))
            .map(season -> grown(s, actor, plots.get(actor, season.what().plot()), season));
    if (chosen.isEmpty())
      for (Plot plot :
          plots
              .list(
                  actor,
                  new Plot.Query(
                      Optional.of(site.what().place()),
                      Optional.empty(),
                      Asked.text(s.query("q")),
                      new Page.Wanted(1, FOUND)))
              .items())
        seasons.seasons(actor, plot.id()).stream()
            .findFirst()
            .ifPresent(season -> found.add(grown(s, actor, plot, season)));
    return s.page(
        status,
        "supply-weigh-in",
        new SupplyView.WeighIn(site, found, chosen, named, key, typed, problem));
  }

  private SupplyView.Grown grown(Screen s, Actor actor, Plot plot, Season season) {
    Lot.Product product =
        new Lot.Product(
            "", season.what().standard(), season.version(), season.what().variety(), Lot.UNGRADED);
    return new SupplyView.Grown(
        plot, season, plotPages.grower(s, actor, plot), named.product(s, product));
  }

  @PostMapping("/supply/sites/{site}/weigh-in")
  View weighIn(
      Screen s,
      Actor actor,
      @PathVariable String site,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(name = "upload", required = false) List<MultipartFile> uploads)
      throws IOException {
    Site at = mine(actor, site);
    Map<String, String> typed = fields.toSingleValueMap();
    List<String> kept = new ArrayList<>();
    String key = SupplyPages.said(typed, "key");
    try {
      Optional<Handled> before = handling.find(actor, Asked.id(key));
      if (before.isPresent() && !before.get().made().isEmpty())
        return Screen.go(
            "/supply/lots/" + before.get().made().getFirst().id() + "?note=weighed-in");
      for (MultipartFile file : uploads == null ? List.<MultipartFile>of() : uploads)
        if (!file.isEmpty() && kept.size() < 5) kept.add(photos.put(file.getInputStream()).id());
      Handled handled =
          handling.handle(
              actor,
              new Step.WeighIn(
                  Asked.id(key),
                  when(typed),
                  at.id(),
                  Asked.id(SupplyPages.said(typed, "season")),
                  mass(typed, "mass"),
                  Asked.day(SupplyPages.said(typed, "harvested"))
                      .orElseThrow(() -> bad("harvested")),
                  kept));
      return Screen.go("/supply/lots/" + handled.made().getFirst().id() + "?note=weighed-in");
    } catch (Refusal refusal) {
      return weighIn(
          s, actor, Mishaps.status(refusal.code().kind()), at, key, typed, s.refusal(refusal));
    }
  }

  /// What was refused did not happen, so the corrected form is a step of its own; unless the first
  /// one may be under way still.
  private static String again(Screen s, String key, Refusal refusal) {
    return refusal.code() == SupplyRefusal.ID_REUSED ? key : s.freshKey();
  }

  private static Instant when(Map<String, String> typed) {
    try {
      return LocalDateTime.parse(SupplyPages.said(typed, "at")).atZone(HERE).toInstant();
    } catch (DateTimeParseException e) {
      throw bad("at");
    }
  }

  private static Mass mass(Map<String, String> typed, String field) {
    try {
      return Mass.parseKilograms(SupplyPages.said(typed, field));
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  private static Refusal bad(String field) {
    return new Refusal(SupplyRefusal.BAD_FIELD, Map.of("field", field));
  }

  // One lot

  @GetMapping("/supply/lots/{lot}/{kind}")
  View stepForm(Screen s, Actor actor, @PathVariable String lot, @PathVariable String kind) {
    return step(
        s,
        actor,
        HttpStatus.OK,
        kind(kind),
        Asked.id(lot),
        mine(actor, s.query("site")),
        s.freshKey(),
        fresh(),
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
    Site site = mine(actor, SupplyPages.said(typed, "site"));
    Lot of = lots.get(actor, Asked.id(lot));
    String key = SupplyPages.said(typed, "key");
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
          again(s, key, refusal),
          typed,
          s.refusal(refusal));
    }
  }

  private Step read(Step.Kind kind, Lot lot, UUID site, Map<String, String> typed, byte[] file) {
    UUID id = Asked.id(SupplyPages.said(typed, "key"));
    Instant at = when(typed);
    return switch (kind) {
      case GRADE -> {
        Mass mass = mass(typed, "mass");
        yield new Step.Grade(id, at, site, lot.id(), mass, sorting(lot, typed, mass, file));
      }
      case SPLIT -> new Step.Split(id, at, site, lot.id(), parts(typed));
      case LOSE ->
          new Step.Lose(
              id,
              at,
              site,
              lot.id(),
              mass(typed, "mass"),
              Asked.constant(Step.Loss.class, SupplyPages.said(typed, "why"))
                  .orElse(Step.Loss.OTHER));
      case COUNT -> new Step.Count(id, at, site, lot.id(), mass(typed, "mass"));
      case PACK ->
          new Step.Pack(
              id,
              at,
              site,
              lot.id(),
              mass(typed, "mass"),
              Asked.number(SupplyPages.said(typed, "boxes")).orElseThrow(() -> bad("boxes")));
      case RETURN ->
          new Step.Return(
              id,
              at,
              site,
              Asked.id(SupplyPages.said(typed, "buyer")),
              lot.id(),
              mass(typed, "mass"));
      case HOLD -> new Step.Hold(id, at, site, lot.id(), SupplyPages.said(typed, "reason"));
      case RELEASE -> new Step.Release(id, at, site, lot.id(), SupplyPages.said(typed, "reason"));
      case TEST ->
          new Step.Test(
              id,
              at,
              site,
              lot.id(),
              SupplyPages.said(typed, "laboratory"),
              SupplyPages.said(typed, "number"),
              SupplyPages.said(typed, "passed").equals("yes"),
              findings(SupplyPages.said(typed, "findings")));
      case WEIGH_IN, MERGE, UNPACK, SHIP, RECEIVE -> throw new Refusal(WebRefusal.BAD_ADDRESS);
    };
  }

  private Sorting sorting(Lot lot, Map<String, String> typed, Mass mass, byte[] file) {
    Standard.Version version =
        standards.get(lot.product().standard()).inSeason(lot.product().season());
    return SupplyPages.said(typed, "how").equals("sample")
        ? Sorting.ofSample(version, file, mass)
        : Sorting.ofLine(version, file);
  }

  /// Masses with spaces or commas between them.
  private static List<Mass> parts(Map<String, String> typed) {
    List<Mass> parts = new ArrayList<>();
    for (String part : SupplyPages.said(typed, "parts").split("[\\s,，、;；]+", -1))
      parts.add(mass(Map.of("parts", part), "parts"));
    return parts;
  }

  /// A line each, name and value with a colon or equals sign between them.
  private static Map<String, String> findings(String text) {
    Map<String, String> findings = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty()) continue;
      String[] both = line.split("[:：=]", 2);
      if (both.length < 2 || both[0].isBlank() || line.length() > 200) throw bad("findings");
      findings.put(both[0].strip(), both[1].strip());
    }
    return findings;
  }

  // Several lots

  @GetMapping("/supply/sites/{site}/ship")
  View shipForm(Screen s, Actor actor, @PathVariable String site) {
    return amounts(
        s,
        actor,
        HttpStatus.OK,
        "supply-ship",
        mine(actor, site),
        s.freshKey(),
        fresh(),
        List.of(),
        "");
  }

  @GetMapping("/supply/sites/{site}/merge")
  View mergeForm(Screen s, Actor actor, @PathVariable String site) {
    return amounts(
        s,
        actor,
        HttpStatus.OK,
        "supply-merge",
        mine(actor, site),
        s.freshKey(),
        fresh(),
        List.of(),
        "");
  }

  private View amounts(
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

  @PostMapping("/supply/sites/{site}/ship")
  View ship(
      Screen s,
      Actor actor,
      @PathVariable String site,
      @RequestParam MultiValueMap<String, String> fields) {
    Site from = mine(actor, site);
    Map<String, String> typed = fields.toSingleValueMap();
    List<String> boxes = fields.getOrDefault("box", List.of());
    String key = SupplyPages.said(typed, "key");
    try {
      String[] to = SupplyPages.said(typed, "to").split("/", 2);
      if (to.length < 2) throw bad("to");
      UUID receiver = Asked.id(to[1]);
      boolean buyer = to[0].equals("buyer");
      handling.handle(
          actor,
          new Step.Ship(
              Asked.id(key),
              when(typed),
              from.id(),
              buyer ? null : receiver,
              buyer ? receiver : null,
              loose(typed),
              boxes,
              SupplyPages.said(typed, "waybill")));
      return Screen.go("/supply/shipments/" + key + "?note=shipped");
    } catch (Refusal refusal) {
      return amounts(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          "supply-ship",
          from,
          again(s, key, refusal),
          typed,
          boxes,
          s.refusal(refusal));
    }
  }

  /// Fields called `lot-` and the lot's id, in kilograms; blank ones are left out.
  private static Map<UUID, Mass> loose(Map<String, String> typed) {
    Map<UUID, Mass> loose = new HashMap<>();
    for (String field : typed.keySet())
      if (field.startsWith("lot-") && !SupplyPages.said(typed, field).isEmpty())
        loose.put(Asked.id(field.substring(4)), mass(typed, field));
    loose.values().removeIf(mass -> mass.grams() == 0);
    return loose;
  }

  @PostMapping("/supply/sites/{site}/merge")
  View merge(
      Screen s, Actor actor, @PathVariable String site, @RequestParam Map<String, String> typed) {
    Site at = mine(actor, site);
    String key = SupplyPages.said(typed, "key");
    try {
      Handled handled =
          handling.handle(actor, new Step.Merge(Asked.id(key), when(typed), at.id(), loose(typed)));
      return Screen.go("/supply/lots/" + handled.made().getFirst().id() + "?note=step-done");
    } catch (Refusal refusal) {
      return amounts(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          "supply-merge",
          at,
          again(s, key, refusal),
          typed,
          List.of(),
          s.refusal(refusal));
    }
  }

  @PostMapping("/supply/sites/{site}/unpack")
  View unpack(Actor actor, @PathVariable String site, @RequestParam Map<String, String> typed) {
    Site at = mine(actor, site);
    handling.handle(
        actor,
        new Step.Unpack(
            Asked.id(SupplyPages.said(typed, "key")),
            when(typed),
            at.id(),
            SupplyPages.said(typed, "box")));
    return Screen.go("/supply/sites/" + at.id() + "?note=step-done");
  }

  // Shipments

  @GetMapping("/supply/shipments/{id}")
  View shipment(Screen s, Actor actor, @PathVariable String id) {
    return shipment(s, actor, HttpStatus.OK, Asked.id(id), s.freshKey(), fresh(), "");
  }

  private View shipment(
      Screen s,
      Actor actor,
      HttpStatus status,
      UUID id,
      String key,
      Map<String, String> typed,
      String problem) {
    Stock.Shipment shipment = lots.shipment(actor, id);
    boolean mayReceive =
        shipment.received().isEmpty()
            && shipment
                .to()
                .filter(to -> access.may(actor, Permission.RECORD_SUPPLY, to.what().place()))
                .isPresent();
    return s.page(
        status,
        "supply-shipment",
        new SupplyView.OneShipment(shipment, named, mayReceive, key, typed, problem));
  }

  @PostMapping("/supply/shipments/{id}")
  View receive(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields) {
    UUID shipment = Asked.id(id);
    Map<String, String> typed = fields.toSingleValueMap();
    String key = SupplyPages.said(typed, "key");
    try {
      UUID to =
          lots.shipment(actor, shipment)
              .to()
              .map(Site::id)
              .orElseThrow(
                  () ->
                      new Refusal(
                          SupplyRefusal.UNKNOWN_SHIPMENT, Map.of("shipment", shipment.toString())));
      handling.handle(
          actor,
          new Step.Receive(
              Asked.id(key),
              when(typed),
              to,
              shipment,
              loose(typed),
              fields.getOrDefault("box", List.of())));
      return Screen.go("/supply/sites/" + to + "?note=received");
    } catch (Refusal refusal) {
      return shipment(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          shipment,
          again(s, key, refusal),
          typed,
          s.refusal(refusal));
    }
  }
}
