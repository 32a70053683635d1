package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.Markdown;

/// Runs docs/how-to/receive-gifts.md as a reader would: every command, in order, in one shell.
@Tag("slow")
class ReceiveGiftsTest {

  private static final Path PAGE = Typed.PROJECT.resolve("docs/how-to/receive-gifts.md");
  private static final long LIMIT_SECONDS = 240;

  @Test
  void theWholePageRunsAndEndsWithAReceiptAndARefund() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "gifts")
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
                    .replaceFirst("&\n", "&\nSERVER=\\$!\n")));
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
    assertThat(Files.readString(dir.resolve("donor.json")))
        .contains("\"state\":\"paid\"", "-000001\"");
    assertThat(Files.readString(dir.resolve("project.json")))
        .contains("\"giftsGiven\":\"50.00\"", "\"goal\":null");
    assertThat(Files.readAllBytes(dir.resolve("receipt.pdf")))
        .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(Files.readString(dir.resolve("trace.json"))).contains("\"amount\":\"50.00\"");
    assertThat(Files.readString(dir.resolve("messages.json"))).contains("愿家家平安");
    assertThat(Files.readString(dir.resolve("refunds.json")))
        .contains("\"state\":\"done\"", "\"amount\":\"20.00\"");
  }
}
