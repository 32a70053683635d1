package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  private static final Path LAUNCHER = Typed.PROJECT.resolve("yutang");
  @TempDir Path folder;

  @Test
  void everyPosixShellCanReadIt() throws IOException, InterruptedException {
    for (String shell : List.of("/bin/sh", "/bin/dash", "/usr/bin/bash"))
      if (Files.isExecutable(Path.of(shell)))
        assertThat(
                new ProcessBuilder(shell, "-n", LAUNCHER.toString()).inheritIO().start().waitFor())
            .as(shell)
            .isZero();
    assertThat(Files.readAllLines(LAUNCHER).getFirst()).isEqualTo("#!/bin/sh");
    assertThat(LAUNCHER).isExecutable();
  }

  @Test
  void anUnknownVerbEndsWithTwoAndNamesTheKnownOnes() throws Exception {
    Typed typed = Typed.launcher("dmeo");
    assertThat(typed.code()).isEqualTo(Exit.USAGE);
    assertThat(typed.err())
        .contains("dmeo")
        .contains(
            "demo run test check import token verify programme ledger backup restore bench help");
    Typed chinese = Typed.launcher(LAUNCHER, folder, Map.of("LANG", "zh_CN.UTF-8"), "dmeo");
    assertThat(chinese.err()).contains("没有“dmeo”这个命令");
  }

  @Test
  void everyVerbExplainsItselfInBothLanguagesWithoutJava() throws Exception {
    for (String verb : verbs())
      for (String language : List.of("zh_CN.UTF-8", "en_US.UTF-8")) {
        Typed typed =
            Typed.launcher(
                LAUNCHER,
                folder,
                Map.of("LANG", language, "JAVA_HOME", "/nowhere"),
                verb,
                "--help");
        assertThat(typed.code()).as(verb).isZero();
        assertThat(typed.out())
            .as(verb)
            .contains("./yutang " + (verb.equals("help") ? "demo" : verb));
      }
    assertThat(Typed.launcher().out())
        .isEqualTo(Typed.launcher("help").out())
        .isEqualTo(Typed.launcher("--help").out());
  }

  @Test
  void javaKnowsTheSameVerbsAsTheLauncher() throws IOException {
    List<String> own = List.of("test", "check", "help");
    assertThat(verbs().stream().filter(verb -> !own.contains(verb)))
        .containsExactlyInAnyOrderElementsOf(Main.VERBS.stream().map(Verb::name).toList());
  }

  @Test
  void helpNamesEveryOptionAndNoOther() throws IOException {
    for (Verb verb : Main.VERBS)
      for (String language : List.of("zh", "en")) {
        String page =
            Files.readString(
                Typed.PROJECT.resolve(
                    "src/main/resources/help/" + verb.name() + "_" + language + ".txt"));
        List<String> shown =
            Pattern.compile("--[a-z-]+")
                .matcher(page)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        assertThat(shown)
            .as(verb.name() + " " + language)
            .containsExactlyInAnyOrderElementsOf(
                verb.usage().options().stream().map(Usage.Option::name).toList());
        assertThat(page.lines().findFirst().orElseThrow()).startsWith("./yutang " + verb.name());
      }
  }

  @Test
  void anOldJavaIsPassedOverForANewOneElsewhere() throws Exception {
    Path old = folder.resolve("old");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    for (String program : List.of("java", "javac"))
      script(old.resolve("bin").resolve(program), "#!/bin/sh\necho old >&2\nexit 99\n");
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve(".jdks"));
    Files.createSymbolicLink(
        home.resolve(".jdks/jdk-25"), Path.of(System.getProperty("java.home")));
    String path = old.resolve("bin") + ":" + System.getenv("PATH");
    Typed typed =
        Typed.launcher(
            LAUNCHER,
            folder,
            Map.of("JAVA_HOME", old.toString(), "HOME", home.toString(), "PATH", path),
            "verify");
    assertThat(typed.err()).contains("FILE is missing").doesNotContain("old");
    assertThat(typed.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void itWorksThroughASymlinkAndFromAnotherFolder() throws Exception {
    Path link = folder.resolve("yutang-link");
    Files.createSymbolicLink(link, LAUNCHER);
    Path second = folder.resolve("second");
    Files.createSymbolicLink(second, Path.of("yutang-link"));
    assertThat(Typed.launcher(second, folder, Map.of(), "help").out()).contains("./yutang demo");
    assertThat(Typed.launcher(second, folder, Map.of(), "verify", "--nonsense").err())
        .contains("--nonsense");
  }

  @Test
  void withoutMavenItSaysWhatIsMissing() throws Exception {
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    Path launcher =
        Files.copy(
            LAUNCHER, copy.resolve("yutang"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Path tools = folder.resolve("tools");
    Files.createDirectories(tools);
    for (String tool :
        List.of("sh", "sed", "head", "dirname", "readlink", "find", "sort", "cksum", "tr", "cat")) {
      Path program =
          Arrays.stream(System.getenv("PATH").split(":"))
              .map(dir -> Path.of(dir, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElse(null);
      assumeTrue(program != null, "skipped: no " + tool);
      Files.createSymbolicLink(tools.resolve(tool), program);
    }
    Map<String, String> environment =
        Map.of(
            "PATH",
            tools.toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "MAVEN_HOME",
            "/nowhere",
            "YUTANG_CLASSPATH",
            "");
    Typed typed = Typed.launcher(launcher, folder, environment, "run");
    assertThat(typed.err()).contains("Maven is missing");
    assertThat(typed.code()).isEqualTo(Exit.ENVIRONMENT);
  }

  private static List<String> verbs() throws IOException {
    Matcher list = Pattern.compile("VERBS='([a-z ]+)'").matcher(Files.readString(LAUNCHER));
    assertThat(list.find()).isTrue();
    return List.of(list.group(1).split(" "));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
