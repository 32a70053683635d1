package org.yutang.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.register.Sex;

/// What a made-up case says: as the playbook's `sample.yaml` has it, or where there is none,
/// something for every question.
///
/// @param age about how old the person is
/// @param abroad the place outside the made-up county where the person lives
record DemoSample(
    int age, Optional<Sex> sex, Optional<String> abroad, Map<String, Object> answers) {

  /// Where no sample says how old the person is: grown up, at school, or a small child.
  private static final List<Integer> AGES = List.of(35, 12, 1);

  DemoSample {
    answers = Map.copyOf(answers);
  }

  /// What may be tried, in this order; nothing where the kind asks for what cannot be made up.
  static List<DemoSample> of(Programme programme, CaseKind kind, LocalDate today) {
    Map<?, ?> sample = read(programme, kind);
    if (sample.isEmpty()) return madeUp(kind, today);
    Map<?, ?> person = block(sample, "person");
    Map<String, Object> answers = new HashMap<>();
    block(sample, "answers").forEach((name, answer) -> answers.put(String.valueOf(name), answer));
    kind.cover().ifPresent(field -> answers.put(field, today.toString()));
    return List.of(
        new DemoSample(
            ((Number) Objects.requireNonNull(person.get("age"))).intValue(),
            Optional.of(Sex.valueOf(String.valueOf(person.get("sex"))))
                .filter(sex -> sex != Sex.UNKNOWN),
            Optional.ofNullable(sample.get("place")).map(String::valueOf),
            answers));
  }

  private static Map<?, ?> read(Programme programme, CaseKind kind) {
    String file = "/playbooks/" + programme.id().text() + "/sample.yaml";
    try (InputStream in = DemoSample.class.getResourceAsStream(file)) {
      if (in == null) return Map.of();
      Object all =
          new Load(LoadSettings.builder().build())
              .loadFromString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return block(block(all, "kinds"), kind.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Empty where there is none.
  private static Map<?, ?> block(Object within, String key) {
    return within instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> found
        ? found
        : Map.of();
  }

  private static List<DemoSample> madeUp(CaseKind kind, LocalDate today) {
    Map<String, Object> answers = new HashMap<>();
    for (CaseKind.Field field : kind.fields()) {
      Optional<Object> answer =
          answer(field, kind.cover().equals(Optional.of(field.name())), today);
      if (answer.isEmpty() && field.required()) return List.of();
      answer.ifPresent(made -> answers.put(field.name(), made));
    }
    return AGES.stream()
        .map(age -> new DemoSample(age, Optional.empty(), Optional.empty(), answers))
        .toList();
  }

  private static Optional<Object> answer(CaseKind.Field field, boolean cover, LocalDate today) {
    return switch (field.type()) {
      case CaseKind.Type.Line line ->
          Optional.of("示例" + field.title().zh()).map(text -> cut(text, line.most()));
      case CaseKind.Type.Whole whole ->
          Optional.of(Math.min(whole.most(), Math.max(whole.least(), 12)));
      case CaseKind.Type.Amount amount -> Optional.of("600.00");
      case CaseKind.Type.Day day -> Optional.of((cover ? today : today.minusMonths(1)).toString());
      case CaseKind.Type.YesNo yesNo -> Optional.of(true);
      case CaseKind.Type.Choice choice -> Optional.of(choice.options().getFirst().name());
      case CaseKind.Type.Choices choices ->
          Optional.of(List.of(choices.options().getFirst().name()));
      case CaseKind.Type.BillLines lines -> Optional.empty();
    };
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
