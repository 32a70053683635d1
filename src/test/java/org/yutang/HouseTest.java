package org.yutang;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The order of the rooms, declared once: [#ORDER]. A room may know those before it and nothing
/// else, in Java and in SQL. There is no list of exceptions: an arrow that runs up is mended by a
/// port or by moving the code.
class HouseTest {

  /// Ground floor first; a room may use the rooms before it.
  private static final List<String> ORDER =
      List.of(
          "kernel",
          "store",
          "access",
          "proof",
          "register",
          "specimen",
          "ledger",
          "payment",
          "trace",
          "programme",
          "campaign",
          "giving",
          "farm",
          "supply",
          "market",
          "insight",
          "live",
          "incubation",
          "web",
          "api",
          "demo",
          "bench",
          "cli");

  /// The edges: nobody but `cli`, which starts them, knows them, and they hold no rules.
  private static final Set<String> EDGES = Set.of("web", "api", "demo", "bench", "cli");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.yutang");

  @Test
  void everyArrowRunsDown() {
    assertThat(arrows().filter(arrow -> !mayKnow(arrow.from(), arrow.to())).map(Arrow::what))
        .isEmpty();
  }

  @Test
  void anUpwardArrowWouldBeFound() {
    assertThat(mayKnow("store", "register")).isFalse();
    assertThat(mayKnow("ledger", "programme")).isFalse();
    assertThat(mayKnow("programme", "web")).isFalse();
    assertThat(mayKnow("payment", "programme")).isFalse();
    assertThat(mayKnow("giving", "insight")).isFalse();
    assertThat(mayKnow("farm", "insight")).isFalse();
    assertThat(mayKnow("api", "web")).isFalse();
    assertThat(mayKnow("programme", "ledger")).isTrue();
    assertThat(mayKnow("programme", "payment")).isTrue();
    assertThat(mayKnow("cli", "demo")).isTrue();
  }

  @Test
  void everyPackageIsARoomOfTheOrder() {
    Set<String> rooms = new TreeSet<>();
    HOUSE.forEach(type -> room(type).ifPresent(rooms::add));
    assertThat(ORDER).containsAll(rooms);
  }

  @Test
  void noCirclesAndNoLookIntoAnotherRoomsInnerPackages() {
    ApplicationModules.of("org.yutang").verify();
  }

  @Test
  void roomsBelowTheEdgesKnowNoHttp() {
    assertThat(
            foreign(
                room -> !EDGES.contains(room),
                "org.springframework.web.",
                "org.springframework.http.",
                "jakarta.servlet.",
                "gg.jte."))
        .isEmpty();
  }

  @Test
  void pagesAndApiHoldNoSql() {
    assertThat(
            foreign(
                room -> Set.of("web", "api", "demo").contains(room),
                "java.sql.",
                "javax.sql.",
                "org.springframework.jdbc.",
                "org.postgresql."))
        .isEmpty();
  }

  @Test
  void kernelStandsOnTheLanguageAlone() {
    assertThat(foreign("kernel"::equals, "org.springframework.", "java.sql.", "tools.jackson."))
        .isEmpty();
  }

  @Test
  void kernelStaysSmall() throws IOException {
    long lines = 0;
    for (Path file : sources("src/main/java/org/yutang/kernel", ".java"))
      lines += Files.readAllLines(file).size();
    assertThat(lines).isLessThan(800);
  }

  @Test
  void noRoomNamesAnotherRoomsTables() throws IOException {
    List<String> found = new ArrayList<>();
    for (String room : ORDER) {
      for (Path file : sources("src/main/java/org/yutang/" + room, ".java"))
        for (String schema : schemasNamed(Files.readString(file)))
          if (!schema.equals(room)) found.add(file + " names the schema " + schema);
      for (Path file : sources("src/main/resources/db/" + room, ".sql"))
        for (String schema : schemasNamed(Files.readString(file)))
          if (!schema.equals(room)) found.add(file + " names the schema " + schema);
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aForeignTableWouldBeFound() {
    assertThat(schemasNamed("\"\"\"\n select a from register.person p join ledger.account a\"\"\""))
        .containsExactly("ledger", "register");
    assertThat(schemasNamed("insert into store.outbox (x)")).containsExactly("store");
    assertThat(schemasNamed("import org.yutang.store.Outbox; /// from access.Actor")).isEmpty();
  }

  private record Arrow(String from, String to, String what) {}

  private static Stream<Arrow> arrows() {
    return HOUSE.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .flatMap(
            dependency -> {
              Optional<String> from = room(dependency.getOriginClass());
              Optional<String> to = room(dependency.getTargetClass().getBaseComponentType());
              return from.isPresent() && to.isPresent()
                  ? Stream.of(new Arrow(from.get(), to.get(), dependency.getDescription()))
                  : Stream.empty();
            });
  }

  private static boolean mayKnow(String from, String to) {
    if (from.equals(to)) return true;
    if (EDGES.contains(to)) return from.equals("cli");
    return ORDER.indexOf(to) < ORDER.indexOf(from);
  }

  private static List<String> foreign(
      java.util.function.Predicate<String> rooms, String... packages) {
    return HOUSE.stream()
        .filter(type -> room(type).filter(rooms).isPresent())
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> startsWithAny(dependency, packages))
        .map(Dependency::getDescription)
        .toList();
  }

  private static boolean startsWithAny(Dependency dependency, String... packages) {
    for (String each : packages)
      if (dependency.getTargetClass().getName().startsWith(each)) return true;
    return false;
  }

  private static Optional<String> room(JavaClass type) {
    Matcher matcher =
        Pattern.compile("org\\.yutang\\.([a-z]+)(\\..*)?").matcher(type.getPackageName());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The rooms' schemas that SQL in this text names as owner of a table, sequence or function.
  private static Set<String> schemasNamed(String text) {
    Set<String> found = new TreeSet<>();
    String schemas = String.join("|", ORDER);
    Matcher matcher =
        Pattern.compile(
                "(?i)\\b(?:from|join|into|update|table|on|copy|truncate|references|using|exists|of)\\s+(?:only\\s+)?("
                    + schemas
                    + ")\\.([a-z_]+)\\b")
            .matcher(text);
    while (matcher.find())
      if (Character.isLowerCase(matcher.group(2).charAt(0)))
        found.add(matcher.group(1).toLowerCase(java.util.Locale.ROOT));
    return found;
  }

  private static List<Path> sources(String folder, String ending) throws IOException {
    Path root = Path.of(folder);
    if (!Files.isDirectory(root)) return List.of();
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
