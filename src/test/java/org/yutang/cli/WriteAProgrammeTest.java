package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.Markdown;

/// Runs docs/how-to/write-a-programme.md as a reader would, and then with a slip of the keys.
@Tag("slow")
class WriteAProgrammeTest {

  private static final Path PAGE = Typed.PROJECT.resolve("docs/how-to/write-a-programme.md");
  private static final long LIMIT_SECONDS = 180;

  @Test
  void theDefinitionOfThePageIsCheckedInstalledAndShown() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "programme")
            .toAbsolutePath();
    Files.createSymbolicLink(dir.resolve("yutang"), Typed.PROJECT.resolve("yutang"));
    String commands = String.join("\n", Markdown.blocks(Files.readString(PAGE), "sh"));
    Files.writeString(
        dir.resolve("page.sh"),
        """
        set -eu
        SERVER=
        trap '[ -z "$SERVER" ] || kill $SERVER' EXIT
        %s
        """
            .formatted(
                commands
                    .replace("8080", String.valueOf(port))
                    .replaceFirst("pond.log &\n", "pond.log &\nSERVER=\\$!\n")));
    Process shell =
        Typed.builder(List.of("sh", "page.sh"), dir, Map.of())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile())
            .start();
    boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
    }
    String said = Files.readString(dir.resolve("said"));
    assertThat(ended).as(said).isTrue();
    assertThat(shell.exitValue()).as(said).isZero();
    assertThat(said).contains("small-grant");
    assertThat(Files.readString(dir.resolve("found.txt"))).contains("小额助学金");
    Path file = dir.resolve("small-grant/programme.yaml");
    Files.writeString(file, Files.readString(file).replace("age >= 6", "agee >= 6"));
    Typed slip = Typed.launcher("programme", "check", file.toString());
    assertThat(slip.code()).isEqualTo(1);
    assertThat(slip.err()).contains("line", "agee");
    assertThat(Typed.launcher("programme", "check", dir + "/nowhere").code()).isEqualTo(3);
    assertThat(Typed.launcher("programme", "dance", file.toString()).code()).isEqualTo(2);
  }
}
