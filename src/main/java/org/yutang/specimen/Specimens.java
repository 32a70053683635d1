package org.yutang.specimen;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Draws made-up papers by number. `java.util.Random` because its sequence is laid down in its
/// specification, so that the same seed gives the same picture on every Java.
public final class Specimens {

  private Specimens() {}

  /// A picture and what is printed on it.
  ///
  /// @param jpeg made anew on each call
  /// @param printed every piece of text, in no order
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Taken<T>(T paper, byte[] jpeg, List<String> printed) {
    public Taken {
      printed = List.copyOf(printed);
    }
  }

  /// Bill number `number` of a set, as a phone took it; layouts take turns.
  ///
  /// @param wording see [SpecimenBill#wording]
  public static Taken<SpecimenBill> bill(long seed, int number, int wording) {
    SpecimenBill.Layout[] layouts = SpecimenBill.Layout.values();
    Random random = random(seed, number);
    return taken(SpecimenBill.of(layouts[number % layouts.length], wording, random), random, true);
  }

  /// A bill of that layout, straight and sharp.
  public static Taken<SpecimenBill> scanned(SpecimenBill.Layout layout, long seed) {
    Random random = random(seed, layout.ordinal());
    return taken(SpecimenBill.of(layout, 0, random), random, false);
  }

  /// The same paper, taken with another hand.
  public static Taken<SpecimenBill> again(SpecimenBill bill, long seed) {
    return taken(bill, random(seed, 0), true);
  }

  /// An identity card, as a phone took it.
  public static Taken<SpecimenCard> card(long seed, int number) {
    Random random = random(seed, number);
    SpecimenCard card = SpecimenCard.of(random);
    Paper paper = card.print();
    return shot(card, paper, random, true);
  }

  private static Taken<SpecimenBill> taken(SpecimenBill bill, Random random, boolean phone) {
    int ink = 20 + random.nextInt(60);
    double squeeze = 0.88 + random.nextDouble() * 0.12;
    return shot(bill, BillPrinter.print(bill, ink, squeeze), random, phone);
  }

  private static <T> Taken<T> shot(T what, Paper paper, Random random, boolean phone) {
    BufferedImage sheet = paper.image;
    try {
      byte[] jpeg = phone ? Camera.take(sheet, random) : Camera.scan(sheet);
      return new Taken<>(what, jpeg, new ArrayList<>(paper.printed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Random random(long seed, int number) {
    return new Random(seed * 1_000_003 + number);
  }
}
