package org.yutang.payment;

import java.util.Map;
import org.yutang.kernel.Refusal;

/// Who is paid, in the clear: never in logs, the audit or the public log. Refuses with
/// [PaymentRefusal#BAD_PAYEE] what no bank would take.
///
/// @param name 1 to 60 letters, spaces, dots and middle dots
/// @param account 8 to 32 digits
public record Payee(String name, String account) {

  public Payee {
    if (!name.matches("[\\p{L}\\p{M}][\\p{L}\\p{M} .·•'-]{0,59}"))
      throw new Refusal(PaymentRefusal.BAD_PAYEE, Map.of("field", "payeeName"));
    if (!account.matches("[0-9]{8,32}"))
      throw new Refusal(PaymentRefusal.BAD_PAYEE, Map.of("field", "payeeAccount"));
  }

  /// As people type it: blanks in the number and around the name do not count.
  public static Payee of(String name, String account) {
    return new Payee(name.strip(), account.replaceAll("\\s", ""));
  }

  /// The first sign of the name.
  public String maskedName() {
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first) + "**";
  }

  /// The last four digits.
  public String maskedAccount() {
    return "*".repeat(account.length() - 4) + account.substring(account.length() - 4);
  }

  @Override
  public String toString() {
    return "Payee[" + maskedAccount() + "]";
  }
}
