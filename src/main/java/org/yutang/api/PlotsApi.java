package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Cooperative;
import org.yutang.farm.GeoJson;
import org.yutang.farm.Grading;
import org.yutang.farm.Measure;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Sample;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.Words;

/// Product standards and grades; plots and co-operatives, also many plots as GeoJSON.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Farm", description = "Product standards, growers' plots and co-operatives")
class PlotsApi {

  private final Standards standards;
  private final Plots plots;
  private final Access access;

  PlotsApi(Standards standards, Plots plots, Access access) {
    this.standards = standards;
    this.plots = plots;
    this.access = access;
  }

  @Operation(
      summary =
          "The grade of a sample by a standard's newest version, with the bounds of better grades that it missed")
  @GetMapping("/standards/{id}/grade")
  GradeView grade(@PathVariable String id, @RequestParam Map<String, String> measured) {
    Standard.Version version = standards.get(id).newest();
    Map<Measure, String> typed = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values())
      if (measured.containsKey(Choices.word(measure)))
        typed.put(measure, measured.get(Choices.word(measure)));
    return GradeView.of(version.grade(Sample.parse(typed, version)));
  }

  @Operation(summary = "Add a growers' co-operative")
  @PostMapping("/cooperatives")
  @ResponseStatus(HttpStatus.CREATED)
  CooperativeView addCooperative(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody CooperativeBody body) {
    UUID id = Uuids.named("cooperative", actor.account().toString(), key.toString());
    return CooperativeView.of(
        plots.addCooperative(actor, new Cooperative(id, body.name, body.place)));
  }

  @Operation(summary = "Plots in the caller's places, by village and name")
  @GetMapping("/plots")
  PageAnswer<PlotView> list(
      Actor actor,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<UUID> cooperative,
      @RequestParam Optional<String> text,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        plots.list(actor, new Plot.Query(place, cooperative, text, new Page.Wanted(page, size))),
        PlotView::of);
  }

  @Operation(summary = "One plot; its outline is a GeoJSON polygon as text")
  @GetMapping("/plots/{id}")
  PlotView get(Actor actor, @PathVariable UUID id) {
    return PlotView.of(plots.get(actor, id));
  }

  @Operation(
      summary = "Add many plots as a GeoJSON FeatureCollection; each refused one is named",
      description =
          """
          Each feature is a polygon in WGS 84 with the properties name, village (place code), household (id) or cooperative (id), and
          perhaps declaredMu and id. Without id it is derived from the content, so that the same file can be sent again. 200 when
          all were taken, 207 when some were refused, 422 when none was taken.
          """)
  @ApiResponse(
      responseCode = "200",
      description = "Every plot was taken",
      content = @Content(schema = @Schema(implementation = PlotsImport.Answer.class)))
  @ApiResponse(
      responseCode = "207",
      description = "Some plots were taken, others refused: look at each",
      content = @Content(schema = @Schema(implementation = PlotsImport.Answer.class)))
  @PostMapping("/plots:import")
  @BodyLimit(bytes = FilesApi.LIMIT_BYTES, streamed = true)
  ResponseEntity<PlotsImport.Answer> importPlots(Actor actor, HttpServletRequest request)
      throws IOException {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    Words words = Words.in(Problems.language(request));
    PlotsImport.Answer answer =
        new PlotsImport(each -> plots.registerAll(actor, each), words)
            .read(request.getInputStream());
    return ResponseEntity.status(answer.status()).body(answer);
  }

  record CooperativeBody(String name, PlaceCode place) {}

  record CooperativeView(UUID id, String name, PlaceCode place) {
    static CooperativeView of(Cooperative cooperative) {
      return new CooperativeView(cooperative.id(), cooperative.name(), cooperative.place());
    }
  }

  record PlotView(
      UUID id,
      String name,
      PlaceCode village,
      @Nullable UUID household,
      @Nullable UUID cooperative,
      long measuredSquareMetres,
      BigDecimal measuredMu,
      @Nullable BigDecimal declaredMu,
      String origin,
      String outline,
      Instant recordedAt) {
    static PlotView of(Plot plot) {
      return new PlotView(
          plot.id(),
          plot.name(),
          plot.what().village(),
          plot.what().household().map(id -> id.value()).orElse(null),
          plot.what().cooperative().orElse(null),
          plot.measured().squareMetres(),
          plot.measured().mu(),
          plot.what().declared().map(Area::mu).orElse(null),
          Choices.word(plot.what().origin()),
          GeoJson.write(plot.what().outline()),
          plot.recordedAt());
    }
  }

  record MissedView(
      String grade, String measure, String value, @Nullable String least, @Nullable String most) {
    static MissedView of(Grading.Missed missed) {
      Measure measure = missed.bound().measure();
      return new MissedView(
          missed.grade().name(),
          Choices.word(measure),
          measure.text(missed.value()),
          missed.bound().least().map(measure::text).orElse(null),
          missed.bound().most().map(measure::text).orElse(null));
    }
  }

  /// @param grade null below all grades
  /// @param decided what kept it from the next better grade
  record GradeView(@Nullable String grade, @Nullable MissedView decided, List<MissedView> missed) {
    static GradeView of(Grading grading) {
      String grade =
          switch (grading) {
            case Grading.Graded graded -> graded.grade().name();
            case Grading.BelowAll _ -> null;
          };
      return new GradeView(
          grade,
          grading.decided().map(MissedView::of).orElse(null),
          grading.missed().stream().map(MissedView::of).toList());
    }
  }
}
