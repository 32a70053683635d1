package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Photos;
import org.yutang.supply.Handled;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Site;
import org.yutang.supply.Step;

/// Weighing in: from a plot to a lot.
@Controller
class WeighInPages {

  private static final int FOUND = 12;

  private final Handling handling;
  private final Plots plots;
  private final Seasons seasons;
  private final PlotPages plotPages;
  private final Photos photos;
  private final TypedGoods goods;
  private final Clock clock;
  private final SupplyView.Named named;

  WeighInPages(
      Handling handling,
      Plots plots,
      Seasons seasons,
      PlotPages plotPages,
      Photos photos,
      TypedGoods goods,
      Clock clock,
      Standards standards) {
    this.handling = handling;
    this.plots = plots;
    this.seasons = seasons;
    this.plotPages = plotPages;
    this.photos = photos;
    this.goods = goods;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/supply/sites/{site}/weigh-in")
  View weighInForm(Screen s, Actor actor, @PathVariable String site) {
    Map<String, String> typed = goods.fresh();
    typed.put("harvested", BusinessDay.of(clock.instant()).toString());
    typed.put("season", s.query("season"));
    return weighIn(s, actor, HttpStatus.OK, goods.mine(actor, site), s.freshKey(), typed, "");
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
        Asked.maybeId(TypedGoods.said(typed, "season"))
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
    Site at = goods.mine(actor, site);
    Map<String, String> typed = fields.toSingleValueMap();
    List<String> kept = new ArrayList<>();
    String key = TypedGoods.said(typed, "key");
    try {
      Optional<Handled> before = handling.find(actor, Asked.id(key));
      if (before.isPresent() && !before.get().made().isEmpty())
        return Screen.go(
            "/supply/lots/" + before.get().made().getFirst().id() + "?note=weighed-in");
      for (MultipartFile file : uploads == null ? List.<MultipartFile>of() : uploads)
        if (!file.isEmpty() && kept.size() < 5)
          kept.add(photos.put(file.getInputStream(), Photos.Purpose.GOODS).id());
      Handled handled =
          handling.handle(
              actor,
              new Step.WeighIn(
                  Asked.id(key),
                  TypedGoods.when(typed),
                  at.id(),
                  Asked.id(TypedGoods.said(typed, "season")),
                  TypedGoods.mass(typed, "mass"),
                  Asked.day(TypedGoods.said(typed, "harvested"))
                      .orElseThrow(() -> TypedGoods.bad("harvested")),
                  kept));
      return Screen.go("/supply/lots/" + handled.made().getFirst().id() + "?note=weighed-in");
    } catch (Refusal refusal) {
      return weighIn(
          s, actor, Mishaps.status(refusal.code().kind()), at, key, typed, s.refusal(refusal));
    }
  }
}
