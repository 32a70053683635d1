package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.yutang.access.Actor;
import org.yutang.insight.Certainty;
import org.yutang.insight.Indicator;
import org.yutang.insight.Insight;
import org.yutang.insight.InsightRefusal;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.Report;
import org.yutang.insight.ReportDocument;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;

/// Published figures, and the yearly report for everybody. Values are decimals in text: money in
/// yuan, shares in percent, everything else whole.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Insight", description = "Yearly reports and published figures")
class InsightApi {

  private final Insight insight;

  InsightApi(Insight insight) {
    this.insight = insight;
  }

  @Operation(summary = "Say what published figures will count")
  @PostMapping("/indicators")
  @ResponseStatus(HttpStatus.CREATED)
  IndicatorView addIndicator(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody IndicatorBody body) {
    return IndicatorView.of(
        insight.addIndicator(
            actor,
            new Indicator(
                body.id,
                programme(body.programme),
                body.name,
                Choices.of(UnitKind.class, body.unit, InsightRefusal.UNKNOWN_CHOICE),
                Optional.ofNullable(body.beside)
                    .map(
                        word ->
                            Choices.of(KeyFigure.class, word, InsightRefusal.UNKNOWN_CHOICE)))));
  }

  @Operation(summary = "List the indicators of one programme or of all")
  @GetMapping("/indicators")
  PageAnswer<IndicatorView> indicators(
      Actor actor,
      @RequestParam Optional<String> programme,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        insight.indicators(programme.map(InsightApi::programme), new Page.Wanted(page, size)),
        IndicatorView::of);
  }

  @Operation(summary = "One indicator by its id")
  @GetMapping("/indicators/{id}")
  IndicatorView indicator(Actor actor, @PathVariable String id) {
    return IndicatorView.of(insight.getIndicator(id));
  }

  @Operation(summary = "Enter a figure that somebody published, or correct one")
  @PostMapping("/indicators/{id}/figures")
  @ResponseStatus(HttpStatus.CREATED)
  FigureView enter(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable String id,
      @RequestBody FigureBody body) {
    return FigureView.of(
        insight.enter(
            actor,
            new Published.New(
                Insight.idOf(actor, key),
                id,
                body.value,
                body.cutOff,
                Choices.of(Certainty.class, body.certainty, InsightRefusal.UNKNOWN_CHOICE),
                body.source,
                body.url == null ? "" : body.url,
                body.replaces)));
  }

  @Operation(summary = "The figures of an indicator, with or without corrected versions")
  @GetMapping("/indicators/{id}/figures")
  PageAnswer<FigureView> figures(
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(defaultValue = "cut-off") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        insight.published(
            new Published.Query(
                Optional.empty(),
                Optional.of(id),
                all,
                Choices.of(Published.Sort.class, sort, InsightRefusal.UNKNOWN_CHOICE),
                descending,
                new Page.Wanted(page, size))),
        FigureView::of);
  }

  /// The `ETag` is the document's SHA-256, which the printed report bears as its checksum. `cutOff`
  /// is the last day of a month that is over, or of the year; without it, the newest.
  @Operation(summary = "The yearly report of a programme as canonical JSON")
  @GetMapping("/public/reports/{programme}/{year}")
  ResponseEntity<byte[]> report(
      @PathVariable String programme,
      @PathVariable int year,
      @RequestParam Optional<LocalDate> cutOff) {
    ProgrammeId id = programme(programme);
    LocalDate day = insight.days(id, year).publicDay(cutOff);
    Report report = insight.report(id, year, Optional.of(day));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag(ReportDocument.checksum(report))
        .body(ReportDocument.of(report));
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  /// @param unit such as `person-times` or `cny`
  /// @param beside an own figure of the report, such as `premiums`
  record IndicatorBody(
      String id, String programme, Text name, String unit, @Nullable String beside) {}

  /// @param cutOff the last day that the figure covers
  /// @param certainty `actual` or `forecast`
  /// @param replaces the version that it corrects; 0 for a first one
  record FigureBody(
      String value,
      LocalDate cutOff,
      String certainty,
      Text source,
      @Nullable String url,
      int replaces) {}

  record IndicatorView(
      String id, String programme, Text name, String unit, @Nullable String beside) {
    static IndicatorView of(Indicator indicator) {
      return new IndicatorView(
          indicator.id(),
          indicator.programme().text(),
          indicator.name(),
          Choices.word(indicator.unit()),
          indicator.beside().map(Choices::word).orElse(null));
    }
  }

  record FigureView(
      UUID id,
      String indicator,
      int version,
      boolean current,
      String value,
      String unit,
      LocalDate cutOff,
      String certainty,
      Text source,
      @Nullable String url,
      String enteredBy,
      Instant enteredAt) {
    static FigureView of(Published figure) {
      return new FigureView(
          figure.id(),
          figure.indicator().id(),
          figure.version(),
          figure.current(),
          figure.indicator().unit().decimal(figure.value()),
          Choices.word(figure.indicator().unit()),
          figure.cutOff(),
          Choices.word(figure.certainty()),
          figure.source(),
          figure.url().map(Object::toString).orElse(null),
          figure.enteredBy(),
          figure.enteredAt());
    }
  }
}
