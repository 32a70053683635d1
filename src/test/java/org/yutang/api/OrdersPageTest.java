package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.Markdown;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.store.Json;

/// Runs docs/how-to/orders.md as a shop's programmer would.
class OrdersPageTest extends ApiTest {

  private static final Path PAGE = Path.of("docs/how-to/orders.md");

  @Autowired Giving giving;

  @Test
  void theCommandsOfThePageBookTheLinesAndRefuseTheWrongOne(@TempDir Path dir) throws Exception {
    Account account = account();
    Grant grant = new Grant(Role.FUND_OFFICER, PlaceCode.WORLD);
    accounts.grant(Actor.SYSTEM, account.id(), grant, Optional.empty());
    String commands = String.join("\n", Markdown.blocks(Files.readString(PAGE), "sh"));
    LocalDate day = LocalDate.now(BusinessDay.ZONE).minusDays(1);
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-euc", commands)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile());
    shell
        .environment()
        .putAll(
            Map.of(
                "API",
                "http://127.0.0.1:" + port + "/api/v1",
                "TOKEN",
                token(account),
                "DAY",
                day.toString(),
                "MERCHANT",
                merchant(new Actor(account.id(), "test", java.util.Set.of(grant)), day)));
    Process ran = shell.start();
    assertThat(ran.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ran.exitValue()).as(Files.readString(dir.resolve("said"))).isZero();
    assertThat(Files.readString(dir.resolve("status"))).isEqualToIgnoringWhitespace("207");
    List<String> results = Files.readAllLines(dir.resolve("results.jsonl"));
    assertThat(results)
        .extracting(line -> Json.read(line, Map.class).get("result"))
        .isEqualTo(List.of("booked", "booked", "booked", "refused"));
    assertThat(results.getLast()).contains("giving.bad-amount", "at most two decimals");
  }

  private String merchant(Actor officer, LocalDate day) {
    Text name = new Text("店", "Shop");
    Project project =
        giving.openProject(
            officer,
            new Project.New(
                UUID.randomUUID(),
                name,
                name,
                new ProgrammeId("breadwinners-insurance"),
                PlaceCode.WORLD,
                day.minusDays(30),
                day.plusDays(30),
                Money.fen(100_000),
                List.of()));
    UUID merchant = UUID.randomUUID();
    giving.addMerchant(officer, merchant, name, new PlaceCode("CN-500236"));
    giving.pledge(
        officer,
        UUID.randomUUID(),
        merchant,
        project.id(),
        new Rate.PerMille(5),
        day.minusDays(30));
    return merchant.toString();
  }
}
