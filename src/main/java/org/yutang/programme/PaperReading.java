package org.yutang.programme;

import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Money;

/// What was read from one photo: proposals, never facts. Nobody has looked at it but a machine; see
/// [Papers].
///
/// @param photo an id of [org.yutang.store.Photos]
/// @param width of the picture in pixels, as is `height`; 0 while it was not read
/// @param fields at most one of each name
/// @param parts what the sum is made of, as far as it was found
public record PaperReading(
    String photo,
    State state,
    Kind kind,
    int width,
    int height,
    List<Field> fields,
    List<Part> parts,
    Sum sum) {

  public PaperReading {
    fields = List.copyOf(fields);
    parts = List.copyOf(parts);
  }

  /// One whose letters say nothing yet, or nothing at all.
  public static PaperReading empty(String photo, State state) {
    return new PaperReading(photo, state, Kind.OTHER, 0, 0, List.of(), List.of(), Sum.UNKNOWN);
  }

  public Optional<Field> find(Name name) {
    return fields.stream().filter(field -> field.name() == name).findFirst();
  }

  public enum State {
    WAITING,
    READ,
    /// The reader failed on it, or it is no picture of a paper; somebody has to look.
    UNREADABLE
  }

  public enum Kind {
    BILL,
    ID_CARD,
    OTHER
  }

  public enum Name {
    HOSPITAL(Tells.TEXT),
    BILL_NUMBER(Tells.TEXT),
    ADMITTED(Tells.DAY),
    DISCHARGED(Tells.DAY),
    INVOICE_DAY(Tells.DAY),
    TOTAL(Tells.AMOUNT),
    /// By public insurance, all of its funds together.
    INSURANCE_PAID(Tells.AMOUNT),
    OWN_SHARE(Tells.AMOUNT),
    PERSON_NAME(Tells.TEXT),
    ID_NUMBER(Tells.TEXT),
    BORN(Tells.DAY);

    private final Tells tells;

    Name(Tells tells) {
      this.tells = tells;
    }

    public Tells tells() {
      return tells;
    }

    /// Whether an identity card tells it, so that nobody gets it unmasked.
    public boolean isOfACard() {
      return this == PERSON_NAME || this == ID_NUMBER || this == BORN;
    }
  }

  /// What a value is.
  public enum Tells {
    TEXT,
    DAY,
    AMOUNT
  }

  /// Whether the parts make the total.
  public enum Sum {
    ADDS_UP,
    DIFFERS,
    /// No parts or no total were found.
    UNKNOWN
  }

  /// @param value a day as ISO, an amount as a decimal; of an identity card masked
  /// @param confidence from 0 to 1: that of the letters, more where other fields bear it out, less
  ///   where they speak against it
  public record Field(Name name, String value, double confidence, Box box) {}

  /// One line of a bill.
  public record Part(String name, Money amount, double confidence, Box box) {}

  /// Where it stands, in fractions of the picture's width and height from its upper left corner.
  public record Box(double left, double top, double width, double height) {}
}
