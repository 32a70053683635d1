package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.programme.Claim;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Field;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.Papers;

/// What was read from the photos of a claim: proposals in its form, and beside what was filed.
public final class PaperView {

  /// Below that somebody should look twice.
  private static final double SURE = 0.9;

  /// The fields of the form by what fills them.
  private static final Map<Name, String> INPUTS =
      Map.of(
          Name.HOSPITAL, "hospital",
          Name.ADMITTED, "admitted",
          Name.DISCHARGED, "discharged",
          Name.BILL_NUMBER, "bill",
          Name.TOTAL, "total",
          Name.OWN_SHARE, "own");

  private static final List<Name> SHOWN =
      List.of(
          Name.HOSPITAL,
          Name.ADMITTED,
          Name.DISCHARGED,
          Name.INVOICE_DAY,
          Name.BILL_NUMBER,
          Name.TOTAL,
          Name.INSURANCE_PAID,
          Name.OWN_SHARE,
          Name.PERSON_NAME,
          Name.ID_NUMBER,
          Name.BORN);

  private PaperView() {}

  /// What a form is offered.
  public record Proposals(UUID claim, Papers.Findings findings) {

    public List<Proposal> proposals() {
      List<Proposal> proposals = new ArrayList<>();
      for (Name name : SHOWN) {
        String input = INPUTS.get(name);
        if (input != null)
          findings
              .find(name)
              .ifPresent(
                  field ->
                      proposals.add(
                          new Proposal(input, name, field.value(), percent(field.confidence()))));
      }
      return proposals;
    }

    /// How many photos nothing could be read from.
    public long unreadable() {
      return findings.readings().stream()
          .filter(reading -> reading.state() == PaperReading.State.UNREADABLE)
          .count();
    }
  }

  /// @param input the form's field that it would fill
  /// @param percent how sure it is
  public record Proposal(String input, Name name, String value, int percent) {}

  /// What a reviewer compares.
  public record Check(Claim claim, Papers.Findings findings) {

    public Optional<PaperReading> reading(String photo) {
      return findings.readings().stream()
          .filter(reading -> reading.photo().equals(photo))
          .findFirst();
    }

    /// One row for each field that was read of any photo, numbered as the boxes are.
    public List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      int photo = 0;
      for (String id : claim.photos()) {
        photo++;
        for (Field field : reading(id).map(Check::shown).orElse(List.of()))
          rows.add(
              new Row(
                  rows.size() + 1,
                  photo,
                  field.name(),
                  field.value(),
                  percent(field.confidence()),
                  filed(field.name()),
                  filed(field.name()).map(filed -> agrees(field.name(), filed, field.value()))));
      }
      return rows;
    }

    /// The boxes of a photo with their numbers, in pixels of the picture.
    public List<Box> boxes(PaperReading reading) {
      int before = 0;
      for (String id : claim.photos()) {
        if (id.equals(reading.photo())) break;
        before += reading(id).map(Check::shown).orElse(List.of()).size();
      }
      List<Box> boxes = new ArrayList<>();
      for (Field field : shown(reading)) {
        PaperReading.Box box = field.box();
        boxes.add(
            new Box(
                ++before,
                box.left() * reading.width(),
                box.top() * reading.height(),
                box.width() * reading.width(),
                box.height() * reading.height(),
                field.confidence() >= SURE));
      }
      return boxes;
    }

    private static List<Field> shown(PaperReading reading) {
      return SHOWN.stream().flatMap(name -> reading.find(name).stream()).toList();
    }

    private Optional<String> filed(Name name) {
      return switch (name) {
        case HOSPITAL -> claim.hospital();
        case BILL_NUMBER -> claim.billNumber();
        case ADMITTED -> claim.admitted().map(Object::toString);
        case DISCHARGED -> claim.discharged().map(Object::toString);
        case TOTAL -> claim.total().map(Money::decimal);
        case OWN_SHARE -> claim.ownShare().map(Money::decimal);
        case INSURANCE_PAID ->
            claim.total().flatMap(total -> claim.ownShare().map(total::minus)).map(Money::decimal);
        case INVOICE_DAY, PERSON_NAME, ID_NUMBER, BORN -> Optional.empty();
      };
    }

    /// Signs between letters do not make another number or another hospital.
    private static boolean agrees(Name name, String filed, String read) {
      if (name != Name.HOSPITAL && name != Name.BILL_NUMBER) return filed.equals(read);
      return plain(filed).equals(plain(read));
    }

    private static String plain(String text) {
      return java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC)
          .replaceAll("[\\s\\p{Punct}]", "")
          .toUpperCase(java.util.Locale.ROOT);
    }

    /// The parts of a bill together.
    public Money partsOf(PaperReading reading) {
      return reading.parts().stream()
          .map(PaperReading.Part::amount)
          .reduce(Money.fen(0), Money::plus);
    }

    public int number(String photo) {
      return claim.photos().indexOf(photo) + 1;
    }
  }

  /// @param photo counted from 1
  /// @param agrees empty where nothing was filed for it
  public record Row(
      int number,
      int photo,
      Name name,
      String read,
      int percent,
      Optional<String> filed,
      Optional<Boolean> agrees) {}

  /// In pixels of the picture.
  public record Box(
      int number, double left, double top, double width, double height, boolean sure) {}

  private static int percent(double confidence) {
    return (int) Math.floor(confidence * 100);
  }
}
