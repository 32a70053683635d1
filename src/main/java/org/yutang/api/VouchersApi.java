package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseVoucher;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;

/// What the public totals of cases are counted from, as CSV, for whoever computes them again. Names
/// nobody; each file that was taken leaves an audit row.
@RestController
@RequestMapping("/api/v1/programmes/{id}")
@Tag(name = "Cases")
class VouchersApi {

  private static final int EXPORTED_AT_ONCE = 2000;
  private static final UUID FIRST = new UUID(0, 0);

  private final Cases cases;
  private final Programmes programmes;
  private final Audit audit;

  VouchersApi(Cases cases, Programmes programmes, Audit audit) {
    this.cases = cases;
    this.programmes = programmes;
    this.audit = audit;
  }

  @Operation(
      summary =
          "All cases of a programme but drafts as CSV, by id: case, kind, county, state, filed, decided, decision_days, paid, payment_days")
  @GetMapping("/cases.csv")
  void cases(Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    ProgrammeId programme = programme(id);
    send(
        new Export(actor, programme, "cases.csv"),
        response,
        "case,kind,county,state,filed,decided,decision_days,paid,payment_days",
        after -> cases.vouchers(actor, programme, after, EXPORTED_AT_ONCE),
        CaseVoucher::caseId,
        row ->
            List.of(
                row.caseId(),
                row.kind(),
                row.county(),
                Choices.word(row.state()),
                text(row.filed()),
                text(row.decided()),
                text(row.decisionDays()),
                text(row.paid()),
                text(row.paymentDays())));
  }

  @Operation(
      summary =
          "All payments of a programme's cases as CSV, by id: payment, which is also the key of its leaf, case, county, paid, amount")
  @GetMapping("/case-payments.csv")
  void payments(Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    ProgrammeId programme = programme(id);
    send(
        new Export(actor, programme, "case-payments.csv"),
        response,
        "payment,case,county,paid,amount",
        after -> cases.paymentVouchers(actor, programme, after, EXPORTED_AT_ONCE),
        CaseVoucher.Payment::id,
        row -> List.of(row.id(), row.caseId(), row.county(), row.day(), row.amount().decimal()));
  }

  private record Export(Actor actor, ProgrammeId programme, String file) {}

  /// @param next the rows behind an id; asked once before anything is sent, so that a refusal is
  ///   one
  private <T> void send(
      Export export,
      HttpServletResponse response,
      String head,
      Function<UUID, List<T>> next,
      Function<T, UUID> id,
      Function<T, List<Object>> cells)
      throws IOException {
    List<T> rows = next.apply(FIRST);
    audit.record(
        export.actor,
        "access.list-exported",
        programmes.get(export.programme).place(),
        export.programme.text(),
        Map.of("file", export.file));
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"" + export.programme.text() + "-" + export.file + "\"");
    Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    out.write(head + "\r\n");
    while (!rows.isEmpty()) {
      for (T row : rows)
        out.write(
            String.join(",", cells.apply(row).stream().map(Object::toString).toList()) + "\r\n");
      rows = next.apply(id.apply(rows.getLast()));
    }
    out.flush();
  }

  private static String text(Optional<?> cell) {
    return cell.map(Object::toString).orElse("");
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }
}
