package org.yutang.payment;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// What a bank file looks like, out and back: see [BankFiles]. Pure.
final class BankFile {

  private static final String HEADING = "line,payout,payee,account,amount,purpose";
  private static final String RESULT_HEADING = "line,payout,amount,result,reason,date";
  private static final int MAX_REASON = 200;

  private BankFile() {}

  record Line(UUID payout, Payee payee, Money amount, String purpose) {}

  /// What the bank says of a payout.
  record Result(UUID payout, boolean paid, String reason, LocalDate day) {}

  static byte[] write(String number, BankFiles.Encoding encoding, List<Line> lines) {
    StringBuilder text =
        new StringBuilder(
            "batch,%s,count,%d,sum,%s,currency,%s\r\n%s\r\n"
                .formatted(
                    number,
                    lines.size(),
                    sum(lines.stream().map(Line::amount).toList()).decimal(),
                    lines.getFirst().amount().currency(),
                    HEADING));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (!charset(encoding).newEncoder().canEncode(line.payee().name()))
        throw new Refusal(PaymentRefusal.NOT_IN_GBK, Map.of("payout", line.payout().toString()));
      text.append(
          "%d,%s,%s,%s,%s,%s\r\n"
              .formatted(
                  i + 1,
                  line.payout(),
                  line.payee().name(),
                  line.payee().account(),
                  line.amount().decimal(),
                  line.purpose()));
    }
    return text.toString().getBytes(charset(encoding));
  }

  static Money sum(List<Money> amounts) {
    return amounts.stream().reduce(Money::plus).orElseThrow();
  }

  static String digest(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads a result that fits what was sent, line by line; anything else is refused with
  /// [PaymentRefusal#RESULT_DIFFERS].
  static List<Result> read(
      byte[] file, BankFiles.Batch sent, List<PayoutRows.Row> payouts, LocalDate today) {
    List<String> lines = decode(file, sent.encoding()).lines().toList();
    String head =
        "batch,%s,count,%d,sum,%s,digest,%s"
            .formatted(sent.number(), sent.payouts(), sent.amount().decimal(), sent.digest());
    require(!lines.isEmpty() && lines.getFirst().equals(head), 1, "head");
    require(lines.size() > 1 && lines.get(1).equals(RESULT_HEADING), 2, "heading");
    require(lines.size() <= payouts.size() + 2, payouts.size() + 3, "unknown line");
    require(lines.size() == payouts.size() + 2, lines.size() + 1, "missing line");
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < payouts.size(); i++) {
      Result each = result(lines.get(i + 2), i + 3, i + 1, payouts.get(i));
      boolean possible = !each.day().isBefore(sent.businessDate()) && !each.day().isAfter(today);
      require(possible, i + 3, "date");
      results.add(each);
    }
    return results;
  }

  private static Result result(String text, int line, int number, PayoutRows.Row payout) {
    String[] cells = text.split(",", -1);
    require(cells.length == 6, line, "columns");
    require(cells[0].equals(String.valueOf(number)), line, "line");
    require(cells[1].equals(payout.id().toString()), line, "payout");
    require(cells[2].equals(payout.amount().decimal()), line, "amount");
    boolean paid = cells[3].equals("paid");
    require(paid || cells[3].equals("failed"), line, "result");
    require(paid == cells[4].isBlank() && cells[4].length() <= MAX_REASON, line, "reason");
    require(cells[4].indexOf('\0') < 0, line, "reason");
    return new Result(payout.id(), paid, cells[4].strip(), day(cells[5], line));
  }

  private static LocalDate day(String text, int line) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw differs(line, "date");
    }
  }

  private static String decode(byte[] file, BankFiles.Encoding encoding) {
    try {
      CharBuffer text =
          charset(encoding)
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(file));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw differs(1, "encoding");
    }
  }

  private static Charset charset(BankFiles.Encoding encoding) {
    return switch (encoding) {
      case UTF_8 -> StandardCharsets.UTF_8;
      case GBK -> Charset.forName("GBK");
    };
  }

  private static void require(boolean fits, int line, String problem) {
    if (!fits) throw differs(line, problem);
  }

  private static Refusal differs(int line, String problem) {
    return new Refusal(PaymentRefusal.RESULT_DIFFERS, Map.of("line", line, "problem", problem));
  }
}
