package org.yutang.web;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Claim;
import org.yutang.programme.Claims;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;

/// Shows that what was paid for a claim stands in the public log.
@Controller
class ClaimReceipts {

  private final Claims claims;
  private final Proof proof;

  ClaimReceipts(Claims claims, Proof proof) {
    this.claims = claims;
    this.proof = proof;
  }

  /// The payments that are in the log by now, the first one first.
  List<ClaimView.Logged> of(Actor actor, Claim claim) {
    List<ClaimView.Logged> logged = new ArrayList<>();
    int number = 0;
    for (Claim.Receipt receipt : claims.receipts(actor, claim.id())) {
      int each = ++number;
      proof
          .find(receipt.key())
          .ifPresent(found -> logged.add(new ClaimView.Logged(each, found.index(), receipt.key())));
    }
    return logged;
  }

  String verifierKey() {
    return proof.verifierKey();
  }

  /// The receipt of one payment as a file, with what shows that it is about this claim; 1 is the
  /// first payment.
  @GetMapping("/claims/{id}/receipts/{number:[1-9][0-9]{0,3}}")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable String id, @PathVariable int number) {
    Claim.Receipt receipt =
        claims.receipts(actor, Asked.id(id)).stream()
            .skip(number - 1L)
            .findFirst()
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    Proof.Receipt logged =
        proof.find(receipt.key()).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    byte[] salt = HexFormat.of().parseHex(receipt.salt());
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(salt, Map.of("claim", receipt.value()));
    return LogPages.file(
        ReceiptDocument.of(logged, proof.verifierKey()).withOpening(opening), logged.index());
  }
}
