package org.yutang.trace.document;

import java.util.List;
import java.util.Optional;

/// The words of the standard as questions name them: bare, as URN or as web URI.
public final class EventWords {

  private EventWords() {}

  /// The standard's own, bare and in order.
  public static List<String> bizSteps() {
    return Cbv.BIZ_STEP.words();
  }

  public static List<String> dispositions() {
    return Cbv.DISPOSITION.words();
  }

  /// As events keep it; empty for what is neither a word nor a URI.
  public static Optional<String> bizStep(String value) {
    return word(value, Cbv.BIZ_STEP);
  }

  public static Optional<String> disposition(String value) {
    return word(value, Cbv.DISPOSITION);
  }

  public static Optional<String> transactionType(String value) {
    return word(value, Cbv.TRANSACTION);
  }

  public static Optional<String> sourceType(String value) {
    return word(value, Cbv.SOURCE);
  }

  public static Optional<String> errorReason(String value) {
    return word(value, Cbv.ERROR);
  }

  public static Optional<String> measurement(String value) {
    return word(value, Cbv.MEASUREMENT);
  }

  private static Optional<String> word(String value, Cbv vocabulary) {
    Optional<String> word = vocabulary.word(value, false);
    return word.isPresent() ? word : vocabulary.word(value, true);
  }
}
