package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;

/// What shows that payments of cases are in the public log, and what everybody may know of them
/// all.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Cases")
class CaseReceiptsApi {

  private final Cases cases;
  private final Proof proof;

  CaseReceiptsApi(Cases cases, Proof proof) {
    this.cases = cases;
    this.proof = proof;
  }

  @Operation(
      summary =
          "Receipts that show that this case's payments are in the public log, the first first")
  @GetMapping("/cases/{id}/receipts")
  List<ReceiptView> receipts(Actor actor, @PathVariable UUID id) {
    return cases.receipts(actor, id).stream().flatMap(each -> receipt(each).stream()).toList();
  }

  @Operation(summary = "The receipt of one paid instalment of a case as a file, by its number")
  @GetMapping("/cases/{id}/receipts/{number}")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable UUID id, @PathVariable int number) {
    ReceiptView receipt =
        cases.receipts(actor, id).stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .flatMap(this::receipt)
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(receipt.receipt.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ReceiptView> receipt(Case.Receipt receipt) {
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(
            HexFormat.of().parseHex(receipt.salt()), Map.of("case", receipt.value()));
    return proof
        .find(receipt.key())
        .map(
            logged ->
                new ReceiptView(
                    receipt.number(),
                    receipt.key(),
                    new String(logged.entry(), StandardCharsets.UTF_8),
                    ReceiptDocument.of(logged, proof.verifierKey()).withOpening(opening).toJson()));
  }

  @Operation(
      summary =
          "What everybody may know of all cases of a programme together, payments by county and month; needs no token")
  @GetMapping("/public/programmes/{id}/case-totals")
  CaseTotalsView.TotalsView totals(@PathVariable String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return CaseTotalsView.TotalsView.of(cases.totals(new ProgrammeId(id)));
  }

  /// `receipt` is the whole document as text, for a file that others verify.
  record ReceiptView(int number, UUID key, String leaf, String receipt) {}
}
