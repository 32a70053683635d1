package org.yutang.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Merchant;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.Refund;
import org.yutang.giving.Sale;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Ledger;
import org.yutang.programme.Text;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.FileStore;

/// Merchants and their pledges, for the fund's officers and for the merchants themselves.
@Controller
class MerchantPages {

  private static final int SHOWN = 100;

  private final Giving giving;
  private final Register register;
  private final Ledger ledger;
  private final Access access;
  private final FileStore files;
  private final TypedPlaces typedPlaces;
  private final ListQueries queries;
  private final Clock clock;

  MerchantPages(
      Giving giving,
      Register register,
      Ledger ledger,
      Access access,
      FileStore files,
      TypedPlaces typedPlaces,
      ListQueries queries,
      Clock clock) {
    this.giving = giving;
    this.register = register;
    this.ledger = ledger;
    this.access = access;
    this.files = files;
    this.typedPlaces = typedPlaces;
    this.queries = queries;
    this.clock = clock;
  }

  @GetMapping("/merchants")
  View list(Screen s, Actor actor) {
    return listed(s, actor, HttpStatus.OK, fresh(s));
  }

  @PostMapping("/merchants")
  View add(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    UUID id = Asked.id(typed.getOrDefault("key", ""));
    try {
      Text name = new Text(said(typed, "zh"), said(typed, "en"));
      giving.addMerchant(actor, id, name, typedPlaces.read(said(typed, "place")));
      return Screen.go("/merchants/" + id + "?note=merchant-added");
    } catch (Refusal refusal) {
      return listed(s, actor, wrong(refusal), form(s, typed, refusal, field(refusal, "place")));
    }
  }

  private View listed(Screen s, Actor actor, HttpStatus status, MerchantView.Form form) {
    Sorting<Only> sort = Sorting.of(s.query("sort"), Only.NAME);
    Page<Merchant> page =
        giving.merchants(
            actor,
            new Merchant.Query(
                s.query("q").strip(),
                Optional.empty(),
                Optional.empty(),
                sort.descending(),
                Asked.page(s)));
    Map<String, Place> places = new HashMap<>();
    for (Merchant merchant : page.items())
      register
          .findPlace(merchant.place())
          .ifPresent(place -> places.put(merchant.place().text(), place));
    boolean mayRun = !access.places(actor, Permission.RUN_GIVING).isEmpty();
    return s.page(
        status, "merchants", new MerchantView.Listed(page, places, sort.text(), mayRun, form));
  }

  private enum Only {
    NAME
  }

  @GetMapping("/merchants/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return shown(s, actor, Asked.id(id), HttpStatus.OK, fresh(s));
  }

  @PostMapping("/merchants/{id}/pledges")
  View pledge(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID merchant = Asked.id(id);
    try {
      giving.pledge(
          actor,
          Asked.id(said(typed, "key")),
          merchant,
          Asked.id(said(typed, "project")),
          rate(typed),
          day(typed));
      return Screen.go("/merchants/" + merchant + "?note=pledged");
    } catch (Refusal refusal) {
      return shown(
          s, actor, merchant, wrong(refusal), form(s, typed, refusal, field(refusal, "rate")));
    }
  }

  @PostMapping("/merchants/{id}/pledges/{pledge}/rates")
  View change(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String pledge,
      @RequestParam Map<String, String> typed) {
    UUID merchant = Asked.id(id);
    try {
      giving.changeRate(actor, Asked.id(pledge), rate(typed), day(typed));
      return Screen.go("/merchants/" + merchant + "?note=rate-changed");
    } catch (Refusal refusal) {
      return shown(
          s, actor, merchant, wrong(refusal), form(s, typed, refusal, field(refusal, "rate")));
    }
  }

  /// A file of sales, booked as a job.
  @PostMapping("/merchants/{id}/sales")
  View send(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String key,
      @RequestParam(required = false) MultipartFile upload)
      throws IOException {
    UUID merchant = Asked.id(id);
    try {
      giving.getMerchant(actor, merchant);
      if (upload == null || upload.isEmpty()) throw new Refusal(WebRefusal.FILE_MISSING);
      String file = files.putPassing(upload.getInputStream(), ImportPages.MAX_FILE_BYTES).digest();
      return Screen.go("/jobs/" + giving.importSales(actor, Asked.id(key), merchant, file));
    } catch (Refusal refusal) {
      return shown(s, actor, merchant, wrong(refusal), form(s, Map.of(), refusal, "upload"));
    }
  }

