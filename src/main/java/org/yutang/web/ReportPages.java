package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingBooks;
import org.yutang.insight.Insight;
import org.yutang.insight.Report;
import org.yutang.insight.ReportDays;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;

/// Yearly reports for everybody: as pages, on paper, and down to the single donation.
@Controller
class ReportPages {

  private final Insight insight;
  private final Programmes programmes;
  private final Giving giving;
  private final GivingBooks books;
  private final ReportScenes scenes;
  private final ReportPdf pdf;
  private final Screens screens;
  private final Clock clock;

  ReportPages(
      Insight insight,
      Programmes programmes,
      Giving giving,
      GivingBooks books,
      ReportScenes scenes,
      ReportPdf pdf,
      Screens screens,
      Clock clock) {
    this.insight = insight;
    this.programmes = programmes;
    this.giving = giving;
    this.books = books;
    this.scenes = scenes;
    this.pdf = pdf;
    this.screens = screens;
    this.clock = clock;
  }

  private enum By {
    PROGRAMME,
    YEAR
  }

  @GetMapping("/reports")
  View list(Screen s) {
    Sorting<By> sort =
        s.query("sort").isEmpty()
            ? new Sorting<>(By.YEAR, true)
            : Sorting.of(s.query("sort"), By.YEAR);
    LocalDate today = BusinessDay.of(clock.instant());
    List<ReportView.Line> lines = new ArrayList<>();
    for (Programme programme : programmes.covering())
      if (s.query("programme").isEmpty() || s.query("programme").equals(programme.id().text()))
        for (int year : insight.years(programme.id()))
          lines.add(new ReportView.Line(programme, year, !programme.coverTo(year).isBefore(today)));
    Comparator<ReportView.Line> order =
        switch (sort.by()) {
          case PROGRAMME -> Comparator.comparing(line -> line.programme().id());
          case YEAR -> Comparator.comparingInt(ReportView.Line::year);
        };
    lines.sort(sort.descending() ? order.reversed() : order);
    Page.Wanted wanted = Asked.page(s);
    List<ReportView.Line> shown =
        lines.stream().skip(wanted.offset()).limit(wanted.size()).toList();
    return s.page(
        "reports",
        new ReportView.Listed(
            new Page<>(shown, lines.size(), wanted.number(), wanted.size()),
            programmes.covering(),
            sort.text()));
  }

  @GetMapping("/reports/{programme}/{year:[0-9]{1,4}}")
  View one(
      Screen s,
      HttpServletRequest request,
      @PathVariable String programme,
      @PathVariable int year) {
    return s.page("report", view(s, request, programme, year));
  }

  /// The same on A4. `lang` names a language for a link that is passed on.
  @GetMapping("/reports/{programme}/{year:[0-9]{1,4}}.pdf")
  ResponseEntity<byte[]> pdf(
      HttpServletRequest request, @PathVariable String programme, @PathVariable int year) {
    Screen s = screens.of(request, request.getParameter("lang"));
    ReportView.One view = view(s, request, programme, year);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "inline; filename=\"%s-%d-%s.pdf\""
                .formatted(view.report().programme().id(), year, s.lang()))
        .header(HttpHeaders.CONTENT_LANGUAGE, s.lang())
        .header(HttpHeaders.VARY, "Cookie, Accept-Language")
        .body(pdf.of(s, view));
  }

  @GetMapping("/reports/{programme}/{year:[0-9]{1,4}}/{kind:donations|refunds}")
  View vouchers(
      Screen s, @PathVariable String programme, @PathVariable int year, @PathVariable String kind) {
    ProgrammeId owner = id(programme);
    ReportDays days = insight.days(owner, year);
    LocalDate cutOff = days.publicDay(asked(s));
    GivingBooks.Kind asked =
        Asked.constant(GivingBooks.Kind.class, kind)
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    GivingBooks.Vouchers vouchers =
        books.vouchers(asked, owner, days.from(), cutOff, Asked.page(s));
    Map<String, Text> projects = new HashMap<>();
    Map<String, Text> merchants = new HashMap<>();
    for (GivingBooks.Voucher voucher : vouchers.page().items()) {
      projects.computeIfAbsent(voucher.project().toString(), id -> title(voucher.project()));
      merchants.computeIfAbsent(
          voucher.merchant().toString(), id -> giving.merchantName(voucher.merchant()));
    }
    return s.page(
        "vouchers",
        new ReportView.Vouchers(
            programmes.get(owner), year, days, cutOff, asked, vouchers, projects, merchants));
  }

  private Text title(UUID project) {
    return giving.getProject(project).project().title();
  }

  private ReportView.One view(Screen s, HttpServletRequest request, String programme, int year) {
    ProgrammeId id = id(programme);
    ReportDays days = insight.days(id, year);
    LocalDate cutOff = days.publicDay(asked(s));
    Report report = insight.report(id, year, Optional.of(cutOff));
    return scenes.of(s, report, days, CodePages.home(request));
  }

  private static ProgrammeId id(String programme) {
    if (!ProgrammeId.isId(programme)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return new ProgrammeId(programme);
  }

  private static Optional<LocalDate> asked(Screen s) {
    String day = s.query("cut-off");
    Optional<LocalDate> cutOff = Asked.day(day);
    if (!day.isEmpty() && cutOff.isEmpty()) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return cutOff;
  }
}
