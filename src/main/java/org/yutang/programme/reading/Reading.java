package org.yutang.programme.reading;

import java.util.List;
import org.yutang.programme.PaperReading;

/// What the lines of a picture say, whichever paper it shows.
final class Reading {

  private Reading() {}

  public static PaperReading of(String photo, Ocr.Seen seen) {
    return IdCardFields.of(photo, seen)
        .or(() -> BillFields.of(photo, seen))
        .orElseGet(
            () ->
                new PaperReading(
                    photo,
                    PaperReading.State.READ,
                    PaperReading.Kind.OTHER,
                    seen.width(),
                    seen.height(),
                    List.of(),
                    List.of(),
                    PaperReading.Sum.UNKNOWN));
  }
}
