package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Cells;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Lists as Excel files: all rows of the present filter and order as readers see them on the
/// screen, with real numbers and days, and a second sheet that says what was asked for, as of when,
/// and by whom. Each file leaves an audit row.
@Component
class Sheets {

  private static final String TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /// Files that are made at once: all rows of each lie in memory meanwhile.
  private static final int AT_ONCE = 2;

  /// Rows that are kept before they are written.
  private static final int KEPT = 1000;

  private final Audit audit;
  private final Clock clock;
  private final Semaphore free = new Semaphore(AT_ONCE);

  Sheets(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /// @param name of the list: the last word of the file's name and of the audit's fact, and the key
  ///   of its title below `web.sheet.title`
  /// @param place that the list is about, or the topmost one that the actor sees
  record Listed<T>(
      String name,
      Actor actor,
      PlaceCode place,
      SheetFilter.Applied asked,
      List<Column<T>> columns) {}

  /// @param width in characters
  /// @param cell text, whole number, [Money], day, instant, or an [Optional] of those
  record Column<T>(String heading, int width, Function<T, Object> cell) {}

  /// Sends the file. Refuses with [WebRefusal#SHEETS_BUSY] and, before the rows are read, with
  /// [WebRefusal#TOO_MANY_ROWS].
  ///
  /// @param rows asked first for one row, whose page tells how many there are, then for all
  <T> void send(
      Screen s, HttpServletResponse response, Listed<T> listed, Function<Page.Wanted, Page<T>> rows)
      throws IOException {
    Instant now = clock.instant();
    Path file = Files.createTempFile("sheet", ".xlsx"); // 0600
    try {
      make(s, file, listed, rows, now);
      head(s, response, listed.name(), now);
      Files.copy(file, response.getOutputStream());
    } finally {
      Files.delete(file);
    }
  }

  /// Only this takes one of the places in the queue: how fast a reader takes the bytes is theirs.
  private <T> void make(
      Screen s, Path file, Listed<T> listed, Function<Page.Wanted, Page<T>> rows, Instant now)
      throws IOException {
    if (!free.tryAcquire()) throw new Refusal(WebRefusal.SHEETS_BUSY);
    try {
      requireFew(rows.apply(new Page.Wanted(1, 1)));
      Page<T> page = rows.apply(Page.Wanted.everything());
      requireFew(page); // some may have come in between
      try (Workbook book = new Workbook(Files.newOutputStream(file), "Yutang", "1.0")) {
        write(s, book, listed, page.items());
        about(s, book, listed, page.items().size(), now);
      }
      audit.record(
          listed.actor(),
          "access.list-exported",
          listed.place(),
          listed.name(),
          Map.of("rows", page.items().size()));
    } finally {
      free.release();
    }
  }

  private static void requireFew(Page<?> page) {
    if (page.total() > Page.MAX_WHOLE)
      throw new Refusal(
          WebRefusal.TOO_MANY_ROWS, Map.of("rows", page.total(), "limit", Page.MAX_WHOLE));
  }

  private static void head(Screen s, HttpServletResponse response, String name, Instant now) {
    String file = s.t("web.sheet.title." + name) + "-" + BusinessDay.of(now) + ".xlsx";
    response.setContentType(TYPE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(file, StandardCharsets.UTF_8).build().toString());
  }

  private static <T> void write(Screen s, Workbook book, Listed<T> listed, List<T> rows)
      throws IOException {
    Worksheet sheet = book.newWorksheet(s.t("web.sheet.title." + listed.name()));
    List<Column<T>> columns = listed.columns();
    for (int i = 0; i < columns.size(); i++) {
      sheet.width(i, columns.get(i).width());
      sheet.value(0, i, columns.get(i).heading());
      sheet.style(0, i).bold().set();
    }
    sheet.freezePane(0, 1);
    sheet.repeatRows(0);
    sheet.setAutoFilter(0, 0, rows.size(), columns.size() - 1);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < columns.size(); i++)
        put(s, sheet, row + 1, i, columns.get(i).cell().apply(rows.get(row)));
      if ((row + 1) % KEPT == 0) sheet.flush();
    }
    sheet.finish();
  }

  private <T> void about(Screen s, Workbook book, Listed<T> listed, int rows, Instant now)
      throws IOException {
    Worksheet sheet = book.newWorksheet(s.t("web.sheet.about"));
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put(s.t("web.sheet.what"), s.t("web.sheet.title." + listed.name()));
    lines.put(s.t("web.sheet.as-of"), now);
    lines.put(s.t("web.sheet.by"), listed.actor().name());
    lines.put(s.t("web.sheet.rows"), rows);
    Map<String, String> words = listed.asked().words();
    lines.put(s.t("web.sheet.filter"), words.isEmpty() ? s.t("web.sheet.all") : "");
    words.forEach(lines::putIfAbsent);
    lines.put(s.t("web.sheet.filter.sort"), listed.asked().order());
    lines.put(s.t("web.sheet.note"), s.t("web.sheet.masked"));
    sheet.width(0, 24);
    sheet.width(1, 60);
    int row = 0;
    for (Map.Entry<String, Object> line : lines.entrySet()) {
      sheet.value(row, 0, line.getKey());
      put(s, sheet, row++, 1, line.getValue());
    }
    sheet.finish();
  }

  private static void put(Screen s, Worksheet sheet, int row, int column, Object value) {
    switch (value) {
      case Optional<?> maybe -> {
        if (maybe.isPresent()) put(s, sheet, row, column, maybe.get());
      }
      case Money money -> {
        sheet.value(row, column, new BigDecimal(money.decimal()));
        sheet.style(row, column).format("#,##0.00").set();
      }
      case Number number -> sheet.value(row, column, number);
      case LocalDate day -> {
        sheet.value(row, column, day);
        sheet.style(row, column).format("yyyy-mm-dd").set();
      }
      case Instant instant -> {
        sheet.value(row, column, LocalDateTime.ofInstant(instant, BusinessDay.ZONE));
        sheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
      }
      case Boolean yes -> sheet.value(row, column, s.t(yes ? "web.yes" : "web.no"));
      default -> sheet.value(row, column, Cells.harmless(value.toString()));
    }
  }
}
