package org.yutang.giving;

import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// What a donor may say. Refuses with [GivingRefusal#BAD_GIFT].
final class GiftTold {

  /// A million yuan: more is a slip of the keys, or wants somebody to talk to.
  static final long MAX_FEN = 100_000_000;

  static final int MAX_NAME = 40;
  static final int MAX_MESSAGE = 500;
  private static final int MAX_CONTACT = 100;

  private GiftTold() {}

  /// The same without what is blank.
  static Gift.New sound(Gift.New told) {
    Gift.New gift =
        new Gift.New(
            told.key(),
            told.project(),
            told.amount(),
            said(told.name()),
            said(told.contact()),
            said(told.message()),
            told.via(),
            told.link());
    Money amount = gift.amount();
    if (!amount.currency().equals(Sale.CURRENCY) || amount.minor() <= 0 || amount.minor() > MAX_FEN)
      throw bad("amount");
    gift.name()
        .filter(name -> name.length() > MAX_NAME || isOdd(name, false))
        .ifPresent(GiftTold::badName);
    gift.message()
        .filter(text -> text.length() > MAX_MESSAGE || isOdd(text, true))
        .ifPresent(GiftTold::badMessage);
    gift.contact().filter(text -> !isContact(text)).ifPresent(GiftTold::badContact);
    return gift;
  }

  private static Optional<String> said(Optional<String> text) {
    return text.map(String::strip).filter(each -> !each.isEmpty());
  }

  /// Whether a text has control characters, or such as turn the direction of what stands beside it.
  private static boolean isOdd(String text, boolean lines) {
    return text.codePoints()
        .anyMatch(
            c ->
                !(lines && (c == '\n' || c == '\r'))
                    && (Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE));
  }

  private static boolean isContact(String text) {
    return text.length() <= MAX_CONTACT
        && (text.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+")
            || text.matches("(\\+?86[ -]?)?1[0-9]{10}"));
  }

  /// The first sign and the end of a contact.
  static String masked(String contact) {
    int at = contact.indexOf('@');
    return at < 0
        ? "***" + contact.substring(contact.length() - 4)
        : contact.substring(0, 1) + "***" + contact.substring(at);
  }

  private static void badName(String any) {
    throw bad("name");
  }

  private static void badMessage(String any) {
    throw bad("message");
  }

  private static void badContact(String any) {
    throw bad("contact");
  }

  static Refusal bad(String field) {
    return new Refusal(GivingRefusal.BAD_GIFT, Map.of("field", field));
  }
}
