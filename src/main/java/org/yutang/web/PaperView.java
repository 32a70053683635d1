package org.yutang.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yutang.kernel.Money;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Field;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.Papers;

/// What was read from photos of a case: proposals in its form, and beside what was filed.
public final class PaperView {

  /// Below that somebody should look twice.
  private static final double SURE = 0.9;

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

  /// A photo that is read, and where what it tells belongs.
  public record Shot(String id, Map<Name, Slot> slots) {
    public Shot {
      slots = Map.copyOf(slots);
    }
  }

  /// One field of the form.
  ///
  /// @param input the id of its input; empty where nobody types it
  /// @param filed what stands in it; empty as well where it is sealed
  /// @param sealed whether it was answered and nobody sees it
  public record Slot(String input, Optional<String> filed, boolean sealed) {}

  /// What is read and what was filed.
  ///
  /// @param base the address of its page
  /// @param shots in the order of the readings
  public record Read(String base, List<Shot> shots, Papers.Findings findings) {
    public Read {
      shots = List.copyOf(shots);
    }

    public static Read of(Case file, CaseKind kind, Papers.Findings findings) {
      Map<String, Shot> shots = new LinkedHashMap<>();
      for (CaseKind.Evidence evidence : kind.evidence())
        evidence.reads().ifPresent(reads -> shots(file, evidence, reads, shots));
      return new Read("/cases/" + file.id(), List.copyOf(shots.values()), findings);
    }

    private static void shots(
        Case file, CaseKind.Evidence evidence, Map<Name, String> reads, Map<String, Shot> into) {
      Map<Name, Slot> slots = new HashMap<>();
      reads.forEach(
          (name, field) ->
              slots.put(
                  name,
                  new Slot(
                      CaseForms.ANSWER + field,
                      Optional.ofNullable(file.answers().get(field)).map(String::valueOf),
                      file.personal().contains(field))));
      for (String photo : file.evidence().getOrDefault(evidence.name(), List.of()))
        into.putIfAbsent(photo, new Shot(photo, slots));
    }

    /// What a form is offered: of each input the surest value on the photos that tell it. Nothing
    /// where something sealed would be written over.
    public List<Proposal> proposals() {
      List<Proposal> proposals = new ArrayList<>();
      for (Name name : SHOWN)
        for (String input : inputs(name))
          findings
              .find(name, photosFor(name, input))
              .ifPresent(
                  field ->
                      proposals.add(
                          new Proposal(input, name, field.value(), percent(field.confidence()))));
      return proposals;
    }

    private Set<String> inputs(Name name) {
      Set<String> inputs = new LinkedHashSet<>();
      for (Shot shot : shots) {
        Slot slot = shot.slots().get(name);
        if (slot != null && !slot.input().isEmpty() && !slot.sealed()) inputs.add(slot.input());
      }
      return inputs;
    }

    private Set<String> photosFor(Name name, String input) {
      return shots.stream()
          .filter(
              shot -> {
                Slot slot = shot.slots().get(name);
                return slot != null && slot.input().equals(input);
              })
          .map(Shot::id)
          .collect(Collectors.toUnmodifiableSet());
    }

    /// What was typed, with proposals where nobody has written anything yet.
    Filled into(Map<String, String> typed) {
      Map<String, String> filled = new HashMap<>(typed);
      Map<String, Integer> proposed = new HashMap<>();
      for (Proposal each : proposals())
        if (filled.putIfAbsent(each.input(), each.value()) == null)
          proposed.put(each.input(), each.percent());
      return new Filled(filled, proposed);
    }

    /// How many photos nothing could be read from.
    public long unreadable() {
      return findings.readings().stream()
          .filter(reading -> reading.state() == PaperReading.State.UNREADABLE)
          .count();
    }

    public Optional<PaperReading> reading(String photo) {
      return findings.readings().stream()
          .filter(reading -> reading.photo().equals(photo))
          .findFirst();
    }

    /// One row for each field that was read of any photo, numbered as the boxes are.
    public List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      int photo = 0;
      for (Shot shot : shots) {
        photo++;
        for (Field field : reading(shot.id()).map(Read::shown).orElse(List.of())) {
          Optional<Slot> slot = Optional.ofNullable(shot.slots().get(field.name()));
          Optional<String> filed = slot.flatMap(Slot::filed);
          rows.add(
              new Row(
                  rows.size() + 1,
                  photo,
                  field.name(),
                  field.value(),
                  percent(field.confidence()),
                  filed,
                  slot.filter(Slot::sealed).isPresent(),
                  filed.map(each -> agrees(field.name(), each, field.value()))));
        }
      }
      return rows;
    }

    /// The boxes of a photo with their numbers, in pixels of the picture.
    public List<Box> boxes(PaperReading reading) {
      int before = 0;
      for (Shot shot : shots) {
        if (shot.id().equals(reading.photo())) break;
        before += reading(shot.id()).map(Read::shown).orElse(List.of()).size();
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

    /// Signs between letters do not make another number or another hospital.
    private static boolean agrees(Name name, String filed, String read) {
      if (name.tells() != PaperReading.Tells.TEXT) return filed.equals(read);
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

    /// Counted from 1; 0 for a photo that is not read.
    public int number(String photo) {
      return shots.stream().map(Shot::id).toList().indexOf(photo) + 1;
    }
  }

  /// @param input the form's field that it would fill
  /// @param percent how sure it is
  public record Proposal(String input, Name name, String value, int percent) {}

  /// What stands in a form.
  ///
  /// @param proposed the inputs whose content is a proposal, with how sure it is in percent
  record Filled(Map<String, String> typed, Map<String, Integer> proposed) {}

  /// What a field says of a proposal that stands in it; empty where a person wrote it.
  static String hint(Screen s, Map<String, Integer> proposed, String input) {
    Integer percent = proposed.get(input);
    return percent == null ? "" : s.t("web.papers.please-check", "percent", percent);
  }

  /// @param photo counted from 1
  /// @param sealed whether something was filed for it that nobody sees
  /// @param agrees empty where nothing was filed for it
  public record Row(
      int number,
      int photo,
      Name name,
      String read,
      int percent,
      Optional<String> filed,
      boolean sealed,
      Optional<Boolean> agrees) {}

  /// In pixels of the picture.
  public record Box(
      int number, double left, double top, double width, double height, boolean sure) {}

  private static int percent(double confidence) {
    return (int) Math.floor(confidence * 100);
  }
}
