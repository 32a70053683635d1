package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yutang.programme.CaseKind;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads which photos a kind wants, and what is read from them into which field.
final class EvidenceReader {

  private static final int MOST_PHOTOS = 20;

  /// What a bill tells. What a card tells is compared with the register and fills nothing: nobody
  /// gets it unmasked.
  private static final List<Name> TOLD =
      Stream.of(Name.values()).filter(name -> !name.isOfACard()).toList();

  private final Map<String, CaseKind.Field> form;

  EvidenceReader(Map<String, CaseKind.Field> form) {
    this.form = form;
  }

  List<CaseKind.Evidence> read(@Nullable YamlPart part) {
    List<CaseKind.Evidence> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (part != null)
      for (YamlPart each : part.items()) {
        Map<String, YamlPart> fields =
            each.fields(Set.of("reads"), "name", "title", "atLeast", "reads");
        String name = field(fields, "name").name();
        if (!names.add(name)) throw field(fields, "name").wrong("a name of its own");
        all.add(
            new CaseKind.Evidence(
                name,
                Text.of(field(fields, "title")),
                field(fields, "atLeast").whole(0, MOST_PHOTOS),
                Optional.ofNullable(fields.get("reads")).map(this::reads)));
      }
    return all;
  }

  private Map<Name, String> reads(YamlPart part) {
    String[] words = TOLD.stream().map(EvidenceReader::word).toArray(String[]::new);
    Map<String, YamlPart> fields = part.fields(Set.of(words), words);
    Map<Name, String> reads = new EnumMap<>(Name.class);
    for (Name name : TOLD) {
      YamlPart into = fields.get(word(name));
      if (into == null) continue;
      CaseKind.Field named = KindReader.known(into, form);
      if (!takes(named.type(), name)) throw into.wrong("the name of a field of type " + type(name));
      if (reads.containsValue(named.name())) throw into.wrong("a field of its own");
      reads.put(name, named.name());
    }
    return reads;
  }

  private static String word(Name name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static boolean takes(CaseKind.Type type, Name name) {
    return switch (name.tells()) {
      case TEXT -> type instanceof CaseKind.Type.Line;
      case DAY -> type instanceof CaseKind.Type.Day;
      case AMOUNT -> type instanceof CaseKind.Type.Amount;
    };
  }

  private static String type(Name name) {
    return name.tells().name().toLowerCase(Locale.ROOT);
  }
}
