package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.yutang.Markdown;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.access.Tokens;
import org.yutang.giving.Giving;
import org.yutang.giving.PublicFigures;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Ledger;

/// Runs the commands of docs/how-to/recompute.md on a house with a history, and compares every
/// figure that they print with the published one.
@Tag("slow")
class RecomputeTest {

  private static final Path PAGE = Path.of("docs/how-to/recompute.md");
  private static final int STEPS = 450;
  private static final int MOST_STEPS = 2_000;

  @Test
  void everyFigureComputedByHandIsThePublishedOne(@TempDir Path dir) throws Exception {
    long seed = Long.getLong("yutang.seed", 20260105);
    try (ConfigurableApplicationContext server = MoneyPropertyTest.start(dir.resolve("home"))) {
      MoneyWalk walk = new MoneyWalk(server.getBeanFactory(), new Random(seed));
      walk.begin();
      Claims claims = server.getBean(Claims.class);
      for (int i = 0; i < STEPS || (fewPayments(claims) && i < MOST_STEPS); i++) walk.step();
      MoneyPropertyTest.settle(server, new Random(seed));
      Map<String, String> computed = run(server, dir);
      Map<String, String> published = published(server);
      assertThat(computed).isEqualTo(published);
      assertThat(published).containsKeys("given", "paid").hasSizeGreaterThan(12);
    }
  }

  /// Whether payments are too few for their sum to be told.
  private static boolean fewPayments(Claims claims) {
    return claims.figures(MoneyWalk.INSURANCE).payments() < ClaimFigures.SMALLEST;
  }

  private static Map<String, String> published(ConfigurableApplicationContext server) {
    PublicFigures figures = server.getBean(Giving.class).publicFigures(MoneyWalk.PROJECT);
    ClaimFigures claims = server.getBean(Claims.class).figures(MoneyWalk.INSURANCE);
    Programmes programmes = server.getBean(Programmes.class);
    Map<String, String> all = new HashMap<>();
    all.put("donations", String.valueOf(figures.figures().donations()));
    all.put("given", figures.figures().given().decimal());
    all.put("returned", figures.figures().returned().decimal());
    all.put("granted", figures.figures().granted().decimal());
    all.put(
        "premiums",
        String.valueOf(
            figures.spentByCounty().stream().mapToLong(PublicFigures.Paid::count).sum()));
    all.put("spent", figures.spent().decimal());
    all.put(
        "balance",
        Money.fen(
                server
                    .getBean(Ledger.class)
                    .find(programmes.get(MoneyWalk.INSURANCE).fund())
                    .orElseThrow()
                    .balance())
            .decimal());
    all.put("payments", String.valueOf(claims.payments()));
    all.put("paid", claims.paid().orElseThrow().decimal());
    for (PublicFigures.Raised month : figures.byMonth()) {
      all.put("given " + name(month.group()), month.given().decimal());
      if (month.returned().minor() > 0)
        all.put("returned " + name(month.group()), month.returned().decimal());
    }
    for (PublicFigures.Raised county : figures.byMerchantCounty())
      all.put("given " + name(county.group()), county.given().decimal());
    for (PublicFigures.Paid month : figures.spentByMonth())
      all.put("spent " + name(month.group()), month.amount().decimal());
    for (PublicFigures.Paid month : figures.grantedByMonth())
      all.put("granted " + name(month.group()), month.amount().decimal());
    return all;
  }

  private static String name(PublicFigures.Group group) {
    return switch (group) {
      case PublicFigures.Group.Month of -> of.month().toString();
      case PublicFigures.Group.County of -> of.county().text();
      case PublicFigures.Group.Unknown _ -> "unknown";
      case PublicFigures.Group.Others _ -> "others";
    };
  }

  private static Map<String, String> run(ConfigurableApplicationContext server, Path dir)
      throws Exception {
    List<String> commands = new ArrayList<>(List.of("set -eu"));
    commands.addAll(Markdown.blocks(Files.readString(PAGE), "sh"));
    Files.writeString(dir.resolve("page.sh"), String.join("\n", commands));
    ProcessBuilder shell = new ProcessBuilder("sh", "page.sh").directory(dir.toFile());
    String port = server.getEnvironment().getProperty("local.server.port");
    shell.environment().put("API", "http://127.0.0.1:" + port + "/api/v1");
    shell.environment().put("TOKEN", token(server));
    Process process =
        shell.redirectErrorStream(true).redirectOutput(dir.resolve("said").toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(dir.resolve("said"));
    assertThat(process.exitValue()).as(said).isZero();
    Map<String, String> figures = new HashMap<>();
    for (String line : said.lines().toList()) {
      int blank = line.lastIndexOf(' ');
      assertThat(figures.put(line.substring(0, blank), line.substring(blank + 1)))
          .as(line)
          .isNull();
    }
    return figures;
  }

  private static String token(ConfigurableApplicationContext server) {
    UUID id = UUID.randomUUID();
    Accounts accounts = server.getBean(Accounts.class);
    accounts.create(Actor.SYSTEM, id, "auditor", "审计员", PlaceCode.WORLD, Optional.empty());
    accounts.grant(Actor.SYSTEM, id, new Grant(Role.AUDITOR, PlaceCode.WORLD), Optional.empty());
    return server.getBean(Tokens.class).issue(Actor.SYSTEM, UUID.randomUUID(), id, 1).text();
  }
}
