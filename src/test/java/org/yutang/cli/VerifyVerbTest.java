package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verb as typed, on a receipt that was written once and lies beside the tests.
class VerifyVerbTest {

  private static final Path RECEIPT = Path.of("src/test/resources/proof/receipt.json");
  private static final Path KEY = Path.of("src/test/resources/proof/log.vkey");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aGoodReceiptWithTheRightKeyEndsWithZero() throws Exception {
    assertThat(verify(RECEIPT, "--key", Files.readString(KEY).strip())).isZero();
    assertThat(said(out))
        .contains("Verified", "number 422", "It is about: subject", "breadwinner", "奉节县");
    assertThat(said(err)).contains("the key that you gave");
    assertThat(verify(RECEIPT, "--key-file", KEY.toString())).isZero();
  }

  @Test
  void withoutAKeyTheReadersAreToldWhatTheReceiptsOwnKeyIsWorth() {
    assertThat(verify(RECEIPT, "--dir", folder.toString())).isZero();
    assertThat(said(err))
        .containsPattern("came with the receipt itself: ([0-9a-f]{4} ){7}[0-9a-f]{4}");
  }

  @Test
  void theKeyOfTheServerInTheFolderIsTrustedForItsOwnLogOnly() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    Files.copy(KEY, folder.resolve("run/log.vkey"));
    assertThat(verify(RECEIPT, "--dir", folder.toString())).isZero();
    assertThat(said(err)).contains("the server on this computer");
    err.reset();
    Files.writeString(
        folder.resolve("run/log.vkey"),
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
    assertThat(verify(RECEIPT, "--dir", folder.toString())).isZero();
    assertThat(said(err)).contains("came with the receipt itself");
  }

  @Test
  void aChangedReceiptEndsWithOneAndSaysWhyInTheReadersLanguage() throws Exception {
    Path changed =
        Files.writeString(
            folder.resolve("changed.json"), Files.readString(RECEIPT).replace("奉节县", "巫山县"));
    assertThat(verify(changed)).isEqualTo(1);
    assertThat(said(out)).contains("Not verified.", "is not what stands at place 421");
    out.reset();
    assertThat(Main.run(List.of("verify", changed.toString()), terminal("zh_CN.UTF-8")))
        .isEqualTo(1);
    assertThat(said(out)).contains("核验未通过", "被人改动过");
    out.reset();
    assertThat(
            verify(
                RECEIPT,
                "--key",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
        .isEqualTo(1);
    assertThat(said(out)).contains("PeterNeumann");
  }

  @Test
  void whatCannotBeCheckedEndsWithTwo() throws Exception {
    assertThat(verify(folder.resolve("absent.json"))).isEqualTo(2);
    assertThat(verify(folder)).isEqualTo(2);
    assertThat(verify(Files.writeString(folder.resolve("no.json"), "{}"))).isEqualTo(2);
    assertThat(said(err)).contains("not a receipt");
    assertThat(verify(RECEIPT, "--key", "nonsense")).isEqualTo(2);
    assertThat(verify(RECEIPT, "--key", "a", "--key-file", "b")).isEqualTo(2);
    assertThat(verify(RECEIPT, "--kee", "a")).isEqualTo(2);
    assertThat(Main.run(List.of("verify"), terminal("C"))).isEqualTo(2);
    assertThat(said(out)).isEmpty();
  }

  private int verify(Path file, String... options) {
    List<String> typed = new java.util.ArrayList<>(List.of("verify", file.toString()));
    typed.addAll(List.of(options));
    return Main.run(typed, terminal("en_GB.UTF-8"));
  }

  private Terminal terminal(String language) {
    return new Terminal(print(out), print(err), Terminal.words(Map.of("LC_ALL", language)), false);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static String said(ByteArrayOutputStream by) {
    return by.toString(StandardCharsets.UTF_8);
  }
}
