package org.yutang;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;
import org.yutang.store.Words;

/// Whatever the house says, it says in both languages.
class MessagesTest {

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
  private static final Pattern RECORDED =
      Pattern.compile("\\baudit\\.record\\(\\s*[^,]+,\\s*\"([a-z.-]+)\"");

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() {
    assertThat(Words.in(Words.Language.EN).keys()).isEqualTo(Words.in(Words.Language.ZH).keys());
    List<String> differing = new ArrayList<>();
    for (String key : Words.in(Words.Language.ZH).keys())
      if (!places(Words.Language.ZH, key).equals(places(Words.Language.EN, key)))
        differing.add(key);
    assertThat(differing).isEmpty();
  }

  @Test
  void everyRefusalHasItsWords() {
    List<String> missing = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.yutang"))
      if (type.isEnum() && type.isAssignableTo(Refusal.Code.class))
        for (Object code : type.reflect().getEnumConstants()) {
          String key = "refusal." + ((Refusal.Code) code).code();
          if (!Words.in(Words.Language.ZH).has(key)) missing.add(key);
        }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyAuditedActionHasItsWords() throws IOException {
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher recorded = RECORDED.matcher(Files.readString(file));
        while (recorded.find())
          if (!Words.in(Words.Language.ZH).has("audit." + recorded.group(1)))
            missing.add("audit." + recorded.group(1));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> places(Words.Language language, String key) {
    Set<String> places = new TreeSet<>();
    Matcher found = PLACE.matcher(Words.in(language).t(key));
    while (found.find()) places.add(found.group(1));
    return places;
  }
}
