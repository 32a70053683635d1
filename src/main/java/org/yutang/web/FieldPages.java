package org.yutang.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.SoilTest;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.farm.Work;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.Photos;

/// One plot: its outline, soil, plan, calendar and field work, and the forms for them.
@Controller
class FieldPages {

  private final Plots plots;
  private final Seasons seasons;
  private final Standards standards;
  private final PlotPages lists;
  private final Register register;
  private final Access access;
  private final Photos photos;
  private final Clock clock;

  FieldPages(
      Plots plots,
      Seasons seasons,
      Standards standards,
      PlotPages lists,
      Register register,
      Access access,
      Photos photos,
      Clock clock) {
    this.plots = plots;
    this.seasons = seasons;
    this.standards = standards;
    this.lists = lists;
    this.register = register;
    this.access = access;
    this.photos = photos;
    this.clock = clock;
  }

  @GetMapping("/plots/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return shown(s, actor, HttpStatus.OK, Asked.id(id), "");
  }

  private View shown(Screen s, Actor actor, HttpStatus status, UUID id, String problem) {
    Plot plot = plots.get(actor, id);
    Place village = register.getPlace(plot.what().village());
    List<FarmView.OneSeason> all = new ArrayList<>();
    for (Season season : seasons.seasons(actor, id)) all.add(season(actor, season));
    return s.page(
        status,
        "plot",
        new FarmView.OnePlot(
            plot,
            village,
            register.ancestors(village.code()),
            lists.grower(s, actor, plot),
            PlotMap.of(List.of(plot)),
            seasons.soilTests(actor, id),
            all,
            standards.list(),
            access.may(actor, Permission.RECORD_FARM, village.code()),
            s.freshKey(),
            today().getYear(),
            problem));
  }

  private FarmView.OneSeason season(Actor actor, Season season) {
    Standard standard = standards.get(season.what().standard());
    Standard.Version version = standard.inSeason(season.version());
    List<Work> works = seasons.works(actor, season.id());
    int year = season.what().season();
    List<FarmView.Task> tasks =
        version.tasks().stream()
            .map(
                task ->
                    new FarmView.Task(
                        task,
                        version.day(task.from(), year),
                        version.day(task.to(), year),
                        works.stream()
                            .filter(work -> work.what().task().equals(task.name()))
                            .toList()))
            .toList();
    return new FarmView.OneSeason(season, standard, version, tasks, seasons.formula(actor, season));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  @PostMapping("/plots/{id}/soil")
  View soil(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID plot = Asked.id(id);
    try {
      SoilTest test =
          new SoilTest(
              Asked.id(said(typed, "key")),
              plot,
              Asked.day(said(typed, "day")).orElseThrow(() -> bad("day")),
              said(typed, "laboratory"),
              number(typed, "ph"),
              number(typed, "organic"),
              number(typed, "nitrogen"),
              number(typed, "phosphorus"),
              number(typed, "potassium"));
      seasons.addSoilTests(actor, List.of(test));
      return Screen.go("/plots/" + plot + "?note=soil-tested");
    } catch (Refusal refusal) {
      return shown(s, actor, Mishaps.status(refusal.code().kind()), plot, s.refusal(refusal));
    }
  }

  private static BigDecimal number(Map<String, String> typed, String name) {
    String text = said(typed, name);
    if (!text.matches("[0-9]{1,6}(\\.[0-9])?")) throw bad(name);
    return new BigDecimal(text);
  }

  private static Refusal bad(String field) {
    return new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", field));
  }

  @PostMapping("/plots/{id}/seasons")
  View plan(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID plot = Asked.id(id);
    try {
      String[] grown = said(typed, "grown").split("/", 2);
      seasons.plan(
          actor,
          List.of(
              new Season.New(
                  Asked.id(said(typed, "key")),
                  plot,
                  Asked.number(said(typed, "season")).orElseThrow(() -> bad("season")),
                  grown[0],
                  grown.length == 2 ? grown[1] : "",
                  kilograms(said(typed, "target")))));
      return Screen.go("/plots/" + plot + "?note=season-planned");
    } catch (Refusal refusal) {
      return shown(s, actor, Mishaps.status(refusal.code().kind()), plot, s.refusal(refusal));
    }
  }

  private static Mass kilograms(String text) {
    try {
      return Mass.parseKilograms(text);
    } catch (NumberFormatException e) {
      throw bad("target");
    }
  }

  @GetMapping("/seasons/{season}/work")
  View workForm(Screen s, Actor actor, @PathVariable String season) {
    Map<String, String> typed = new HashMap<>();
    typed.put("task", s.query("task"));
    typed.put("day", today().toString());
    return form(
        s,
        actor,
        HttpStatus.OK,
        Asked.id(season),
        s.freshKey(),
        typed,
        List.of(),
        Optional.empty());
  }

  @PostMapping("/seasons/{season}/work")
  View work(
      Screen s,
      Actor actor,
      @PathVariable String season,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(name = "upload", required = false) List<MultipartFile> uploads)
      throws IOException {
    UUID of = Asked.id(season);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    List<String> kept = new ArrayList<>(fields.getOrDefault("photo", List.of()));
    String id = said(typed, "key");
    try {
      Season there = seasons.getSeason(actor, of);
      access.require(
          actor, Permission.RECORD_FARM, plots.get(actor, there.what().plot()).what().village());
      for (MultipartFile file : uploads == null ? List.<MultipartFile>of() : uploads)
        if (!file.isEmpty() && kept.size() < Work.MAX_PHOTOS)
          kept.add(photos.put(file.getInputStream()).id());
      seasons.record(
          actor,
          List.of(
              new Work.New(
                  Asked.id(id),
                  of,
                  said(typed, "task"),
                  Asked.day(said(typed, "day")).orElseThrow(() -> bad("day")),
                  used(typed),
                  said(typed, "note"),
                  kept)),
          said(typed, "even").equals("so"));
      return Screen.go("/plots/" + there.what().plot() + "?note=work-recorded");
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.FORBIDDEN) throw refusal;
      return form(s, actor, Mishaps.status(kind), of, id, typed, kept, Optional.of(refusal));
    }
  }

  private static Optional<Work.Used> used(Map<String, String> typed) {
    String input = said(typed, "input");
    if (input.isEmpty()) return Optional.empty();
    try {
      return Optional.of(new Work.Used(input, Work.parseDose(said(typed, "dose"))));
    } catch (NumberFormatException e) {
      throw bad("dose");
    }
  }

  private View form(
      Screen s,
      Actor actor,
      HttpStatus status,
      UUID season,
      String id,
      Map<String, String> typed,
      List<String> kept,
      Optional<Refusal> refusal) {
    Season there = seasons.getSeason(actor, season);
    return s.page(
        status,
        "work-form",
        new FarmView.WorkForm(
            plots.get(actor, there.what().plot()),
            season(actor, there),
            id,
            typed,
            kept,
            refusal.map(s::refusal).orElse(""),
            refusal.filter(each -> each.code() == FarmRefusal.AGAINST_STANDARD).isPresent()));
  }

  @GetMapping("/plots/{id}/photos/{photo}")
  ResponseEntity<byte[]> photo(Actor actor, @PathVariable String id, @PathVariable String photo) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(seasons.photo(actor, Asked.id(id), photo));
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }
}
