package org.yutang.giving;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;
import org.yutang.proof.ProofVerifier;

/// What donations and refunds publish: canonical JSON (RFC 8785). The order's number is a digest
/// that only the salt can open, because numbers could be guessed.
final class Leaf {

  static final String DONATION = "yutang/donation/1";
  static final String REFUND = "yutang/refund/1";
  static final String GIFT = "yutang/gift/1";
  static final String GIFT_RETURN = "yutang/gift-return/1";

  private Leaf() {}

  static byte[] donation(
      UUID project, UUID merchant, long fen, LocalDate date, byte[] salt, String orderNumber) {
    return canonical(DONATION, project, merchant, fen, date, salt, orderNumber, "");
  }

  /// @param sale names the leaf of the donation that it takes back from
  static byte[] refund(
      UUID project,
      UUID merchant,
      long fen,
      LocalDate date,
      byte[] salt,
      String orderNumber,
      UUID sale) {
    return canonical(
        REFUND, project, merchant, fen, date, salt, orderNumber, "\"donation\":\"" + sale + "\",");
  }

  /// A donor's gift: nothing says whose it is but the receipt's number, which only the salt opens.
  static byte[] gift(UUID project, long fen, LocalDate date, byte[] salt, String receipt) {
    return canonicalGift(GIFT, project, fen, date, salt, receipt, "");
  }

  /// @param gift names the leaf of the gift that it takes back from
  static byte[] giftReturn(
      UUID project, long fen, LocalDate date, byte[] salt, String receipt, UUID gift) {
    return canonicalGift(
        GIFT_RETURN, project, fen, date, salt, receipt, "\"gift\":\"" + gift + "\",");
  }

  private static byte[] canonicalGift(
      String type,
      UUID project,
      long fen,
      LocalDate date,
      byte[] salt,
      String receipt,
      String gift) {
    return ("{\"amountMinor\":\""
            + fen
            + "\",\"currency\":\""
            + Sale.CURRENCY
            + "\",\"date\":\""
            + date
            + "\","
            + gift
            + "\"project\":\""
            + project
            + "\",\"receipt\":\""
            + ProofVerifier.digest(salt, receipt)
            + "\",\"type\":\""
            + type
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Written as it is to be, fields in order: no value here has a character that JSON escapes, and
  /// amounts are text because a JSON number is only exact up to 2^53.
  private static byte[] canonical(
      String type,
      UUID project,
      UUID merchant,
      long fen,
      LocalDate date,
      byte[] salt,
      String orderNumber,
      String donation) {
    return ("{\"amountMinor\":\""
            + fen
            + "\",\"currency\":\""
            + Sale.CURRENCY
            + "\",\"date\":\""
            + date
            + "\","
            + donation
            + "\"merchant\":\""
            + merchant
            + "\",\"order\":\""
            + ProofVerifier.digest(salt, orderNumber)
            + "\",\"project\":\""
            + project
            + "\",\"type\":\""
            + type
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
