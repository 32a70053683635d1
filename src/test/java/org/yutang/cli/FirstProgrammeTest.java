package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.Markdown;

/// Runs docs/how-to/first-programme.md as a reader would: every command, in order, in one shell.
@Tag("slow")
class FirstProgrammeTest {

  private static final Path PAGE = Typed.PROJECT.resolve("docs/how-to/first-programme.md");
  private static final int MOST_CURLS = 15;
  private static final long LIMIT_SECONDS = 400;

  @Test
  void theWholePageRunsAndEndsWithAPaidClaimAndAReceiptThatHolds() throws Exception {
    List<String> blocks = Markdown.blocks(Files.readString(PAGE), "sh");
    String commands = String.join("\n", blocks);
    long curls = Pattern.compile("\\bcurl ").matcher(commands).results().count();
    assertThat(curls).isBetween(1L, (long) MOST_CURLS);

    int port = freePort();
    Path dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "first")
            .toAbsolutePath();
    Files.createSymbolicLink(dir.resolve("yutang"), Typed.PROJECT.resolve("yutang"));
    String script =
        """
        set -eu
        SERVER=
        trap '[ -z "$SERVER" ] || kill $SERVER' EXIT
        %s
        printf '\\nclaim=%%s\\ntoken=%%s\\n' "$CASE" "$CADRE" > end
        until grep -q '"state":"completed"' case.json; do
          curl --fail-with-body -sS $API/cases/$CASE -H "Authorization: Bearer $CADRE" -o case.json && sleep 1
        done
        curl --fail-with-body -sS $API/payouts -H "Authorization: Bearer $INSURER" -o payouts.json
        """
            .formatted(
                commands
                    .replace("8080", String.valueOf(port))
                    .replaceFirst("&\n", "&\nSERVER=\\$!\n"));
    Files.writeString(dir.resolve("page.sh"), script);
    Process shell =
        Typed.builder(List.of("sh", "page.sh"), dir, Map.of())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile())
            .start();
    boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) stop(shell);
    String said = Files.readString(dir.resolve("said"));
    assertThat(ended).as(said).isTrue();
    assertThat(shell.exitValue()).as(said).isZero();
    assertThat(Files.readString(dir.resolve("case.json"))).contains("\"paid\":\"75.00\"");
    assertThat(Files.readString(dir.resolve("payouts.json")))
        .contains("\"total\":1", "\"state\":\"paid\"");
    assertThat(
            Typed.here("verify", dir.resolve("receipt.json").toString(), "--dir", dir + "/pond")
                .code())
        .isZero();
  }

  private static void stop(Process shell) throws InterruptedException {
    shell.descendants().forEach(ProcessHandle::destroy);
    shell.destroy();
    if (!shell.waitFor(20, TimeUnit.SECONDS)) shell.destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
