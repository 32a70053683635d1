package org.yutang.programme.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Field;
import org.yutang.programme.PaperReading.Kind;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperReading.State;
import org.yutang.programme.PaperReading.Sum;
import org.yutang.programme.reading.Labels.Found;
import org.yutang.programme.reading.Sheet.Word;
import org.yutang.register.ChinaId;

/// The fields of an identity card. A number whose check sign does not fit is no number.
final class IdCardFields {

  private static final Pattern NUMBER = Pattern.compile("(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9])");
  private static final Pattern CARD = Pattern.compile("公民身份|身份号码|身份证");
  private static final Pattern PERSON = Pattern.compile("^([\\p{IsHan}·]{2,12})$");

  private IdCardFields() {}

  /// Empty where the picture shows no identity card.
  public static Optional<PaperReading> of(String photo, Ocr.Seen seen) {
    Sheet sheet = Sheet.of(seen);
    Optional<Found<String>> number = number(sheet);
    boolean named = sheet.words().stream().anyMatch(word -> CARD.matcher(word.text()).find());
    boolean born = sheet.words().stream().anyMatch(word -> word.text().startsWith("出生"));
    if (!named && !(number.isPresent() && born)) return Optional.empty();
    Labels labels = new Labels(sheet);
    List<Field> fields = new ArrayList<>();
    labels
        .find("姓名", IdCardFields::name)
        .ifPresent(found -> fields.add(field(Name.PERSON_NAME, found.value(), found)));
    number.ifPresent(found -> fields.add(field(Name.ID_NUMBER, found.value(), found)));
    labels
        .find("出生", text -> Days.all(text).stream().findFirst())
        .map(found -> found.times(agrees(number, found.value().toString()) ? 1 : 0.6))
        .ifPresent(found -> fields.add(field(Name.BORN, found.value().toString(), found)));
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PaperReading(
                photo,
                State.READ,
                Kind.ID_CARD,
                seen.width(),
                seen.height(),
                fields,
                List.of(),
                Sum.UNKNOWN));
  }

  private static Optional<Found<String>> number(Sheet sheet) {
    for (Word word : sheet.words()) {
      Matcher found = NUMBER.matcher(word.text());
      while (found.find()) {
        String number = found.group(1).toUpperCase(Locale.ROOT);
        if (!ChinaId.isValid(number)) continue;
        boolean level = word.box().width() > word.box().height();
        return Optional.of(
            new Found<>(number, word.confidence(), word.part(found.start(1), found.end(1), level)));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> name(String text) {
    Matcher found = PERSON.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static boolean agrees(Optional<Found<String>> number, String born) {
    return number
        .map(found -> String.valueOf(ChinaId.birthDate(found.value())).equals(born))
        .orElse(false);
  }

  private static Field field(Name name, String value, Found<?> found) {
    return new Field(name, value, Math.clamp(found.confidence(), 0.0, 1.0), found.box());
  }
}
