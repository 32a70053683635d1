package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.Markdown;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.access.Tokens;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.PublicFigures;
import org.yutang.giving.Trace;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Ledger;
import org.yutang.proof.Proof;

/// Runs the commands of docs/how-to/recompute.md on a house with a history, and compares every line
/// that they print with what is published.
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
      Cases cases = server.getBean(Cases.class);
      for (int i = 0; i < STEPS || (fewCases(cases) && i < MOST_STEPS); i++) walk.step();
      MoneyPropertyTest.settle(server, new Random(seed));
      awaitSigned(server);
      List<String> published = published(server);
      assertThat(run(server, dir)).containsExactlyInAnyOrderElementsOf(published);
      for (String some :
          List.of("month ", "merchants CN", "cases ", "paid ", "decision ", "share "))
        assertThat(published).anyMatch(line -> line.startsWith(some));
    }
  }

  /// The log is signed once a second; what is read from it ends where that ends.
  private static void awaitSigned(ConfigurableApplicationContext server)
      throws InterruptedException {
    long entries =
        server
            .getBean(JdbcClient.class)
            .sql("select count(*) from proof.entry")
            .query(Long.class)
            .single();
    for (int i = 0; server.getBean(Proof.class).size() < entries; i++) {
      assertThat(i).as("hundredths of a second until the log was signed").isLessThan(3_000);
      Thread.sleep(10);
    }
  }

  /// Whether payments are too few for their sum to be told, or states for more than one to be.
  private static boolean fewCases(Cases cases) {
    CaseTotals figures = cases.totals(MoneyWalk.INSURANCE);
    return figures.payments() < CaseTotals.SMALLEST || figures.byState().size() < 2;
  }

  /// What the public pages say, as the commands print it.
  private static List<String> published(ConfigurableApplicationContext server) {
    PublicFigures figures = server.getBean(Giving.class).publicFigures(MoneyWalk.PROJECT);
    CaseTotals cases = server.getBean(Cases.class).totals(MoneyWalk.INSURANCE);
    Project.Figures sums = figures.figures();
    long premiums = figures.spentByCounty().stream().mapToLong(PublicFigures.Paid::count).sum();
    long grants = figures.grantedByMonth().stream().mapToLong(PublicFigures.Paid::count).sum();
    List<String> lines = new ArrayList<>();
    for (String source : List.of("log ", ""))
      lines.add(line(source + "donations", sums.donations(), sums.given()));
    lines.add(line("log refunds", sums.refunds(), sums.returned()));
    lines.add(line("log gifts", sums.gifts().count(), sums.gifts().given()));
    lines.add(line("log gifts returned", sums.gifts().refunds(), sums.gifts().returned()));
    lines.add(line("returned", sums.returned()));
    lines.add(line("log premiums", premiums, figures.spent()));
    lines.add(line("spent", premiums, figures.spent()));
    lines.add(line("merchants pledged", sums.merchants()));
    lines.add(line("grants", grants, sums.granted()));
    lines.add(line("balance", balance(server)));
    for (PublicFigures.Raised month : figures.byMonth())
      lines.add(line("month", name(month.group()), month));
    for (PublicFigures.Raised county : figures.byMerchantCounty())
      lines.add(line("merchants", name(county.group()), county));
    for (List<PublicFigures.Paid> groups : List.of(figures.spentByMonth(), figures.spentByCounty()))
      for (PublicFigures.Paid group : groups)
        lines.add(line("premiums", name(group.group()), group.count(), group.amount()));
    for (PublicFigures.Paid month : figures.grantedByMonth())
      lines.add(line("granted", name(month.group()), month.count(), month.amount()));
    addCases(lines, cases);
    addTrace(lines, server.getBean(Giving.class).trace(followed(server)));
    return lines;
  }

  /// The donation that is followed: one that was refunded in part.
  private static UUID followed(ConfigurableApplicationContext server) {
    return server
        .getBean(JdbcClient.class)
        .sql(
            "select id from giving.sale where returned > 0 and returned < donation order by gross_from limit 1")
        .query(UUID.class)
        .single();
  }

  private static void addTrace(List<String> lines, Trace trace) {
    lines.add(line("donation", trace.donation(), "kept", trace.kept(), "waiting", trace.waiting()));
    for (Trace.Share share : trace.premiums()) lines.add(line("share", share.share()));
  }

  private static void addCases(List<String> lines, CaseTotals cases) {
    lines.add(line("payments", cases.payments(), cases.paid().orElseThrow()));
    cases
        .byState()
        .forEach(
            (state, count) ->
                lines.add(
                    line("cases", state.name().toLowerCase(Locale.ROOT).replace('_', '-'), count)));
    if (cases.inOtherStates() > 0) lines.add(line("cases others", cases.inOtherStates()));
    for (CaseTotals.Group group : cases.groups())
      lines.add(
          line(
              "paid",
              group.county().orElseThrow() + "/" + group.month().orElseThrow(),
              group.payments(),
              group.paid()));
    cases
        .others()
        .ifPresent(others -> lines.add(line("paid others", others.payments(), others.paid())));
    cases.toDecision().ifPresent(waiting -> lines.add(line("decision", waiting)));
    cases.toPayment().ifPresent(waiting -> lines.add(line("payment", waiting)));
  }

  /// Words, numbers and amounts of one line, with blanks between them.
  private static String line(Object... words) {
    return Stream.of(words)
        .map(
            word ->
                switch (word) {
                  case Money amount -> amount.decimal();
                  case PublicFigures.Raised raised ->
                      line(raised.donations(), raised.given(), raised.returned());
                  case CaseTotals.Waiting waiting ->
                      line(waiting.cases(), waiting.p50(), waiting.p90(), waiting.max());
                  default -> word.toString();
                })
        .collect(Collectors.joining(" "));
  }

  private static Money balance(ConfigurableApplicationContext server) {
    UUID fund = server.getBean(Programmes.class).get(MoneyWalk.INSURANCE).fund();
    return Money.fen(server.getBean(Ledger.class).find(fund).orElseThrow().balance());
  }

  private static String name(PublicFigures.Group group) {
    return switch (group) {
      case PublicFigures.Group.Month of -> of.month().toString();
      case PublicFigures.Group.County of -> of.county().text();
      case PublicFigures.Group.Unknown _ -> "unknown";
      case PublicFigures.Group.Others _ -> "others";
    };
  }

  /// Every line that the commands of the page say, on either output.
  private static List<String> run(ConfigurableApplicationContext server, Path dir)
      throws Exception {
    List<String> commands = new ArrayList<>(List.of("set -eu"));
    commands.addAll(Markdown.blocks(Files.readString(PAGE), "sh"));
    Files.writeString(dir.resolve("page.sh"), String.join("\n", commands));
    ProcessBuilder shell = new ProcessBuilder("sh", "page.sh").directory(dir.toFile());
    String house = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
    shell.environment().put("API", house + "/api/v1");
    shell.environment().put("LOG", house + "/log");
    shell.environment().put("PROJECT", MoneyWalk.PROJECT.toString());
    shell.environment().put("DONATION", followed(server).toString());
    shell.environment().put("TOKEN", token(server));
    Process process =
        shell.redirectErrorStream(true).redirectOutput(dir.resolve("said").toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(dir.resolve("said"));
    assertThat(process.exitValue()).as(said).isZero();
    return said.lines().toList();
  }

  private static String token(ConfigurableApplicationContext server) {
    UUID id = UUID.randomUUID();
    Accounts accounts = server.getBean(Accounts.class);
    accounts.create(Actor.SYSTEM, id, "auditor", "审计员", PlaceCode.WORLD, Optional.empty());
    accounts.grant(Actor.SYSTEM, id, new Grant(Role.AUDITOR, PlaceCode.WORLD), Optional.empty());
    return server.getBean(Tokens.class).issue(Actor.SYSTEM, UUID.randomUUID(), id, 1).text();
  }
}
