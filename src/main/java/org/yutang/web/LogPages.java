package org.yutang.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.kernel.Refusal;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;

/// The public log, for everybody: how long it is, what it signed last, any single entry, and how to
/// check all that.
@Controller
class LogPages {

  private final Proof proof;

  LogPages(Proof proof) {
    this.proof = proof;
  }

  @GetMapping("/log")
  View log(Screen s, @RequestParam(defaultValue = "") String q) {
    Optional<Proof.Receipt> found = find(q.strip());
    String entry =
        found.map(receipt -> new String(receipt.entry(), StandardCharsets.UTF_8)).orElse("");
    return s.page(
        "log",
        new LogView(
            proof.size(), proof.checkpoint(), proof.verifierKey(), q.strip(), found, entry));
  }

  /// The receipt of an entry as a file, without what would show whom it is about.
  @GetMapping("/log/receipt")
  ResponseEntity<byte[]> receipt(@RequestParam String q) {
    Proof.Receipt receipt = find(q).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    return file(ReceiptDocument.of(receipt, proof.verifierKey()), receipt.index());
  }

  static ResponseEntity<byte[]> file(ReceiptDocument document, long index) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"yutang-receipt-" + index + ".json\"")
        .body(document.toJson().getBytes(StandardCharsets.UTF_8));
  }

  /// By the number of the entry, counted from 1 as people count, or by its key.
  private Optional<Proof.Receipt> find(String text) {
    String number = text.replace(",", "");
    if (number.matches("[1-9][0-9]{0,17}")) return proof.at(Long.parseLong(number) - 1);
    return Asked.maybeId(text).flatMap(proof::find);
  }
}
