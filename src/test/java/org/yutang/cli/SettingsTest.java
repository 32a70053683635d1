package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yutang.kernel.Refusal;

class SettingsTest {

  @TempDir Path dir;

  @Test
  void optionsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Files.writeString(dir.resolve("yutang.yaml"), "port: 1001\nkeys: hidden\ntls:\n  key: k.pem\n");
    Settings settings = Settings.read(dir, Map.of("YUTANG_PORT", "1002", "PATH", "/bin"));
    assertThat(settings.get(Setting.PORT)).isEqualTo("1002");
    assertThat(settings.get(Setting.TLS_KEY)).isEqualTo("k.pem");
    settings.override(Setting.PORT, "1003", "--port");
    assertThat(settings.get(Setting.PORT)).isEqualTo("1003");
    assertThat(ServerPlan.home(parse("--dir", dir.toString()), Map.of()).keys())
        .isEqualTo(dir.resolve("hidden"));
    assertThat(Settings.read(dir.resolve("none"), Map.of()).get(Setting.ADDRESS))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void anUnknownKeyStopsTheStartAndIsNamedWithItsPlaceAndTheNearestKnownOne() throws IOException {
    Files.writeString(dir.resolve("yutang.yaml"), "tls:\n  certifcate: c.pem\n");
    Typed typed = Typed.here("run", "--port", "0", "--dir", dir.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err())
        .contains("tls.certifcate")
        .contains("yutang.yaml:2:3")
        .contains("Did you mean tls.certificate?")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownVariableStopsTheStartToo() {
    assertThatThrownBy(() -> Settings.read(dir, Map.of("YUTANG_DATABASE_ULR", "x")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.facts()).containsEntry("nearest", "YUTANG_DATABASE_URL"));
  }

  @Test
  void aWrongValueIsNamedWithWhatIsPossible() throws IOException {
    Files.writeString(dir.resolve("yutang.yaml"), "behind-proxy: maybe\n");
    Typed typed = Typed.here("run", "--port", "0", "--dir", dir.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains("behind-proxy").contains("maybe").contains("true, false");
  }

  @Test
  void aFileThatIsNoYamlIsRefused() throws IOException {
    Files.writeString(dir.resolve("yutang.yaml"), "port: [1,\n");
    assertThat(Typed.here("run", "--port", "0", "--dir", dir.toString()).err())
        .contains("yutang.yaml");
  }

  @Test
  void outsideTheLoopbackItWantsEncryption() {
    Typed typed =
        Typed.inChinese("run", "--port", "0", "--address", "0.0.0.0", "--dir", dir.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err())
        .contains("0.0.0.0")
        .contains("--tls CERT KEY")
        .contains("--behind-proxy")
        .contains("因此需要");
  }

  @Test
  void aCertificateThatIsNoneIsRefused() throws IOException {
    Path file = Files.writeString(dir.resolve("c.pem"), "nothing");
    Typed typed =
        Typed.here(
            "run",
            "--port",
            "0",
            "--dir",
            dir.toString(),
            "--tls",
            file.toString(),
            file.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains(file.toString());
  }

  @Test
  void aBusyPortIsNamed() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Typed typed =
          Typed.here("run", "--port", String.valueOf(busy.getLocalPort()), "--dir", dir.toString());
      assertThat(typed.code()).isEqualTo(Exit.REFUSED);
      assertThat(typed.err()).contains("Port " + busy.getLocalPort() + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void aCommandLineThatMakesNoSenseEndsWithTwo() {
    assertThat(Typed.here("run", "--prot", "1").code()).isEqualTo(Exit.USAGE);
    assertThat(Typed.here("run", "--port").err()).contains("--port N");
    assertThat(Typed.here("run", "--port", "seven").err()).contains("0 to 65,535");
    assertThat(Typed.here("import", "register").err()).contains("FILE is missing");
    assertThat(Typed.here("import", "people", "x.csv", "--mapping", "m.yaml").err())
        .contains("people");
    assertThat(Typed.here("token", "--account", "a", "--account", "b").err()).contains("once only");
    assertThat(Typed.here("dance").code()).isEqualTo(Exit.USAGE);
  }

  private static Arguments parse(String... words) {
    return new RunVerb().usage().parse(java.util.List.of(words));
  }
}