  /// The refused rows of a file of sales.
  @GetMapping("/sales-imports/{job}/errors.csv")
  ResponseEntity<Resource> errors(Actor actor, @PathVariable String job) {
    Path file =
        giving
            .importErrors(actor, Asked.id(job))
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"errors-" + job + ".csv\"")
        .body(new FileSystemResource(file));
  }

  private View shown(Screen s, Actor actor, UUID id, HttpStatus status, MerchantView.Form form) {
    Merchant merchant = giving.getMerchant(actor, id);
    List<Pledge> pledges =
        giving
            .pledges(
                new Pledge.Query(
                    Optional.of(id),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    new Page.Wanted(1, SHOWN)))
            .items();
    Map<String, Project> projects = new HashMap<>();
    for (Pledge pledge : pledges)
      projects.put(pledge.project().toString(), giving.getProject(pledge.project()).project());
    Sale.Query query = queries.sales(s, id, Asked.page(s));
    boolean mayRun = access.may(actor, Permission.RUN_GIVING, merchant.place());
    return s.page(
        status,
        "merchant",
        new MerchantView.One(
            merchant,
            register.getPlace(merchant.place()),
            Money.fen(-ledger.find(merchant.ledgerAccount()).map(a -> a.balance()).orElse(0L)),
            pledges,
            projects,
            mayRun ? open() : List.of(),
            giving.sales(actor, query),
            new Sorting<>(query.sort(), query.descending()).text(),
            giving.refunds(actor, refunds(id)),
            mayRun,
            mayRun || merchant.accounts().contains(actor.account()),
            access.may(actor, Permission.SEE_LEDGER, merchant.place()),
            form));
  }

  private static Refund.Query refunds(UUID merchant) {
    return new Refund.Query(
        Optional.of(merchant),
        Optional.empty(),
        Optional.empty(),
        Refund.Sort.BOOKED,
        true,
        new Page.Wanted(1, 10));
  }

  private List<Project> open() {
    return giving
        .projects(
            new Project.Query(
                "",
                Optional.empty(),
                Optional.empty(),
                Project.Sort.TITLE,
                false,
                new Page.Wanted(1, SHOWN)))
        .items()
        .stream()
        .map(Project.Entry::project)
        .filter(project -> !project.to().isBefore(BusinessDay.of(clock.instant())))
        .toList();
  }

  static Rate rate(Map<String, String> typed) {
    String value = said(typed, "value");
    try {
      return switch (said(typed, "kind")) {
        case "per-order" -> new Rate.PerOrder(Money.parse(value, Sale.CURRENCY));
        case "per-mille" -> new Rate.PerMille(Asked.number(value).orElse(0));
        case "paused" -> new Rate.Paused();
        case "ended" -> new Rate.Ended();
        default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
      };
    } catch (NumberFormatException e) {
      throw new Refusal(GivingRefusal.BAD_RATE, Map.of("rate", value));
    }
  }

  static LocalDate day(Map<String, String> typed) {
    String day = said(typed, "day");
    return Asked.day(day)
        .orElseThrow(() -> new Refusal(GivingRefusal.BAD_TIME, Map.of("time", day)));
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  private static MerchantView.Form fresh(Screen s) {
    return new MerchantView.Form(s.freshKey(), Map.of(), "", "");
  }

  /// The form as it was typed, to be sent again under a new key.
  private static MerchantView.Form form(
      Screen s, Map<String, String> typed, Refusal refusal, String field) {
    return new MerchantView.Form(s.freshKey(), typed, s.refusal(refusal), field);
  }

  private static String field(Refusal refusal, String usual) {
    return switch (refusal.code()) {
      case GivingRefusal.BAD_FIELD -> "zh";
      case GivingRefusal.BAD_TIME,
          GivingRefusal.OUTSIDE_PROJECT,
          GivingRefusal.PLEDGE_OVERLAPS,
          GivingRefusal.RATE_TOO_EARLY ->
          "day";
      default -> usual;
    };
  }

  private static HttpStatus wrong(Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    if (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND) throw refusal;
    return Mishaps.status(kind);
  }
}
